"""Two protocols on the same questions: which one is better, and could the difference be chance?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from statistics import NormalDist
from typing import Literal

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, ROUNDING_ERROR, mean
from dikast.metrics.cell import Cell, Floats
from dikast.metrics.estimate import Estimate
from dikast.metrics.permutation import permutation_test
from dikast.metrics.scoring_rules import brier_scores, log_scores
from dikast.records import Record

Compared = Literal["credit", "brier", "log"]
Correction = Literal["holm", "bh", "none"]
ALPHA, POWER = 0.05, 0.8


class Comparison(Record):
    """The first cell minus the second, on the questions that both decided.

    `difference` is the mean over questions with its paired bootstrap interval (for `brier`, a loss, less is better).
    `p_value` is that of the paired permutation test; it is None without a common question, and for infinite log scores,
    which can't be compared. `p_adjusted` is adjusted, by `correction`, for all `comparisons` made together.

    `detectable` is the difference that this many questions would show in 80 of 100 such experiments (Miller 2024,
    arXiv 2411.00640, section 5): a smaller one needs more questions. It is None where all questions differ by the same
    amount.
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
    """The first cell minus the second, over the questions both have, each weighing the same."""
    first, second = question_means(a, of), question_means(b, of)
    return compare_means(first, second, (a.name, b.name), of=of, resamples=resamples, seed=seed)


def compare_means(
    first: Mapping[str, float],
    second: Mapping[str, float],
    names: tuple[str, str],
    *,
    of: Compared = "credit",
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Comparison:
    """The same from each question's mean, as `question_means` gives it, of two cells with these names."""
    # Sorted, so that the order of the records changes nothing.
    shared = sorted(first.keys() & second.keys())
    differences = np.array([first[question] - second[question] for question in shared])
    p_value, is_exact, detectable = None, False, None
    if len(shared) and np.isfinite(differences).all():
        p_value, is_exact = permutation_test(differences, resamples=resamples, seed=seed)
        detectable = _detectable(differences)
    return Comparison(
        first=names[0],
        second=names[1],
        of=of,
        difference=mean(differences, np.arange(len(shared)), resamples=resamples, seed=seed),
        p_value=p_value,
        is_exact=is_exact,
        p_adjusted=p_value,
        correction="none",
        comparisons=1,
        detectable=detectable,
    )


def compare_all(
    cells: Sequence[Cell],
    *,
    of: Compared = "credit",
    correction: Correction = "holm",
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> list[Comparison]:
    """Every cell with every later one, p-values adjusted for the number of comparisons."""
    comparisons = [compare(a, b, of=of, resamples=resamples, seed=seed) for a, b in combinations(cells, 2)]
    p_values = [comparison.p_value for comparison in comparisons if comparison.p_value is not None]
    # What could not be compared has no p-value, and takes none of the adjusted ones.
    remaining = iter(adjusted(p_values, correction))
    results = []
    for comparison in comparisons:
        p_adjusted = None if comparison.p_value is None else next(remaining)
        update = {"p_adjusted": p_adjusted, "correction": correction, "comparisons": len(p_values)}
        results.append(comparison.model_copy(update=update))
    return results


def adjusted(p_values: Sequence[float], correction: Correction = "holm") -> list[float]:
    """The p-values of several tests made together, in the given order.

    `holm` bounds the chance of any false claim (Holm 1979), `bh` the expected share of false ones among the claims
    (Benjamini and Hochberg 1995).
    """
    p = np.asarray(p_values, dtype=float)
    m = len(p)
    order = np.argsort(p, kind="stable")
    result = np.array(p)
    # Each step is made monotone: a smaller p-value never gets a larger adjusted one.
    if correction == "holm":
        result[order] = np.maximum.accumulate(p[order] * np.arange(m, 0, -1))
    elif correction == "bh":
        scaled = p[order] * m / np.arange(1, m + 1)
        result[order] = np.minimum.accumulate(scaled[::-1])[::-1]
    return [float(value) for value in np.minimum(result, 1)]


def _detectable(differences: Floats) -> float | None:
    """The difference that this many questions would show; None where they all differ by the same amount.

    Without any spread, nothing is known about how much other questions would vary.
    """
    n = len(differences)
    if n < 2:
        return None
    spread = float(differences.std(ddof=1))
    if spread <= ROUNDING_ERROR:
        return None
    return power_factor(1) * spread / math.sqrt(n)


def difference_spread(a: Cell, b: Cell, *, of: Compared = "credit") -> tuple[float | None, int]:
    """The standard deviation of the differences of two cells, question by question, and the number of questions.

    None with fewer than two questions in common.
    """
    first, second = question_means(a, of), question_means(b, of)
    differences = [first[question] - second[question] for question in sorted(first.keys() & second.keys())]
    if len(differences) < 2 or not np.isfinite(differences).all():
        return None, len(differences)
    return float(np.std(differences, ddof=1)), len(differences)


def power_factor(tests: int) -> float:
    """The sum of two normal quantiles: that of 80 % power, and that of a two-sided 5 % test shared by `tests` tests."""
    return NormalDist().inv_cdf(1 - ALPHA / (2 * tests)) + NormalDist().inv_cdf(POWER)


def question_means(cell: Cell, of: Compared = "credit") -> dict[str, float]:
    """The mean over each question's scored episodes; questions without one are left out."""
    values = episode_values(cell, of)
    known = ~np.isnan(values)
    n = len(cell.questions)
    sums = np.bincount(cell.question[known], weights=values[known], minlength=n)
    counts = np.bincount(cell.question[known], minlength=n)
    rows = zip(cell.questions, sums.tolist(), counts.tolist(), strict=True)
    return {question: total / count for question, total, count in rows if count}


def episode_values(cell: Cell, of: Compared) -> Floats:
    """Each episode's credit, Brier loss or log score; NaN where it has none."""
    if of == "credit":
        return cell.credit
    scores = brier_scores(cell.p, cell.gold) if of == "brier" else log_scores(cell.p, cell.gold)
    values: Floats = np.where(cell.is_believed, scores, np.nan)
    return values
