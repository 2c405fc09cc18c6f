"""Two protocols on the same questions: which one is better, and could it be chance?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from statistics import NormalDist
from typing import Literal

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, SAME, mean
from dikast.metrics.cell import Cell, Floats
from dikast.metrics.estimate import Estimate
from dikast.metrics.permutation import permutation_test
from dikast.metrics.scoring_rules import brier_scores, log_scores
from dikast.records import Record

Compared = Literal["credit", "brier", "log"]
Correction = Literal["holm", "bh", "none"]
ALPHA, POWER = 0.05, 0.8


class Comparison(Record):
    """The first cell less the second, on the questions that both decided.

    `difference` is the mean over questions with its paired bootstrap interval (for `brier`, a loss, less is better).
    `p_value` is that of the paired permutation test; `p_adjusted` that of all comparisons made together, by
    `correction`. `detectable` is the difference that so many questions would show in 80 of 100 such experiments
    (Miller 2024, arXiv 2411.00640, section 5): a claim of less needs more questions; None where all questions differ
    alike. None where there is no question, and for infinite log scores, which can't be compared.
    """

    first: str
    second: str
    of: Compared
    difference: Estimate
    p_value: float | None
    is_exact: bool
    p_adjusted: float | None
    correction: Correction
    comparisons: int
    detectable: float | None


def compare(a: Cell, b: Cell, *, of: Compared = "credit", resamples: int = RESAMPLES, seed: int = 0) -> Comparison:
    """The first cell less the second, over the questions both have, each weighing the same."""
    first, second = by_question(a, of), by_question(b, of)
    shared = sorted(first.keys() & second.keys())
    differences = np.array([first[question] - second[question] for question in shared])
    n, is_finite = len(differences), bool(np.isfinite(differences).all())
    p_value, is_exact = None, False
    if n and is_finite:
        p_value, is_exact = permutation_test(differences, resamples=resamples, seed=seed)
    return Comparison(
        first=a.name,
        second=b.name,
        of=of,
        difference=mean(differences, np.arange(n), resamples=resamples, seed=seed),
        p_value=p_value,
        is_exact=is_exact,
        p_adjusted=p_value,
        correction="none",
        comparisons=1,
        detectable=_detectable(differences) if n > 1 and is_finite else None,
    )


def compare_all(
    cells: Sequence[Cell],
    *,
    of: Compared = "credit",
    correction: Correction = "holm",
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> list[Comparison]:
    """Every cell with every later one, p-values adjusted for how many comparisons that makes."""
    found = [compare(a, b, of=of, resamples=resamples, seed=seed) for a, b in combinations(cells, 2)]
    known = [c.p_value for c in found if c.p_value is not None]
    better = iter(adjusted(known, correction))
    return [
        c.model_copy(
            update={
                "p_adjusted": None if c.p_value is None else next(better),
                "correction": correction,
                "comparisons": len(known),
            }
        )
        for c in found
    ]


def adjusted(p_values: Sequence[float], correction: Correction = "holm") -> list[float]:
    """p-values of several tests together, in the order given.

    `holm` bounds the chance of any false claim (Holm 1979), `bh` the expected share of false ones among the claims
    (Benjamini and Hochberg 1995).
    """
    p = np.asarray(p_values, dtype=float)
    m, order = len(p), np.argsort(p, kind="stable")
    result = np.array(p)
    if correction == "holm":
        result[order] = np.maximum.accumulate(p[order] * np.arange(m, 0, -1))
    elif correction == "bh":
        scaled = p[order] * m / np.arange(1, m + 1)
        result[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return [float(v) for v in np.minimum(result, 1)]


def _detectable(differences: Floats) -> float | None:
    """The difference that so many questions would show; None where they all differ alike, which says nothing of it."""
    spread = float(differences.std(ddof=1))
    return power_factor(1) * spread / len(differences) ** 0.5 if spread > SAME else None


def power_factor(tests: int) -> float:
    """The normal quantiles of 80 % power and of a two-sided 5 % test, shared out over so many tests, together."""
    return NormalDist().inv_cdf(1 - ALPHA / (2 * tests)) + NormalDist().inv_cdf(POWER)


def by_question(cell: Cell, of: Compared) -> dict[str, float]:
    """The mean of each question's scored episodes."""
    values = values_of(cell, of)
    known = ~np.isnan(values)
    n = len(cell.questions)
    sums = np.bincount(cell.question[known], weights=values[known], minlength=n)
    counts = np.bincount(cell.question[known], minlength=n)
    return {q: s / c for q, s, c in zip(cell.questions, sums.tolist(), counts.tolist(), strict=True) if c}


def values_of(cell: Cell, of: Compared) -> Floats:
    """Each episode's credit, Brier loss or log score, NaN without one."""
    if of == "credit":
        return cell.credit
    scores = brier_scores(cell.p, cell.gold) if of == "brier" else log_scores(cell.p, cell.gold)
    found: Floats = np.where(cell.is_believed, scores, np.nan)
    return found
