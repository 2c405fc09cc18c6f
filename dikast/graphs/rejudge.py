"""judge_again: a recorded transcript, shown to another judge. No debater is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from dikast.agents import Agent
from dikast.errors import BadInput
from dikast.graphs.abstention import with_abstention
from dikast.graphs.accept_answer import acceptance_looks, answer_verdict
from dikast.graphs.agent_calls import together
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.episode_runner import verdict_of
from dikast.graphs.jury import verdict_looks
from dikast.graphs.node_context import NodeContext
from dikast.graphs.verdict_orders import Swap, verdict_orders
from dikast.protocols import AcceptMove, DecideMove, History, PromptBuilder, Protocol
from dikast.records import Check, Episode, Look, Origin, Passage, Transcript, Turn, Usage, Verdict


def can_be_judged_again(protocol: Protocol) -> bool:
    """Whether the protocol ends in a judge's verdict on choices or on an answer, so that another can give one."""
    return isinstance(protocol.moves[-1], DecideMove | AcceptMove)


@dataclass(frozen=True)
class Rejudge:
    """A recorded episode for another judge to decide, with the turns up to a round.

    `swap`: None as it was recorded; `none` in its own order alone; `both` in the reverse order too. `protocol` is the
    recorded one, or the same with another way to a verdict. Raises BadInput where it can't be judged in this way.
    """

    episode: Episode
    protocol: Protocol
    after_round: int | None = None
    swap: Swap | None = None

    def __post_init__(self) -> None:
        where = f"episode {self.episode.id!r}"
        name = self.protocol.name
        if not can_be_judged_again(self.protocol):
            fault = f"{name!r} does not end in a judge's verdict over answers, so no other judge can give one"
            raise BadInput(fault, where)
        if self.swap == "both" and self.episode.rerun is None and not self.protocol.is_order_free:
            fault = (
                f"what was said in {name!r} depends on the order of the answers, and it was recorded in one order "
                "alone: it can't be shown in the other; leave --swap out"
            )
            raise BadInput(fault, where)
        if isinstance(self.move, AcceptMove) and self.after_round is not None:
            _check_round(self.move, self.after_round, where)
        # Raises where the verdict is to be taken in more orders than there are.
        verdict_orders(self.protocol, self.episode.order, "none", self.episode.seed)

    @property
    def move(self) -> DecideMove | AcceptMove:
        """The move that ends in the verdict."""
        move = self.protocol.moves[-1]
        if not isinstance(move, DecideMove | AcceptMove):
            raise TypeError("checked when it was made")
        return move

    @property
    def judges(self) -> tuple[str, ...]:
        """The roles that give the verdict."""
        return self.move.judges if isinstance(self.move, DecideMove) else self.move.actors

    @property
    def _is_both(self) -> bool:
        swap = self.swap or self.episode.swap
        return swap == "both"

    def passages(self) -> list[Passage]:
        """The recorded passages, up to the round: one for each order where each was run by itself, else one."""
        first = _until(self.episode, self.after_round)
        rerun = self.episode.rerun
        if rerun is None or not self._is_both:
            return [first]
        return [first, _until(rerun, self.after_round)]

    def orders(self, passage: Passage) -> tuple[tuple[int, ...], ...]:
        """The orders in which the choices are shown with this passage."""
        if self._is_both and self.episode.rerun is not None:
            # Each passage was run in an order of its own.
            return (passage.order,)
        swap: Swap = "both" if self._is_both else "none"
        return verdict_orders(self.protocol, passage.order, swap, self.episode.seed)


def _check_round(move: AcceptMove, after_round: int, where: str) -> None:
    """Raises BadInput where the judge would be shown no answer, or another leaf than was decided."""
    if move.about == "leaf":
        raise BadInput("its judge is shown the last claim alone, whatever the round: leave --after-round out", where)
    if after_round < 1:
        raise BadInput("the answer is given in round 1, and it is what is judged: take a later round", where)


