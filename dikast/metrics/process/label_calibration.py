"""Whether steps said to be right with probability p are right in a share p of cases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dikast.metrics.calibration_curve import equal_count_bins
from dikast.metrics.cell import Floats
from dikast.metrics.process.judged_solution import JudgedSolution
from dikast.records import Record

BINS = 10


class StepCalibration(Record):
    """Over `n` labelled steps with a probability; `bins` are (mean probability, share right, steps).

    `brier` is the mean of (p - y)² (Brier 1950), `brier_base` that of saying the share of right steps each time; `ece`
    the expected calibration error over bins of about as many steps each (Naeini et al. 2015; Nixon et al. 2019).
    """

    n: int
    brier: float
    brier_base: float
    ece: float
    bins: tuple[tuple[float, float, int], ...]


def step_calibration(judged: Sequence[JudgedSolution]) -> StepCalibration | None:
    """Over all labelled steps that have a probability; None where none has."""
    pairs = [
        (p, 0.0 if mark.is_wrong else 1.0)
        for one in judged
        for mark, p in zip(one.gold.steps, one.said.p_correct, strict=True)
        if mark.is_wrong is not None and p is not None
    ]
    if not pairs:
        return None
    p, y = np.array(pairs).T
    return calibration_of(p, y)


def calibration_of(p: Floats, y: Floats, bins: int = BINS) -> StepCalibration:
    """The calibration of probabilities p against outcomes y, 0 or 1."""
    code = equal_count_bins(p, bins)
    found = [(float(p[code == i].mean()), float(y[code == i].mean()), int((code == i).sum())) for i in np.unique(code)]
    base = float(y.mean())
    return StepCalibration(
        n=len(p),
        brier=float(((p - y) ** 2).mean()),
        brier_base=base * (1 - base),
        ece=sum(abs(mean - share) * n for mean, share, n in found) / len(p),
        bins=tuple(found),
    )
