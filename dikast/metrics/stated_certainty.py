"""Certainty: how sure judges say that they are of their verdicts, and how right they are where they are that sure.

Dong et al. 2024 (arXiv 2406.11657). A certainty that is the same everywhere says nothing, whatever the accuracy.
"""

from __future__ import annotations

import numpy as np

from dikast.metrics.cell import Cell
from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.records import Record

BANDS = ((1, 20), (21, 40), (41, 60), (61, 80), (81, 100))
THRESHOLDS = tuple(low for low, _ in BANDS)
FEWEST_TO_SPREAD = 10
"""From fewer certainties nothing is said about their spread."""


class CertaintyGroup(Record):
    """The verdicts whose certainty is from `low` to `high`.

    `share` is theirs of all that have a certainty. `accuracy` is the mean credit of those that have one: a verdict that
    abstained has none.
    """

    low: int
    high: int
    n: int
    share: float
    accuracy: Estimate


class CertaintyTable(Record):
    """What judges said of their own certainty, each episode weighing the same.

    - `n`: how many verdicts have a certainty. `mean`: of these certainties.
    - `abstained`: how many verdicts name no choice because theirs was too low. Accuracy counts the others alone.
    - `bands`: by the five bands that the judge is shown.
    - `at_least`: by threshold: all verdicts that are at least as sure.
    - `is_spread`: whether there is more than one band among them; None for too few to say.
    """

    n: int
    mean: float
    abstained: int
    bands: tuple[CertaintyGroup, ...]
    at_least: tuple[CertaintyGroup, ...]
    is_spread: bool | None


def certainty_table(cell: Cell) -> CertaintyTable | None:
    """What the judges of a cell said of their certainty; None where no verdict has one."""
    known = cell.where(~np.isnan(cell.certainty))
    n = len(known)
    if not n:
        return None
    bands = tuple(_group(known, low, high) for low, high in BANDS)
    fullest = max(band.n for band in bands)
    return CertaintyTable(
        n=n,
        mean=float(known.certainty.mean()),
        abstained=int(known.is_abstained.sum()),
        bands=bands,
        at_least=tuple(_group(known, low, BANDS[-1][1]) for low in THRESHOLDS),
        is_spread=None if n < FEWEST_TO_SPREAD else fullest < n,
    )


def _group(known: Cell, low: int, high: int) -> CertaintyGroup:
    """The verdicts with a certainty in this range. A mean of several looks may lie between two bands: it is rounded."""
    certainty = np.floor(known.certainty + 0.5)
    members = known.where((certainty >= low) & (certainty <= high))
    scored = members.credit[members.is_scored]
    accuracy = Estimate(value=None)
    if len(scored):
        share = float(scored.mean())
        lower, upper = wilson(share, len(scored))
        accuracy = Estimate(value=share, low=lower, high=upper, n=len(scored), clusters=len(scored))
    return CertaintyGroup(low=low, high=high, n=len(members), share=len(members) / len(known), accuracy=accuracy)


def no_spread(cell: Cell) -> str | None:
    """Whether all certainties are in one band, so that no threshold tells good verdicts from bad ones."""
    table = certainty_table(cell)
    if table is None or table.is_spread is not False:
        return None
    band = max(table.bands, key=lambda one: one.n)
    return f"all {table.n} certainties are from {band.low} to {band.high}: they tell no verdict from another"