async def judge_again(rejudge: Rejudge, judge: Agent, *, source: str, id: str | None = None) -> Episode:
    """The episode with another judge's verdict on a recorded transcript.

    The judge is sent what a judge in its seat would have been sent: the messages are written from the record, with the
    recorded seed, and the judge's own questions in it are those once asked. It takes every seat of a panel, and nobody
    else decides where its verdict is in doubt. `source` is what the record is called in
    its origin. `usage` counts the judge's calls alone. Raises EpisodeFailed where the judge gives no reply.
    """
    episode = rejudge.episode
    passages = rejudge.passages()
    first = passages[0]
    # Every passage has the seats of the protocol, so the judge's seats in the first are those in all.
    judges = [seat.name for seat in first.transcript.seats if seat.role in rejudge.judges]
    agents = dict.fromkeys(judges, judge)
    by_passage = await together(_looks(rejudge, passage, agents, id or episode.id) for passage in passages)
    looks = list(chain.from_iterable(by_passage))
    origin = Origin(
        kind="judged",
        source=source,
        # Of an episode that was itself judged again, the origin is the first one with this transcript.
        episode=episode.origin.episode if episode.origin else episode.id,
        after_round=rejudge.after_round,
    )
    return Episode(
        id=id or episode.id,
        question=episode.question,
        protocol=rejudge.protocol.model_dump(mode="json"),
        agents={**episode.agents, **dict.fromkeys(judges, judge.name)},
        seed=episode.seed,
        swap="both" if len(looks) > 1 else "none",
        argues=episode.argues,
        order=first.order,
        transcript=first.transcript,
        checks=first.checks,
        chosen=first.chosen,
        rerun=passages[1] if len(passages) > 1 else None,
        origin=origin,
        verdict=_verdict(rejudge, passages, looks),
        usage=Usage.total(look.usage for look in looks),
    )  # fmt: skip


async def _looks(rejudge: Rejudge, passage: Passage, agents: Mapping[str, Agent], id: str) -> list[Look]:
    """One look at the passage for each order in which the choices are shown."""
    recorded = rejudge.episode
    protocol = rejudge.protocol
    episode = EpisodeContext(
        protocol=protocol,
        question=recorded.question,
        agents=agents,
        seed=recorded.seed,
        order=passage.order,
        argues=recorded.argues,
        id=id,
        is_rerun=passage.order != recorded.order,
    )
    # The seats are the recorded ones: an open role has the side that it chose then.
    prompts = PromptBuilder(
        protocol,
        recorded.question,
        passage.transcript.seats,
        passage.order,
        episode.blind,
    )
    context = NodeContext(episode, prompts, History(passage.transcript.turns, passage.checks))
    move_id = str(len(protocol.moves) - 1)
    if isinstance(rejudge.move, DecideMove):
        return await verdict_looks(context, rejudge.move, move_id, rejudge.orders(passage))
    if recorded.verdict.attempts[0].answer is None:
        return []
    return await acceptance_looks(context, rejudge.move, move_id, rejudge.orders(passage))


def _verdict(rejudge: Rejudge, passages: Sequence[Passage], looks: Sequence[Look]) -> Verdict:
    """The verdict that the looks make. What a machine found of an answer is as it was recorded."""
    if isinstance(rejudge.move, DecideMove):
        return with_abstention(verdict_of(passages, looks, rejudge.move.games), rejudge.protocol)
    attempt = rejudge.episode.verdict.attempts[0]
    return answer_verdict(rejudge.move, attempt, passages[0].transcript.turns, looks)


def _until(passage: Passage, last_round: int | None) -> Passage:
    """The passage up to the last speech of a round, without another judge's looks."""
    turns = passage.transcript.turns
    if last_round is not None:
        # A judge's question after the last speech opens what comes next, and is left out.
        last_tick = 0
        for turn in turns:
            if turn.kind != "question" and turn.round <= last_round:
                last_tick = max(last_tick, turn.tick)
        turns = tuple(turn for turn in turns if turn.tick <= last_tick)
    return Passage(
        order=passage.order,
        transcript=Transcript(turns=turns, seats=passage.transcript.seats),
        checks=_checks_until(turns, passage.checks),
        chosen=passage.chosen,
    )


def _checks_until(turns: Sequence[Turn], checks: Sequence[Check]) -> tuple[Check, ...]:
    """The checks of these turns that were made before the tick after the last of them."""
    keys = {turn.key for turn in turns}
    next_tick = History(tuple(turns)).next_tick
    checks_until = []
    for check in checks:
        # A check that does not say when it was made is shown with its turn.
        tick = check.tick or 0
        if check.about in keys and tick <= next_tick:
            checks_until.append(check)
    return tuple(checks_until)
