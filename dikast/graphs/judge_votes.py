"""JudgeVote: what each judge of a panel votes for, and how votes are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from dikast.records import Look, Verdict

# What a vote is for: a choice, by its index, or a tie.
Option = int | None


class JudgeVote(NamedTuple):
    """One vote: the options that share it, and what it weighs."""

    named: tuple[Option, ...]
    weight: float = 1.0


def vote_of(said: Look | Verdict, weight: float = 1.0) -> JudgeVote:
    """The vote of a judge that said this, which can be read: for its most probable choices, or for a tie."""
    is_tie = said.tie if isinstance(said, Verdict) else said.is_tie
    if is_tie:
        return JudgeVote((None,), weight)
    top = max(said.probabilities or (0.0,))
    return JudgeVote(tuple(choice for choice, p in enumerate(said.probabilities or ()) if p == top), weight)


def counted_votes(votes_cast: Iterable[JudgeVote], options: Sequence[Option]) -> dict[Option, Fraction]:
    """The share of the votes of each option. Thirds of votes are added exactly, so that an even vote is one."""
    votes: dict[Option, Fraction] = dict.fromkeys(options, Fraction())
    for vote in votes_cast:
        for option in vote.named:
            votes[option] += Fraction(vote.weight) / len(vote.named)
    total = sum(votes.values())
    return {option: share / total for option, share in votes.items()}


def agreed(votes_cast: Sequence[JudgeVote]) -> JudgeVote | None:
    """The vote that all cast; None where they differ, or divide their votes."""
    named = {vote.named for vote in votes_cast}
    if len(named) != 1 or len(votes_cast[0].named) != 1:
        return None
    return votes_cast[0]


def winner(votes: Mapping[Option, Fraction]) -> tuple[int | None, bool]:
    """The choice with the most votes, and whether a tie has the most; (None, False) where several have as many."""
    most = max(votes.values())
    best = [option for option, share in votes.items() if share == most]
    if len(best) > 1:
        return None, False
    return best[0], best[0] is None
