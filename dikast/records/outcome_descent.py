"""OutcomeDescent: what came of the claims that an answer was split into, in one narrow row."""

from __future__ import annotations

from typing import Literal, NamedTuple

from dikast.records.claim_tree import ClaimTree
from dikast.records.transcript import ClaimDirection
from dikast.records.verdict import Verdict

Pointed = Literal[-1, 0, 1]
_SIGNS: dict[ClaimDirection, int] = {"too low": 1, "too high": -1}


class OutcomeDescent(NamedTuple):
    """A descent without its claims.

    - `depth`: how many claims were picked, one after the other.
    - `p_leaf`: the probability that the judge gives to the leaf; None where it decided none.
    - `p_estimated`: what the first estimates say of the answer; None where nobody estimated.
    - `pointed`: for each level, whether the picker was right about its estimate (1) or wrong (-1); 0 where it said
      nothing or the estimate was exact. What was estimated is settled by the level below: by the estimates of the
      claims that it was split into, and at the leaf by the judge.
    """

    depth: int
    p_leaf: float | None
    p_estimated: float | None
    pointed: tuple[Pointed, ...]


def outcome_descent(verdict: Verdict) -> OutcomeDescent | None:
    """The descent of a verdict; None where no answer was split, and where a reply in it could not be read."""
    if verdict.acceptance is None or verdict.acceptance.tree is None or verdict.status == "unparsed":
        return None
    tree, p_leaf = verdict.acceptance.tree, verdict.acceptance.p_leaf
    picked = [level for level in tree.levels if level.picked is not None]
    return OutcomeDescent(
        depth=len(picked),
        p_leaf=p_leaf,
        p_estimated=tree.levels[0].p_claim if tree.levels[0].estimates else None,
        pointed=_pointed(tree, p_leaf),
    )


def _pointed(tree: ClaimTree, p_leaf: float | None) -> tuple[Pointed, ...]:
    """Whether each estimate was off in the direction that the picker said."""
    settled = [*(level.p_claim for level in tree.levels[1:]), p_leaf]
    pointed: list[Pointed] = []
    for level, value in zip(tree.levels, settled, strict=True):
        if level.picked is None or level.direction is None or value is None:
            pointed.append(0)
            continue
        gap = (value - level.estimates[level.picked]) * _SIGNS[level.direction]
        pointed.append(0 if gap == 0 else 1 if gap > 0 else -1)
    return tuple(pointed)
