"""Ballots: what each judge of a panel votes for, and how votes are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dikast.records import Look, Verdict

# What a vote is for: a choice, by its index, or a tie.
Option = int | None


class Ballot(NamedTuple):
    """One vote: the options that share it, and what it weighs."""

    named: tuple[Option, ...]
    weight: float = 1.0


def ballot_of(said: Look | Verdict, weight: float = 1.0) -> Ballot:
    """The vote of a judge that said this, which can be read: for its most probable choices, or for a tie."""
    is_tie = said.tie if isinstance(said, Verdict) else said.is_tie
    if is_tie:
        return Ballot((None,), weight)
    top = max(said.probabilities or (0.0,))
    return Ballot(tuple(choice for choice, p in enumerate(said.probabilities or ()) if p == top), weight)


def counted_votes(ballots: Iterable[Ballot], options: Sequence[Option]) -> dict[Option, Fraction]:
    """The share of the votes of each option. Thirds of votes are added exactly, so that an even vote is one."""
    votes: dict[Option, Fraction] = dict.fromkeys(options, Fraction())
    for ballot in ballots:
        for option in ballot.named:
            votes[option] += Fraction(ballot.weight) / len(ballot.named)
    total = sum(votes.values())
    return {option: share / total for option, share in votes.items()}


def agreed(ballots: Sequence[Ballot]) -> Ballot | None:
    """The vote that all cast; None where they differ, or divide their votes."""
    named = {ballot.named for ballot in ballots}
    if len(named) != 1 or len(ballots[0].named) != 1:
        return None
    return ballots[0]


def winner(votes: Mapping[Option, Fraction]) -> tuple[int | None, bool]:
    """The choice with the most votes, and whether a tie has the most; (None, False) where several have as many."""
    most = max(votes.values())
    best = [option for option, share in votes.items() if share == most]
    if len(best) > 1:
        return None, False
    return best[0], best[0] is None
