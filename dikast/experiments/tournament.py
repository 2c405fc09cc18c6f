"""Tournament: which of the agents given for two arguing roles meet, instead of everyone meeting everyone."""

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

    `round-robin`: everyone meets everyone else once. `capped`: only in so many `rounds`; in each, everyone
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
        needs_rounds = self.kind != "round-robin"
        has_rounds = self.rounds is not None
        if has_rounds == needs_rounds:
            return self
        if has_rounds:
            raise ValueError("a round robin has the rounds that it takes; leave `rounds` out")
        raise ValueError(f"say how many `rounds` are to be played ({self.kind})")


@dataclass(frozen=True)
class ScheduledPairs:
    """The pairs of a tournament that are played now: those of its first `rounds` rounds out of `in_all`.

    The first of a pair has the first role of `of`.
    """

    of: Pair
    pairs: frozenset[Pair]
    rounds: int
    in_all: int

    def takes(self, axes: Mapping[str, str]) -> bool:
        """Whether an episode with these agents is played; where its protocol lacks one of the roles, it always is."""
        first_role, second_role = self.of
        pair = (axes.get(first_role), axes.get(second_role))
        if None in pair:
            return True
        return pair in self.pairs


@dataclass(frozen=True)
class PlannedGame:
    """One planned episode by its id, and the pair that meets in it."""

    id: str
    question: str
    pair: Pair


def players(tournament: Tournament, agents_by_role: Mapping[str, Sequence[str]], where: str) -> list[str]:
    """The agents that meet one another, by their labels. Raises BadInput where the two roles don't have the same."""
    for role in tournament.of:
        if role not in agents_by_role:
            raise BadInput(f"no agents are given for {role!r}; name the two roles by `of: [ROLE, ROLE]`", where)
    first_role, second_role = tournament.of
    first = list(agents_by_role[first_role])
    second = agents_by_role[second_role]
    if sorted(first) != sorted(second):
        raise BadInput(f"give {first_role} and {second_role} the same agents, that they may meet", where)
    if len(first) < 2:
        raise BadInput("a schedule needs two or more agents to meet one another", where)
    return first


def first_pairs(tournament: Tournament, names: Sequence[str], seed: int) -> ScheduledPairs:
    """The pairs that can be played at once: all of them, or the first round of a Swiss tournament."""
    from dikast.metrics import capped, round_robin, swiss

    # A round robin, and nothing else, has no number of rounds.
    if tournament.rounds is None:
        pairings = round_robin(names)
    elif tournament.kind == "capped":
        pairings = capped(names, tournament.rounds, seed=seed)
    else:
        # The rounds after the first are paired by what was won in those before them: see `next_pairs`.
        first_round = _scheduled(tournament, swiss(names, (), seed=seed), rounds=1)
        return replace(first_round, in_all=tournament.rounds)
    n_rounds = 1 + max(pairing.round for pairing in pairings)
    return _scheduled(tournament, pairings, n_rounds)


def next_pairs(
    tournament: Tournament,
    names: Sequence[str],
    seed: int,
    *,
    so_far: ScheduledPairs,
    games: Iterable[PlannedGame],
    outcomes: Mapping[str, Outcome],
) -> ScheduledPairs | None:
    """The rounds so far and one more, paired by what was won in them.

    None where no round is left, or where the last one is not finished. `games` are the episodes planned so far,
    `outcomes` the rows that are kept, by id.
    """
    from dikast.metrics import swiss

    if tournament.kind != "swiss" or so_far.rounds == tournament.rounds:
        return None
    planned = list(games)
    if any(game.id not in outcomes for game in planned):
        return None
    results = _results(planned, outcomes, tournament.of)
    pairings = swiss(names, results, met=so_far.pairs, seed=seed)
    next_round = _scheduled(tournament, pairings, rounds=1)
    return replace(
        so_far,
        pairs=so_far.pairs | next_round.pairs,
        rounds=so_far.rounds + 1,
    )


def _scheduled(tournament: Tournament, pairings: Iterable[Pairing], rounds: int) -> ScheduledPairs:
    """These pairings as pairs of the two roles, both ways round if the tournament says so."""
    pairs: set[Pair] = set()
    for pairing in pairings:
        pairs.add((pairing.first, pairing.second))
        if tournament.both_seats:
            pairs.add((pairing.second, pairing.first))
    return ScheduledPairs(tournament.of, frozenset(pairs), rounds, in_all=rounds)


def _results(planned: Iterable[PlannedGame], outcomes: Mapping[str, Outcome], of: Pair) -> list[Game]:
    """The games as ratings take them, between the two that met."""
    from dikast.metrics import cells, games

    return games(cells(_as_in_matrix(outcomes[game.id], dict(zip(of, game.pair, strict=True))) for game in planned))


def _as_in_matrix(outcome: Outcome, names: Mapping[str, str]) -> Outcome:
    """The row with the seats of these roles alone, their agents called as in the matrix.

    Records name agents by what they are; two agents of the matrix may be the same model with other options.
    """
    seats = tuple(seat._replace(agent=names[seat.seat]) for seat in outcome.seats if seat.seat in names)
    return outcome.model_copy(update={"seats": seats})
