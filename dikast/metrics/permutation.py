"""The paired permutation test: could chance alone have made such a clear difference between two protocols?

If a question's two results are exchangeable, each difference is as likely to have the other sign (Fisher 1935, section
21). Kenton et al. 2024 (arXiv 2407.04622) use it with 10,000 resamples.
"""

from __future__ import annotations

import numpy as np

from dikast.metrics.bootstrap import CHUNK, RESAMPLES, chunk_sizes
from dikast.metrics.cell import Floats, Ints

MOST_SUMS = 1 << 19
"""How many sums are enumerated at most, rather than sampled: all signs of 19 different differences."""
ROUNDING_ERROR = 1e-9
"""Sums that differ by less, relative to the largest possible one, count as equal."""


def permutation_test(differences: Floats, *, resamples: int = RESAMPLES, seed: int = 0) -> tuple[float, bool]:
    """The two-sided p-value of a mean difference of zero, and whether it is exact.

    All signs are enumerated where that takes few sums: for up to 19 questions, and for any number of them where
    differences have few sizes, as with right and wrong. Otherwise signs are drawn, and p = (b + 1) / (resamples + 1),
    where b is the number of sums as far from zero; it is never zero (Phipson and Smyth 2010). The order of the
    differences changes nothing.
    """
    sizes = np.abs(differences)
    largest = float(sizes.sum())
    if largest == 0:
        return 1.0, True
    # Relative to the largest sum, so that the unit of the differences changes nothing.
    kinds, counts = np.unique(np.round(sizes / largest, 12), return_counts=True)
    # A difference of zero is zero with either sign.
    kinds, counts = kinds[kinds > 0], counts[kinds > 0]
    observed = abs(float(differences.sum())) / largest - ROUNDING_ERROR
    # In logarithms, because the number of sums overflows.
    if np.sum(np.log(counts + 1.0)) <= np.log(MOST_SUMS) + ROUNDING_ERROR:
        sums, p = _all_sums(kinds, counts)
        is_as_far = np.abs(sums) >= observed
        # Added up, all of them can miss 1 by a rounding error.
        return 1.0 if is_as_far.all() else float(p[is_as_far].sum()), True
    hits = _count_sampled_hits(np.repeat(kinds, counts), observed, resamples, np.random.default_rng(seed))
    return (hits + 1) / (resamples + 1), False


def _all_sums(kinds: Floats, counts: Ints) -> tuple[Floats, Floats]:
    """Every sum that signs can give, with its probability; equal sums of different kinds are listed separately."""
    sums, p = np.zeros(1), np.ones(1)
    for kind, count in zip(kinds, counts, strict=True):
        n_plus = np.arange(count + 1)
        sums = np.add.outer(sums, kind * (2 * n_plus - count)).ravel()
        p = np.multiply.outer(p, _binomial(count)).ravel()
    return sums, p


def _binomial(n: int) -> Floats:
    """How likely each number of heads is in n tosses of a fair coin, (n + 1,)."""
    heads = np.arange(1, n + 1)
    # In logarithms, because the number of ways overflows.
    log_ways = np.concatenate([[0.0], np.cumsum(np.log((n - heads + 1) / heads))])
    ways = np.exp(log_ways - log_ways.max())
    p: Floats = ways / ways.sum()
    return p


def _count_sampled_hits(sizes: Floats, observed: float, resamples: int, rng: np.random.Generator) -> int:
    """How many of the drawn signs give a sum at least as far from zero as the observed one."""
    hits = 0
    n_bytes = -(-len(sizes) // 8)
    # A sign takes one bit: eight times as many fit.
    for size in chunk_sizes(resamples, len(sizes), chunk=CHUNK * 8):
        bits = np.unpackbits(rng.integers(0, 256, (size, n_bytes), dtype=np.uint8), axis=1)
        plus = bits[:, : len(sizes)].astype(np.float64) @ sizes
        hits += int((np.abs(2 * plus - sizes.sum()) >= observed).sum())
    return hits
