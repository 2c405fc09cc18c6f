"""How far two judges, or a judge and people, agree, beyond what chance gives.

Cohen 1960 and 1968 (weighted), Scott 1955, Krippendorff 2011 (Computing Krippendorff's alpha-reliability), each of the
table of how often one said this and the other that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np

from dikast.metrics.alpha import Scale, alpha_of_coincidences
from dikast.metrics.bootstrap import RESAMPLES, Statistic, bootstrap, cluster_sums
from dikast.metrics.cell import NOBODY, Cell, Floats, Ints
from dikast.metrics.correlation import Correlations, correlations
from dikast.metrics.estimate import Estimate
from dikast.records import Record

Weights = Literal["none", "linear", "quadratic"]


class Agreement(Record):
    """Two raters of the same things.

    `percent` is the share of things they said the same of; `kappa` (Cohen), `pi` (Scott) and `alpha` (Krippendorff) are
    1 at best and 0 where the two agree as often as their habits alone would make them; None where only one thing was
    ever said. `kappa` has the weights named, `alpha` the scale. `correlations` stand for ordinal and interval scales.
    """

    n: int
    scale: Scale
    weights: Weights
    percent: Estimate
    kappa: Estimate
    pi: Estimate
    alpha: Estimate
    correlations: Correlations | None


def agreement(
    a: Sequence[float] | Floats | Ints,
    b: Sequence[float] | Floats | Ints,
    *,
    scale: Scale = "nominal",
    weights: Weights = "none",
    cluster: Ints | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Agreement:
    """How far two raters of the same things agree; `cluster` says which things stand or fall together, like episodes
    of one question. Pairs with NaN are left out. Raises ValueError where the two are not as long as one another.
    """
    one, other, cluster = _paired(a, b, cluster)
    values, codes = np.unique(np.concatenate([one, other]), return_inverse=True)
    k = len(values)
    cell = codes[: len(one)] * k + codes[len(one) :]
    kinds, column = np.unique(cell, return_inverse=True)
    sums = cluster_sums(np.eye(len(kinds))[column], cluster)

    def of(statistic: Statistic) -> Estimate:
        def spread(totals: Floats) -> Floats:
            tables = np.zeros((len(totals), k * k))
            tables[:, kinds] = totals
            return statistic(tables.reshape(-1, k, k))

        return bootstrap(sums, spread, n=len(one), resamples=resamples, seed=seed)

    return Agreement(
        n=len(one),
        scale=scale,
        weights=weights,
        percent=of(lambda tables: _observed(tables, np.eye(k))),
        kappa=of(lambda tables: kappa_of(tables, weights)),
        pi=of(pi_of),
        alpha=of(lambda tables: alpha_of_coincidences(tables + tables.transpose(0, 2, 1), values, scale)),
        correlations=None if scale == "nominal" else correlations(one, other, cluster, resamples=resamples, seed=seed),
    )


def between(a: Cell, b: Cell, *, resamples: int = RESAMPLES, seed: int = 0) -> Agreement:
    """How far the judges of two cells chose alike, episode by episode.

    Episodes of the same id are the same, as where recorded transcripts were judged again; between cells that share no
    id, those of the same question, repeat and side argued, where there is only one such in each. Episodes that either
    judge left without a favourite stand in none of it.
    """
    one, other = (_by_id(a), _by_id(b)) if {*a.ids} & {*b.ids} else (_by_place(a), _by_place(b))
    shared = sorted(one.keys() & other.keys())
    cluster = np.array([one[key][0] for key in shared], dtype=np.int64)
    choices = [[chosen[key][1] for key in shared] for chosen in (one, other)]
    return agreement(*choices, cluster=cluster, resamples=resamples, seed=seed)


def kappa_of(tables: Floats, weights: Weights = "none") -> Floats:
    """Cohen's kappa of (r, k, k) tables of counts (Cohen 1960; weighted: Cohen 1968)."""
    k = tables.shape[1]
    apart = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / max(1, k - 1)
    credit = {"none": np.eye(k), "linear": 1 - apart, "quadratic": 1 - apart**2}[weights]
    n = tables.sum(axis=(1, 2))
    expected = tables.sum(axis=2)[:, :, None] * tables.sum(axis=1)[:, None, :] / n[:, None, None]
    return _beyond_chance(_observed(tables, credit), _observed(expected, credit))


def pi_of(tables: Floats) -> Floats:
    """Scott's pi of (r, k, k) tables: chance from what both said together (Scott 1955)."""
    n = tables.sum(axis=(1, 2))
    shares = (tables.sum(axis=1) + tables.sum(axis=2)) / (2 * n[:, None])
    return _beyond_chance(_observed(tables, np.eye(tables.shape[1])), (shares**2).sum(axis=1))


def _observed(tables: Floats, credit: Floats) -> Floats:
    found: Floats = (tables * credit).sum(axis=(1, 2)) / tables.sum(axis=(1, 2))
    return found


def _beyond_chance(observed: Floats, expected: Floats) -> Floats:
    found: Floats = np.where(expected < 1 - 1e-12, (observed - expected) / (1 - expected), np.nan)
    return found


def _paired(
    a: Sequence[float] | Floats | Ints, b: Sequence[float] | Floats | Ints, cluster: Ints | None
) -> tuple[Floats, Floats, Ints]:
    one, other = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if one.shape != other.shape or one.ndim != 1:
        raise ValueError(f"two raters of the same things are needed, got {one.shape} and {other.shape} ratings")
    known = ~(np.isnan(one) | np.isnan(other))
    return one[known], other[known], (np.arange(len(one)) if cluster is None else np.asarray(cluster))[known]


Key = tuple[str, int, int]


def _by_id(cell: Cell) -> dict[Key, tuple[int, int]]:
    """The question and the choice of every decided episode, by its id."""
    rows = np.flatnonzero(cell.choice != NOBODY)
    pairs = zip(cell.question[rows].tolist(), cell.choice[rows].tolist(), strict=True)
    return {(id, 0, 0): pair for id, pair in zip(cell.ids[rows].tolist(), pairs, strict=True)}


def _by_place(cell: Cell) -> dict[Key, tuple[int, int]]:
    """The same, by the question, repeat and side argued; those of which there are several left out."""
    questions = [cell.questions[i] for i in cell.question]
    keys = list(zip(questions, cell.repeat.tolist(), cell.argues.tolist(), strict=True))
    times = Counter(keys)
    found = zip(keys, cell.question.tolist(), cell.choice.tolist(), strict=True)
    return {key: (code, choice) for key, code, choice in found if times[key] == 1 and choice != NOBODY}
