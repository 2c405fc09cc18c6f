"""StepCalibration: whether steps called right with probability p are right in a share p of cases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dikast.metrics.calibration_curve import equal_count_bins
from dikast.metrics.cell import Floats
from dikast.metrics.process.judged_solution import JudgedSolution
from dikast.records import Record

BINS = 10


class StepCalibration(Record):
    """The calibration over `n` labelled steps with a probability. A bin is (mean probability, share right, steps).

    `brier` is the mean of (p - y)² (Brier 1950). `brier_base` is that of a judge that always gives the share of right
    steps. `ece` is the expected calibration error over bins with about as many steps each (Naeini et al. 2015; Nixon
    et al. 2019).
    """

    n: int
    brier: float
    brier_base: float
    ece: float
    bins: tuple[tuple[float, float, int], ...]


def step_calibration(solutions: Sequence[JudgedSolution]) -> StepCalibration | None:
    """The calibration over all labelled steps that have a probability; None where none has."""
    probabilities: list[float] = []
    outcomes: list[float] = []
    for solution in solutions:
        for mark, p in zip(solution.gold.steps, solution.steps.p_correct, strict=True):
            if mark.is_wrong is not None and p is not None:
                probabilities.append(p)
                outcomes.append(float(not mark.is_wrong))
    if not probabilities:
        return None
    return calibration_of(np.array(probabilities), np.array(outcomes))


def calibration_of(p: Floats, y: Floats, bins: int = BINS) -> StepCalibration:
    """The calibration of probabilities p for outcomes y, which are 0 or 1."""
    bin_of = equal_count_bins(p, bins)
    rows: list[tuple[float, float, int]] = []
    for number in np.unique(bin_of):
        inside = bin_of == number
        rows.append((float(p[inside].mean()), float(y[inside].mean()), int(inside.sum())))
    base = float(y.mean())
    return StepCalibration(
        n=len(p),
        brier=float(((p - y) ** 2).mean()),
        brier_base=base * (1 - base),
        ece=sum(abs(mean - share) * n for mean, share, n in rows) / len(p),
        bins=tuple(rows),
    )
