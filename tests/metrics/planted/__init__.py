"""Worlds in which the truth is known, to see how often intervals hold it.

Each draws one experiment from a seed and gives (the truth, an estimate of it).
"""

from __future__ import annotations

import numpy as np

from tests.metrics.planted import arguing, certainty, grading, judging, rating_alike
from tests.metrics.planted.world import World

WORLDS: dict[str, World] = {
    **judging.WORLDS,
    **certainty.WORLDS,
    **arguing.WORLDS,
    **rating_alike.WORLDS,
    **grading.WORLDS,
}


def coverage(world: World, experiments: int) -> tuple[float, float]:
    """The share of experiments whose interval holds the truth, and the mean distance of the estimates from it."""
    drawn = [world(seed) for seed in range(experiments)]
    held = [e.low is not None and e.high is not None and e.low <= truth <= e.high for truth, e in drawn]
    away = [(e.value if e.value is not None else np.nan) - truth for truth, e in drawn]
    return float(np.mean(held)), float(np.nanmean(away))
