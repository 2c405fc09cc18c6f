"""Shares of a known list of things, from a sample in which some were likelier to be drawn than others.

The sample is a priority sample (Duffield, Lund and Thorup 2007, Journal of the ACM 54). Each thing has a size, which
says how much it is wanted, and a random number u of its own; its mark is u / size, and things are taken in the order of
their marks. Where the first k were taken, the mark of the next one is the threshold t, and each of the k had the chance
min(1, t · size) to be among them, given the random numbers of all others. With these chances the Horvitz–Thompson
estimate of a total is unbiased, and the estimates of different things are uncorrelated, for every k. So a sample that
was meant to be larger and ended early is a sample like any other, as long as its end does not depend on what was found.
"""

from __future__ import annotations

import numpy as np

from dikast.metrics.cell import Floats
from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson

PSEUDO_HITS = 0.25
"""How many hits and misses of average weight are added to the spread of a share.

Without them a sample in which everything likely to be missed is a hit would seem to leave no doubt.
"""


def inclusion_probabilities(sizes: Floats, marks: Floats, n_taken: int) -> Floats:
    """The probability of each of the first `n_taken` things to be among them.

    `sizes` and `marks` are those of things in the order of their marks: of all, or of the first ones and at least one
    that was not taken. Raises ValueError for marks that do not rise, and where fewer things are given than were taken.
    """
    if np.any(np.diff(marks) < 0):
        raise ValueError("marks must rise: things are taken in their order")
    if not 0 <= n_taken <= len(marks):
        raise ValueError(f"{n_taken} of {len(marks)} things can't be taken")
    if n_taken == len(marks):
        return np.ones(n_taken)
    chances: Floats = np.minimum(1.0, sizes[:n_taken] * marks[n_taken])
    return chances


def sampled_share(hits: Floats, among: Floats, p: Floats, clusters: int = 0) -> Estimate:
    """The share of hits among some things, of all that could be drawn (Hájek 1971), with a 95 % interval.

    For each thing that was drawn: `hits` and `among` are 0 or 1, or between where several judgements are averaged, and
    a hit is never more than its `among`; `p` is its inclusion probability. The variance is that of the linearised ratio
    (Särndal, Swensson and Wretman 1992, section 5.5); the interval is Wilson's for as many simple draws as would have
    that variance, so that it stays within 0 and 1. Where everything was drawn, its ends are the share itself.
    `clusters` is only noted: that things of one cluster are alike does not matter for a list that is fixed.
    """
    n = int(np.count_nonzero(among))
    if not n:
        return Estimate(value=None)
    weights = 1 / p
    total = float((weights * among).sum())
    share = float(min(1.0, (weights * hits).sum() / total))
    # What of a thing's weight is unknown: nothing where it was drawn for certain.
    doubt = (1 - p) * weights**2
    if not doubt[among > 0].any():
        return Estimate(value=share, low=share, high=share, n=n, clusters=clusters, method="hajek")
    smoothed = (share * n + PSEUDO_HITS) / (n + 2 * PSEUDO_HITS)
    variance = float((doubt * (hits - among * share) ** 2).sum())
    pseudo = PSEUDO_HITS * float((doubt * among).sum()) / n * (smoothed**2 + (1 - smoothed) ** 2)
    n_simple = smoothed * (1 - smoothed) * total**2 / (variance + pseudo)
    low, high = wilson(share, n_simple)
    # Rounding can leave a share of 0 or 1 just outside.
    return Estimate(value=share, low=min(low, share), high=max(high, share), n=n, clusters=clusters, method="hajek")


def mean_of_shares(first: Estimate, second: Estimate) -> Estimate:
    """The mean of two shares of different things in one sample, such as a balanced accuracy.

    The interval squares and adds the distances to the ends of both (Zou and Donner 2008, Statistics in Medicine 27);
    the two are uncorrelated. Without one of them there is no value.
    """
    if first.value is None or second.value is None:
        return Estimate(value=None)
    mean = (first.value + second.value) / 2
    below = np.hypot(_reach(first.value, first.low), _reach(second.value, second.low)) / 2
    above = np.hypot(_reach(first.value, first.high), _reach(second.value, second.high)) / 2
    return Estimate(
        value=mean,
        low=mean - float(below),
        high=mean + float(above),
        n=first.n + second.n,
        clusters=max(first.clusters, second.clusters),
        method="hajek",
    )


def _reach(value: float, end: float | None) -> float:
    """How far an end of an interval is from the value; 0 without one."""
    return 0.0 if end is None else abs(end - value)
