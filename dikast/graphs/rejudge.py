"""judge_again: a recorded transcript, shown to another judge. No debater is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dikast.agents import Agent
from dikast.errors import BadInput
from dikast.graphs.agent_calls import together
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.episode_runner import Swap, verdict_of
from dikast.graphs.judge_query import look
from dikast.protocols import DecideMove, History, PromptBuilder, Protocol
from dikast.records import Check, Episode, Look, Origin, Passage, Transcript, Turn, Usage


@dataclass(frozen=True)
class Rejudge:
    """A recorded episode that another judge is to decide, with the turns up to a round.

    `swap`: `None` as it was recorded; `none` in its own order alone; `both` in the reverse order too. `protocol` is
    the recorded one, or that with another way to a verdict.
    """

    episode: Episode
    protocol: Protocol
    after_round: int | None = None
    swap: Swap | None = None

    def __post_init__(self) -> None:
        where = f"episode {self.episode.id!r}"
        if not isinstance(self.protocol.moves[-1], DecideMove):
            raise BadInput(
                f"{self.protocol.name!r} ends in no judge's verdict over answers: there is none to put another for",
                where,
            )
        if self.swap == "both" and self.episode.rerun is None and not self.protocol.is_order_free:
            raise BadInput(
                f"what was said in {self.protocol.name!r} depends on the order of the answers, and it was recorded in "
                "one order alone: it can't be shown in the other; leave --swap out",
                where,
            )

    @property
    def decide(self) -> DecideMove:
        """The move that ends in the verdict."""
        move = self.protocol.moves[-1]
        if not isinstance(move, DecideMove):
            raise TypeError("checked when it was made")
        return move

    def heard(self) -> list[Passage]:
        """The recorded passages as the judge is shown them: one an order where they were run apart, else the first."""
        is_both = (self.swap or self.episode.swap) == "both"
        both = [self.episode, self.episode.rerun] if is_both and self.episode.rerun else [self.episode]
        return [_until(passage, self.after_round) for passage in both]

    def orders(self, passage: Passage) -> tuple[tuple[int, ...], ...]:
        """The orders in which the choices are shown beside this passage."""
        is_both = (self.swap or self.episode.swap) == "both" and self.episode.rerun is None
        return (passage.order, passage.order[::-1]) if is_both else (passage.order,)


async def judge_again(retrial: Rejudge, judge: Agent, *, source: str, id: str | None = None) -> Episode:
    """The episode that comes of another judge's verdict on a recorded transcript.

    The judge is sent what a judge in its seat would have been sent: the messages are written from the record, with the
    recorded seed, and the judge's own questions in it are those once asked. `source` is what the record is called in
    its origin. `usage` counts the judge's calls alone. Raises EpisodeFailed where the judge gives no reply.
    """
    episode, passages = retrial.episode, retrial.heard()
    parts = await together(_looks(retrial, passage, judge) for passage in passages)
    looks = [seen for part in parts for seen in part]
    heard = passages[0]
    seat = retrial.decide.decide
    return Episode(
        id=id or episode.id,
        question=episode.question,
        protocol=retrial.protocol.model_dump(mode="json"),
        agents={**episode.agents, **dict.fromkeys(_judges(heard, seat), judge.name)},
        seed=episode.seed,
        swap="both" if len(looks) > 1 else "none",
        argues=episode.argues,
        order=heard.order,
        transcript=heard.transcript,
        checks=heard.checks,
        chosen=heard.chosen,
        rerun=passages[1] if len(passages) > 1 else None,
        origin=Origin(
            kind="judged",
            source=source,
            episode=episode.origin.episode if episode.origin else episode.id,
            after_round=retrial.after_round,
        ),
        verdict=verdict_of(passages, looks),
        usage=Usage.total(seen.usage for seen in looks),
    )  # fmt: skip


async def _looks(retrial: Rejudge, passage: Passage, judge: Agent) -> list[Look]:
    episode, move = retrial.episode, retrial.decide
    seats = passage.transcript.seats
    agents = dict.fromkeys(_judges(passage, move.decide), judge)
    context = EpisodeContext(retrial.protocol, episode.question, agents, episode.seed, passage.order, episode.argues)
    stage = PromptBuilder(retrial.protocol, episode.question, seats, passage.order, context.blind)
    return await together(
        look(
            context,
            stage,
            stage.seats_of(move.decide)[0],
            History(passage.transcript.turns, passage.checks),
            purpose="decide",
            place=str(len(retrial.protocol.moves) - 1),
            route=move.route,
            reasoning=move.reasoning,
            samples=move.samples,
            order=order,
        )
        for order in retrial.orders(passage)
    )


def _judges(passage: Passage, role: str) -> list[str]:
    return [seat.name for seat in passage.transcript.seats if seat.role == role]


def _until(passage: Passage, round_: int | None) -> Passage:
    """The passage up to the last speech of a round, without another judge's looks."""
    turns = passage.transcript.turns
    if round_ is not None:
        spoken = [turn.tick for turn in turns if turn.kind != "question" and turn.round <= round_]
        turns = tuple(turn for turn in turns if turn.tick <= max(spoken, default=0))
    return Passage(
        order=passage.order,
        transcript=Transcript(turns=turns, seats=passage.transcript.seats),
        checks=_checks_of(turns, passage.checks),
        chosen=passage.chosen,
    )


def _checks_of(turns: Sequence[Turn], checks: Sequence[Check]) -> tuple[Check, ...]:
    keys = {turn.key for turn in turns}
    following = 1 + max((turn.tick for turn in turns), default=0)
    return tuple(check for check in checks if check.about in keys and (check.tick is None or check.tick <= following))
