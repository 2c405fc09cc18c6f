"""Whether a judge's probability that an answer is right can be believed, and how well it tells right from wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean

from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import Z_95, wilson
from dikast.records import Record

N_BINS = 5


class AcceptanceBin(Record):
    """The verdicts whose probability of acceptance lies in one fifth of 0 to 1.

    - `low`, `high`: the ends; the upper one belongs to the bin above, except for 1.
    - `p`: their mean probability.
    - `right`: how many of these answers are right, with Wilson's interval.
    """

    low: float
    high: float
    p: float
    right: Estimate


def acceptance_bins(verdicts: Sequence[tuple[float, bool]]) -> tuple[AcceptanceBin, ...]:
    """The bins that are not empty, of pairs of a probability of acceptance and whether the answer was right."""
    found: list[AcceptanceBin] = []
    for number in range(N_BINS):
        inside = [(p, is_right) for p, is_right in verdicts if min(int(p * N_BINS), N_BINS - 1) == number]
        if not inside:
            continue
        share = fmean(is_right for _, is_right in inside)
        low, high = wilson(share, len(inside))
        right = Estimate(value=share, low=low, high=high, n=len(inside), clusters=len(inside), method="wilson")
        ends = (number / N_BINS, (number + 1) / N_BINS)
        found.append(AcceptanceBin(low=ends[0], high=ends[1], p=fmean(p for p, _ in inside), right=right))
    return tuple(found)


def discrimination(p_right: Sequence[float], p_wrong: Sequence[float]) -> Estimate:
    """The probability that a right answer is given more probability of being right than a wrong one; ties count half.

    That is the area under the ROC curve. It is 1/2 for a judge that tells nothing apart. The interval is by the
    variance of Hanley and McNeil 1982 (Radiology 143:29), from the area itself and the two numbers, on the scale of
    log-odds, on which it stays within 0 and 1. Empty without answers of both kinds.
    """
    n_right, n_wrong = len(p_right), len(p_wrong)
    if not n_right or not n_wrong:
        return Estimate(value=None)
    area = _area(p_right, p_wrong)
    q1, q2 = area / (2 - area), 2 * area * area / (1 + area)
    variance = area * (1 - area) + (n_right - 1) * (q1 - area * area) + (n_wrong - 1) * (q2 - area * area)
    n = n_right + n_wrong
    if area in (0, 1):
        # The formula gives no width to an area of 0 or 1, however few answers it rests on.
        return Estimate(value=area, n=n, clusters=n)
    half = Z_95 * math.sqrt(variance / (n_right * n_wrong)) / (area * (1 - area))
    middle = math.log(area / (1 - area))
    low, high = (1 / (1 + math.exp(-end)) for end in (middle - half, middle + half))
    return Estimate(value=area, low=low, high=high, n=n, clusters=n, method="hanley-mcneil")


def _area(higher: Sequence[float], lower: Sequence[float]) -> float:
    """P(a value of `higher` exceeds one of `lower`) + P(equal) / 2, by ranks in one sorted pass."""
    values = sorted([*((value, 1) for value in higher), *((value, 0) for value in lower)])
    wins = 0.0
    n_lower_before = start = 0
    while start < len(values):
        end = start
        while end < len(values) and values[end][0] == values[start][0]:
            end += 1
        n_higher = sum(is_higher for _, is_higher in values[start:end])
        n_lower = end - start - n_higher
        wins += n_higher * (n_lower_before + n_lower / 2)
        n_lower_before += n_lower
        start = end
    return wins / (len(higher) * len(lower))
