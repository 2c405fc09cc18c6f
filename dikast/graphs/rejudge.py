"""judge_again: a recorded transcript, shown to another judge. No debater is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dikast.agents import Agent
from dikast.errors import BadInput
from dikast.graphs.agent_calls import together
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.episode_runner import Swap, verdict_of
from dikast.graphs.judge_query import look
from dikast.graphs.move_nodes import judge_query
from dikast.graphs.node_context import NodeContext
from dikast.protocols import DecideMove, History, PromptBuilder, Protocol
from dikast.records import Check, Episode, Look, Origin, Passage, Transcript, Turn, Usage


@dataclass(frozen=True)
class Rejudge:
    """A recorded episode that another judge is to decide, with the turns up to a round.

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
        if not isinstance(self.protocol.moves[-1], DecideMove):
            fault = f"{name!r} does not end in a judge's verdict over answers, so no other judge can give one"
            raise BadInput(fault, where)
        if self.swap == "both" and self.episode.rerun is None and not self.protocol.is_order_free:
            fault = (
                f"what was said in {name!r} depends on the order of the answers, and it was recorded in one order "
                "alone: it can't be shown in the other; leave --swap out"
            )
            raise BadInput(fault, where)

    @property
    def decide(self) -> DecideMove:
        """The move that ends in the verdict."""
        move = self.protocol.moves[-1]
        if not isinstance(move, DecideMove):
            raise TypeError("checked when it was made")
        return move

    @property
    def _is_both(self) -> bool:
        return (self.swap or self.episode.swap) == "both"

    def heard(self) -> list[Passage]:
        """The recorded passages as the judge is shown them: one for each order where they were run apart, else one."""
        passages: list[Passage] = [self.episode]
        if self._is_both and self.episode.rerun is not None:
            passages.append(self.episode.rerun)
        return [_until(passage, self.after_round) for passage in passages]

    def orders(self, passage: Passage) -> tuple[tuple[int, ...], ...]:
        """The orders in which the choices are shown with this passage."""
        if self._is_both and self.episode.rerun is None:
            return (passage.order, passage.order[::-1])
        return (passage.order,)


async def judge_again(rejudge: Rejudge, judge: Agent, *, source: str, id: str | None = None) -> Episode:
    """The episode with another judge's verdict on a recorded transcript.

    The judge is sent what a judge in its seat would have been sent: the messages are written from the record, with the
    recorded seed, and the judge's own questions in it are those once asked. `source` is what the record is called in
    its origin. `usage` counts the judge's calls alone. Raises EpisodeFailed where the judge gives no reply.
    """
    episode, passages = rejudge.episode, rejudge.heard()
    by_passage = await together(_looks(rejudge, passage, judge) for passage in passages)
    looks = [look for passage_looks in by_passage for look in passage_looks]
    first = passages[0]
    judges = _seat_names(first, rejudge.decide.decide)
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
        origin=Origin(
            kind="judged",
            source=source,
            episode=episode.origin.episode if episode.origin else episode.id,
            after_round=rejudge.after_round,
        ),
        verdict=verdict_of(passages, looks),
        usage=Usage.total(look.usage for look in looks),
    )  # fmt: skip


async def _looks(rejudge: Rejudge, passage: Passage, judge: Agent) -> list[Look]:
    recorded, protocol, move = rejudge.episode, rejudge.protocol, rejudge.decide
    agents = dict.fromkeys(_seat_names(passage, move.decide), judge)
    episode = EpisodeContext(protocol, recorded.question, agents, recorded.seed, passage.order, recorded.argues)
    seats = passage.transcript.seats
    prompts = PromptBuilder(protocol, recorded.question, seats, passage.order, episode.blind)
    context = NodeContext(episode, prompts, History(passage.transcript.turns, passage.checks))
    query = judge_query(context, move, str(len(protocol.moves) - 1))
    return await together(look(context, replace(query, order=order)) for order in rejudge.orders(passage))


def _seat_names(passage: Passage, role: str) -> list[str]:
    return [seat.name for seat in passage.transcript.seats if seat.role == role]


def _until(passage: Passage, last_round: int | None) -> Passage:
    """The passage up to the last speech of a round, without another judge's looks."""
    turns = passage.transcript.turns
    if last_round is not None:
        spoken = [turn.tick for turn in turns if turn.kind != "question" and turn.round <= last_round]
        turns = tuple(turn for turn in turns if turn.tick <= max(spoken, default=0))
    return Passage(
        order=passage.order,
        transcript=Transcript(turns=turns, seats=passage.transcript.seats),
        checks=_checks_until(turns, passage.checks),
        chosen=passage.chosen,
    )


def _checks_until(turns: Sequence[Turn], checks: Sequence[Check]) -> tuple[Check, ...]:
    """The checks of these turns that were made before the tick after the last of them."""
    keys = {turn.key for turn in turns}
    next_tick = 1 + max((turn.tick for turn in turns), default=0)
    about_turns = (check for check in checks if check.about in keys)
    return tuple(check for check in about_turns if check.tick is None or check.tick <= next_tick)
