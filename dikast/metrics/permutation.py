"""The paired permutation test: could chance alone have told two protocols apart so clearly?

If a question's two results are exchangeable, each difference is as likely to have the other sign (Fisher 1935, section
21). Kenton et al. 2024 (arXiv 2407.04622) use it with 10,000 resamples.
"""

from __future__ import annotations

import numpy as np

from dikast.metrics.bootstrap import CHUNK, RESAMPLES
from dikast.metrics.cell import Floats, Ints

MOST_SUMS = 1 << 19
"""Sums that are enumerated rather than sampled: all signs of 19 different differences."""
SLACK = 1e-9
"""Sums that differ by less, relative to the largest possible one, count as equal."""


def permutation_test(differences: Floats, *, resamples: int = RESAMPLES, seed: int = 0) -> tuple[float, bool]:
    """The two-sided p-value of a mean difference of zero, and whether it is exact.

    All signs are enumerated where that takes few sums: for up to 19 questions, and for any number of them where
    differences take few sizes, as with right and wrong. Else signs are drawn, and p = (b + 1) / (resamples + 1), which
    is never zero (Phipson and Smyth 2010). The order of the differences changes nothing.
    """
    sizes = np.abs(differences)
    largest = float(sizes.sum())
    if largest == 0:
        return 1.0, True
    kinds, counts = np.unique(np.round(sizes / largest, 12), return_counts=True)
    kinds, counts = kinds[kinds > 0], counts[kinds > 0]
    observed = abs(float(differences.sum())) / largest - SLACK
    if np.sum(np.log(counts + 1.0)) <= np.log(MOST_SUMS) + SLACK:
        sums, p = _all_sums(kinds, counts)
        return min(1.0, float(p[np.abs(sums) >= observed].sum())), True
    hits = _drawn_hits(np.repeat(kinds, counts), observed, resamples, np.random.default_rng(seed))
    return (hits + 1) / (resamples + 1), False


def _all_sums(kinds: Floats, counts: Ints) -> tuple[Floats, Floats]:
    """Every sum that signs can give, with its probability; equal sums of different kinds stand apart."""
    from scipy.stats import binom

    sums, p = np.zeros(1), np.ones(1)
    for kind, count in zip(kinds, counts, strict=True):
        plus = np.arange(count + 1)
        sums = np.add.outer(sums, kind * (2 * plus - count)).ravel()
        p = np.multiply.outer(p, binom.pmf(plus, count, 0.5)).ravel()
    return sums, p


def _drawn_hits(sizes: Floats, observed: float, resamples: int, rng: np.random.Generator) -> int:
    """How many of the drawn signs give a sum at least as far from zero as the observed one."""
    hits, size = 0, max(1, CHUNK * 8 // len(sizes))
    for start in range(0, resamples, size):
        some = min(size, resamples - start)
        bits = np.unpackbits(rng.integers(0, 256, (some, -(-len(sizes) // 8)), dtype=np.uint8), axis=1)
        plus = bits[:, : len(sizes)].astype(np.float64) @ sizes
        hits += int((np.abs(2 * plus - sizes.sum()) >= observed).sum())
    return hits
