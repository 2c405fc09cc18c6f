"""Kendall's τ-b: how far two raters put the same things in the same order (Kendall 1945, Biometrika 33)."""

from __future__ import annotations

import math

import numpy as np

from dikast.metrics.cell import Floats, Ints


def kendall_tau(a: Floats, b: Floats) -> float:
    """τ-b of two raters' scores of the same things, from -1 to 1, in O(n log² n); each must have two different scores.

    Of the pairs, those in the same order less those in opposite order, over the mean (the geometric one) of the pairs
    that each rater tells apart.
    """
    code_a, code_b = (np.unique(scores, return_inverse=True)[1] for scores in (a, b))
    n_pairs = math.comb(len(a), 2)
    tied_a, tied_b = _n_tied_pairs(code_a), _n_tied_pairs(code_b)
    tied_in_both = _n_tied_pairs(code_a * (code_b.max() + 1) + code_b)
    # Sorted by a, then by b, what b has in falling order is opposite to a, and pairs tied in a are not among them.
    opposite = _n_inversions(code_b[np.lexsort((code_b, code_a))])
    same = n_pairs - tied_a - tied_b + tied_in_both - opposite
    return (same - opposite) / math.sqrt((n_pairs - tied_a) * (n_pairs - tied_b))


def _n_tied_pairs(codes: Ints) -> int:
    counts = np.unique(codes, return_counts=True)[1]
    return int((counts * (counts - 1) // 2).sum())


def _n_inversions(codes: Ints) -> int:
    """How many pairs have the larger number first.

    The higher of two numbers is the one that has a 1 in the highest bit in which they differ. So for each bit, among
    the numbers that agree in all higher bits, the pairs are counted that have a 1 before a 0.
    """
    n_inversions = 0
    for bit in range(int(codes.max()).bit_length()):
        # Stable, so that what was earlier stays earlier within its group.
        order = np.argsort(codes >> (bit + 1), kind="stable")
        group, ones = codes[order] >> (bit + 1), codes[order] >> bit & 1
        ones_so_far = np.cumsum(ones)
        is_first = np.concatenate([[True], group[1:] != group[:-1]])
        before_group = (ones_so_far - ones)[is_first][np.cumsum(is_first) - 1]
        n_inversions += int((ones_so_far - before_group)[ones == 0].sum())
    return n_inversions
