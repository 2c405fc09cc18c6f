"""Where a cascade of two judges should hand over: shares, accuracy and cost by threshold, from what both have said."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, mean
from dikast.metrics.cell import Bools, Floats, Ints
from dikast.metrics.estimate import Estimate
from dikast.records import Record

MOST_THRESHOLDS = 20


class JudgedQuestion(NamedTuple):
    """What one judge said of one question.

    - `question`: the id of the question; of one question there may be several records.
    - `certainty`: the probability of what the verdict says, from 0 to 1; None if it says nothing.
    - `credit`: 1 if it is right, 0 if it is wrong or can't be read, 1/k if k choices share the first place.
    - `calls`, `cost_usd`: what the judging took; the cost is None where a price is not known.
    """

    question: str
    certainty: float | None
    credit: float
    calls: int
    cost_usd: float | None


class CascadePoint(Record):
    """The cascade at one threshold, per question.

    - `p_below`: the small judge's verdict is handed over if it says nothing, or with a lower probability than this.
    - `escalated`: the share of questions that are handed over.
    - `accuracy`: of the cascade.
    - `calls`, `cost_usd`: the means of both judges together; no cost where a price is not known.
    """

    p_below: float
    escalated: Estimate
    accuracy: Estimate
    calls: float
    cost_usd: Estimate | None


class CascadeCalibration(Record):
    """Two judges of the same questions, alone and as a cascade.

    - `small`, `strong`: their labels. `n` counts the records that both have judged, `unmatched` the others.
    - `small_alone`, `strong_alone`: their accuracy; with `..._calls` and `..._cost_usd`, the means per question.
    - `points`: the cascade by threshold, ascending.
    - `best`: the lowest threshold whose accuracy is at most `within` below the best of all.
    - `held_out`: the accuracy where the threshold is chosen by the same rule on one half of the questions and used on
      the other. That of `best` is too high, since it was chosen by the same records.
    """

    small: str
    strong: str
    n: int
    unmatched: int
    within: float
    small_alone: Estimate
    strong_alone: Estimate
    small_calls: float
    strong_calls: float
    small_cost_usd: float | None
    strong_cost_usd: float | None
    points: tuple[CascadePoint, ...]
    best: float
    held_out: Estimate


def calibrate_cascade(
    small: Mapping[str, JudgedQuestion],
    strong: Mapping[str, JudgedQuestion],
    *,
    names: tuple[str, str] = ("small", "strong"),
    within: float = 0.0,
    resamples: int = RESAMPLES,
) -> CascadeCalibration:
    """The table of thresholds, from both judges' records under the same keys.

    The thresholds are the small judge's own certainties, or 20 of them, with 1 and with 0, which hands over only what
    says nothing. Raises ValueError if no key is in both.
    """
    keys = sorted(small.keys() & strong.keys())
    if not keys:
        raise ValueError("the two judges have no record in common")
    pair = _JudgedPair([small[key] for key in keys], [strong[key] for key in keys], resamples)
    thresholds = _thresholds(pair.small)
    points = tuple(pair.point(threshold) for threshold in thresholds)
    return CascadeCalibration(
        small=names[0],
        strong=names[1],
        n=len(keys),
        unmatched=len(small.keys() ^ strong.keys()),
        within=within,
        small_alone=pair.mean([one.credit for one in pair.small]),
        strong_alone=pair.mean([one.credit for one in pair.strong]),
        small_calls=float(np.mean([one.calls for one in pair.small])),
        strong_calls=float(np.mean([one.calls for one in pair.strong])),
        small_cost_usd=_mean_cost(pair.small),
        strong_cost_usd=_mean_cost(pair.strong),
        points=points,
        best=pair.best(thresholds, within, np.ones(len(keys), dtype=bool)),
        held_out=pair.held_out(thresholds, within),
    )


class _JudgedPair:
    """The same questions by both judges, in one order."""

    def __init__(self, small: Sequence[JudgedQuestion], strong: Sequence[JudgedQuestion], resamples: int) -> None:
        self.small = small
        self.strong = strong
        self.resamples = resamples
        names = sorted({one.question for one in small})
        codes = {name: code for code, name in enumerate(names)}
        self.cluster: Ints = np.array([codes[one.question] for one in small])

    def mean(self, values: Sequence[float]) -> Estimate:
        """The mean over the questions, with its interval."""
        return mean(np.array(values, dtype=np.float64), self.cluster, resamples=self.resamples)

    def handed_over(self, threshold: float) -> list[bool]:
        """Which records go to the strong judge."""
        return [one.certainty is None or one.certainty < threshold for one in self.small]

    def credits(self, threshold: float) -> Floats:
        """The credit of the cascade, by record."""
        rows = zip(self.small, self.strong, self.handed_over(threshold), strict=True)
        return np.array([second.credit if over else first.credit for first, second, over in rows])

    def point(self, threshold: float) -> CascadePoint:
        """The cascade at this threshold."""
        over = self.handed_over(threshold)
        rows = list(zip(self.small, self.strong, over, strict=True))
        costs = [_sum(first.cost_usd, second.cost_usd if was else 0.0) for first, second, was in rows]
        known = [cost for cost in costs if cost is not None]
        return CascadePoint(
            p_below=threshold,
            escalated=self.mean([float(was) for was in over]),
            accuracy=self.mean(list(self.credits(threshold))),
            calls=float(np.mean([first.calls + second.calls * was for first, second, was in rows])),
            cost_usd=self.mean(known) if len(known) == len(costs) else None,
        )

    def best(self, thresholds: Sequence[float], within: float, rows: Bools) -> float:
        """The lowest threshold whose accuracy over these records is at most `within` below the best."""
        accuracies = [float(self.credits(threshold)[rows].mean()) for threshold in thresholds]
        enough = max(accuracies) - within - 1e-12
        return next(t for t, accuracy in zip(thresholds, accuracies, strict=True) if accuracy >= enough)

    def held_out(self, thresholds: Sequence[float], within: float) -> Estimate:
        """The accuracy with thresholds chosen on the other half of the questions; nothing of a single question."""
        is_even = self.cluster % 2 == 0
        if is_even.all():
            return Estimate(value=None)
        credit = np.empty(len(self.small))
        for half in (is_even, ~is_even):
            credit[half] = self.credits(self.best(thresholds, within, ~half))[half]
        return self.mean(list(credit))


def _thresholds(small: Sequence[JudgedQuestion]) -> list[float]:
    """The thresholds that tell the records apart: their certainties, at most 20 of them, with 0 and 1."""
    certainties = sorted({one.certainty for one in small if one.certainty is not None})
    if len(certainties) > MOST_THRESHOLDS:
        ranks = np.linspace(0, len(certainties) - 1, MOST_THRESHOLDS).round().astype(int)
        certainties = [certainties[rank] for rank in ranks]
    # To three decimals, which a person can write into a protocol.
    rounded = {min(1.0, math.ceil(certainty * 1000) / 1000) for certainty in certainties}
    return sorted({0.0, 1.0} | rounded)


def _sum(first: float | None, second: float | None) -> float | None:
    """Both costs together; None if one is not known."""
    if first is None or second is None:
        return None
    return first + second


def _mean_cost(judged: Sequence[JudgedQuestion]) -> float | None:
    """The mean cost; None if one is not known."""
    costs = [one.cost_usd for one in judged if one.cost_usd is not None]
    if len(costs) < len(judged):
        return None
    return float(np.mean(costs))
