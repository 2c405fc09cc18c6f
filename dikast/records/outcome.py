"""Outcome: one episode in a narrow row, all that tables are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, Self

from dikast.records.episode import Episode, Failure, Passage
from dikast.records.record import Record
from dikast.records.transcript import SeatKind
from dikast.records.usage import Usage
from dikast.records.verdict import Look


class OutcomeLook(NamedTuple):
    """What a judge held at one look, after `round`, with the choices shown in `order`; None where it was unparsed.

    `probabilities` follow the question's own order of choices.
    """

    round: int
    order: tuple[int, ...]
    probabilities: tuple[float, ...] | None


class Seated(NamedTuple):
    """Who sat where, and which choice it argued for in each passage: two where the episode was run again, else one."""

    seat: str
    kind: SeatKind
    agent: str
    argues: tuple[int | None, ...]


class Outcome(Record):
    """What came of one episode.

    `protocol` and `agents` are the labels of its cell in the experiment. `team` is what `agents` was made from, see
    `team_label`; None in rows that were kept before it was recorded (see `experiments.CellTeams`).

    `credit` is 1 for the right choice, 0 for a wrong one, and 1/k where the right one shares the first place with
    k - 1 others; None if there is no verdict or no gold answer. `brier` is half the sum over the choices of
    (probability - truth)², which for two choices is (1 - probability of the right one)². `seconds` is how long the
    episode took, by the clock.

    `probabilities` are the verdict's, in the question's own order of choices; `views` the looks it was made from,
    one an order, and in two passages one a passage; `beliefs` the looks before it. `chosen` is the choice that an
    open role picked for itself: None without one, and where it picked another one when the order was reversed.
    `refuted` are the choices for which something was said that a check refuted, and `transcript` the episode
    whose transcript it is: its own, or one that several judges judged.
    """

    id: str
    protocol: str
    agents: str
    question: str
    repeat: int = 0
    argues: int | None = None
    gold: int | None = None
    status: Literal["decided", "unparsed", "failed"]
    choice: int | None = None
    p_gold: float | None = None
    credit: float | None = None
    brier: float | None = None
    probabilities: tuple[float, ...] | None = None
    views: tuple[OutcomeLook, ...] = ()
    beliefs: tuple[OutcomeLook, ...] = ()
    seats: tuple[Seated, ...] = ()
    chosen: int | None = None
    refuted: tuple[int, ...] = ()
    transcript: str = ""
    route: str | None = None
    usage: Usage = Usage()
    seconds: float = 0.0
    error: str | None = None
    team: dict[str, str] | None = None

    @classmethod
    def of(
        cls,
        episode: Episode,
        *,
        protocol: str,
        agents: str,
        team: Mapping[str, str] | None = None,
        repeat: int = 0,
        seconds: float = 0.0,
    ) -> Self:
        """The outcome of a finished episode."""
        verdict, gold = episode.verdict, episode.question.gold
        ps = verdict.probabilities
        passages = (episode,) if episode.rerun is None else (episode, episode.rerun)
        scored = None if ps is None or gold is None else (ps[gold], _credit(ps, gold), _brier(ps, gold))
        return cls(
            id=episode.id,
            protocol=protocol,
            agents=agents,
            question=episode.question.id,
            repeat=repeat,
            argues=episode.argues,
            gold=gold,
            status=verdict.status,
            choice=verdict.choice,
            p_gold=scored[0] if scored else None,
            credit=scored[1] if scored else None,
            brier=scored[2] if scored else None,
            probabilities=ps,
            views=_beliefs(verdict.looks),
            beliefs=_beliefs(look for passage in passages for look in passage.looks),
            seats=_seats(episode, passages),
            chosen=_chosen(passages),
            refuted=_refuted(passages),
            transcript=episode.origin.episode if episode.origin else episode.id,
            route=verdict.route,
            usage=episode.usage,
            seconds=seconds,
            error=verdict.reason,
            team=None if team is None else dict(team),
        )

    @classmethod
    def of_failure(
        cls,
        failure: Failure,
        *,
        agents: str,
        team: Mapping[str, str] | None = None,
        repeat: int,
        argues: int | None,
        seconds: float,
    ) -> Self:
        """The outcome of an episode that could not be finished."""
        return cls(
            id=failure.id,
            protocol=failure.protocol_name,
            agents=agents,
            question=failure.question_id,
            repeat=repeat,
            argues=argues,
            status="failed",
            seconds=seconds,
            error=f"{failure.seat}: {failure.error}: {failure.message}",
            team=None if team is None else dict(team),
        )


def team_label(team: Mapping[str, str]) -> str:
    """What tables call the agents of a cell: `debater=x judge=y`, from the agent's label of each role.

    A team holds the roles whose agents vary. What stands under the empty role is a label of several roles in one, as
    imported debates have it, and is shown as it is.
    """
    shown = (f"{role}={agent}" if role else agent for role, agent in team.items())
    return " ".join(filter(None, shown))


def _credit(probabilities: tuple[float, ...], gold: int) -> float:
    top = max(probabilities)
    return 1 / probabilities.count(top) if probabilities[gold] == top else 0.0


def _brier(probabilities: tuple[float, ...], gold: int) -> float:
    return sum((p - (i == gold)) ** 2 for i, p in enumerate(probabilities)) / 2


def _beliefs(looks: Iterable[Look]) -> tuple[OutcomeLook, ...]:
    return tuple(OutcomeLook(look.round, look.order, look.probabilities) for look in looks)


def _seats(episode: Episode, passages: tuple[Passage, ...]) -> tuple[Seated, ...]:
    sides = [{seat.name: seat.argues for seat in passage.transcript.seats} for passage in passages]
    return tuple(
        Seated(seat.name, seat.kind, episode.agents.get(seat.name, ""), tuple(side.get(seat.name) for side in sides))
        for seat in episode.transcript.seats
    )


def _chosen(passages: tuple[Passage, ...]) -> int | None:
    """The one choice that open roles picked, in every passage."""
    picked = {_favourite(look.probabilities) for passage in passages for look in passage.chosen.values()}
    return picked.pop() if len(picked) == 1 else None


def _refuted(passages: tuple[Passage, ...]) -> tuple[int, ...]:
    keys = [{check.about for check in passage.checks if check.status == "refuted"} for passage in passages]
    argued = (
        t.argues
        for passage, about in zip(passages, keys, strict=True)
        for t in passage.transcript.turns
        if t.key in about
    )
    return tuple(sorted({side for side in argued if side is not None}))


def _favourite(probabilities: tuple[float, ...] | None) -> int | None:
    if probabilities is None or probabilities.count(max(probabilities)) > 1:
        return None
    return probabilities.index(max(probabilities))
