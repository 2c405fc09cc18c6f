"""Schedule: who meets whom, of the agents given for two arguing roles, in the place of everyone with everyone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from dikast.errors import BadInput
from dikast.records import Outcome, Record

if TYPE_CHECKING:
    from dikast.metrics import Game, Pairing

Pair = tuple[str, str]


class Tournament(Record):
    """Which pairs of a matrix are played: no agent meets itself, and not everyone need meet everyone.

    `round-robin`: everyone meets everyone else once. `capped`: only in so many `rounds`, in each of which everyone
    plays once (with an odd number, one sits out). `swiss`: in each of so many rounds those with like points meet; what
    is won decides who meets next, so that a round is planned once the one before is finished, by the next start.
    `of` names the two roles; `both_seats` has every pair sit the other way round as well.
    """

    kind: Literal["round-robin", "capped", "swiss"]
    rounds: Annotated[int, Field(ge=1)] | None = None
    of: Pair = ("alice", "bob")
    both_seats: bool = False

    @model_validator(mode="after")
    def _has_two_roles(self) -> Self:
        if self.of[0] == self.of[1]:
            raise ValueError(f"`of` names two roles that meet, got {self.of[0]!r} twice")
        return self

    @model_validator(mode="after")
    def _has_rounds(self) -> Self:
        if (self.kind == "round-robin") != (self.rounds is None):
            raise ValueError(
                "a round robin has the rounds that it takes; leave `rounds` out"
                if self.rounds
                else f"say how many `rounds` are to be played ({self.kind})"
            )
        return self


@dataclass(frozen=True)
class Played:
    """The pairs of a schedule that are to be played now, and how many `rounds` of those `in_all` they make."""

    of: Pair
    pairs: frozenset[Pair]
    rounds: int
    in_all: int

    def takes(self, axes: Mapping[str, str]) -> bool:
        """Whether these two meet; where a protocol lacks one of the roles, everything does."""
        first, second = (axes.get(role) for role in self.of)
        return first is None or second is None or (first, second) in self.pairs


@dataclass(frozen=True)
class Meeting:
    """One episode that is planned, and who meets in it, as `of` names the roles."""

    id: str
    question: str
    pair: Pair


def players(schedule: Tournament, given: Mapping[str, Sequence[str]], where: str) -> list[str]:
    """The agents that meet one another, by their labels. Raises BadInput where the two roles don't have the same."""
    for role in schedule.of:
        if role not in given:
            raise BadInput(f"no agents are given for {role!r}; name the two roles by `of: [ROLE, ROLE]`", where)
    first, second = (list(given[role]) for role in schedule.of)
    if sorted(first) != sorted(second):
        raise BadInput(f"give {schedule.of[0]} and {schedule.of[1]} the same agents, that they may meet", where)
    if len(first) < 2:
        raise BadInput("a schedule needs two or more agents to meet one another", where)
    return first


def first_pairs(schedule: Tournament, names: Sequence[str], seed: int) -> Played:
    """What is to be played at once: all of it, or the first round of a Swiss tournament."""
    from dikast.metrics import capped, round_robin, swiss

    if schedule.kind == "swiss":
        return replace(_seated(schedule, swiss(names, (), seed=seed), 1), in_all=schedule.rounds or 1)
    whole = round_robin(names) if schedule.rounds is None else capped(names, schedule.rounds, seed=seed)
    return _seated(schedule, whole, 1 + max(pairing.round for pairing in whole))


def next_pairs(
    schedule: Tournament,
    names: Sequence[str],
    seed: int,
    *,
    so_far: Played,
    meetings: Iterable[Meeting],
    outcomes: Mapping[str, Outcome],
) -> Played | None:
    """The rounds so far with one more, by what was won in them; None where there is none, or one is under way.

    `meetings` are the episodes planned so far, `outcomes` the rows that are kept, by id.
    """
    from dikast.metrics import swiss

    if schedule.kind != "swiss" or so_far.rounds == schedule.rounds:
        return None
    planned = list(meetings)
    if any(meeting.id not in outcomes for meeting in planned):
        return None
    games = _games(planned, outcomes, schedule.of)
    more = _seated(schedule, swiss(names, games, met=so_far.pairs, seed=seed), 1)
    return replace(so_far, pairs=so_far.pairs | more.pairs, rounds=so_far.rounds + 1)


def _seated(schedule: Tournament, pairings: Iterable[Pairing], rounds: int) -> Played:
    met = {(pairing.first, pairing.second) for pairing in pairings}
    turned = {(second, first) for first, second in met} if schedule.both_seats else set()
    return Played(schedule.of, frozenset(met | turned), rounds, rounds)


def _games(meetings: Iterable[Meeting], outcomes: Mapping[str, Outcome], of: Pair) -> list[Game]:
    """The games of these episodes, as ratings take them, between those who met."""
    from dikast.metrics import cells, games

    return games(cells(_named(outcomes[meeting.id], dict(zip(of, meeting.pair, strict=True))) for meeting in meetings))


def _named(outcome: Outcome, names: Mapping[str, str]) -> Outcome:
    """The row with the seats of these roles alone, their agents called as in the matrix."""
    seats = tuple(seat._replace(agent=names[seat.seat]) for seat in outcome.seats if seat.seat in names)
    return outcome.model_copy(update={"seats": seats})
