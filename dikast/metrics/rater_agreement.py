"""How far two judges, or a judge and people, agree, beyond what chance gives.

Cohen 1960 and 1968 (weighted), Scott 1955, Krippendorff 2011 (Computing Krippendorff's alpha-reliability). Kappa and pi
are one less how far apart the two are, over how far apart their habits alone would make them: sums, with no table of
who said what.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, Statistic, bootstrap, cluster_sums, mean
from dikast.metrics.cell import NOBODY, Cell, Floats, Ints
from dikast.metrics.correlation import Correlations, correlations
from dikast.metrics.estimate import Estimate
from dikast.metrics.krippendorff import MOST_VALUES, Scale, krippendorff_alpha
from dikast.records import Record

KappaWeights = Literal["none", "linear", "quadratic"]


class Agreement(Record):
    """Two raters of the same things.

    `percent` is the share of things they said the same of; `kappa` (Cohen), `pi` (Scott) and `alpha` (Krippendorff) are
    1 at best and 0 where the two agree as often as their habits alone would make them; None where only one thing was
    ever said. `kappa` has the weights named, `alpha` the scale. `correlations` stand for ordinal and interval scales.
    Of more than 40 different ratings `kappa` and `pi` have no interval; of continuous ones they say nothing anyway.
    """

    n: int
    scale: Scale
    weights: KappaWeights
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
    weights: KappaWeights = "none",
    cluster: Ints | None = None,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Agreement:
    """How far two raters of the same things agree; `cluster` says which things stand or fall together, like episodes
    of one question. Pairs with NaN are left out. Raises ValueError where the two are not as long as one another.
    """
    one, other, cluster = _paired(a, b, cluster)
    values, codes = np.unique(np.concatenate([one, other]), return_inverse=True)
    k, ranks = len(values), (codes[: len(one)], codes[len(one) :])

    def of(statistic: Statistic, weights: KappaWeights = "none") -> Estimate:
        apart = _apart(ranks[0] - ranks[1], k, weights)
        if k <= MOST_VALUES:
            said = [np.eye(k)[side] for side in ranks]
            sums = cluster_sums(np.column_stack([np.ones(len(one)), apart, *said]), cluster)
            return bootstrap(sums, statistic, n=len(one), resamples=resamples, seed=seed)
        habits = [np.bincount(side, minlength=k) for side in ranks]
        value = float(statistic(np.concatenate([[len(one), apart.sum()], *habits])[None])[0])
        return Estimate(value=value, n=len(one), clusters=len(np.unique(cluster)))

    return Agreement(
        n=len(one),
        scale=scale,
        weights=weights,
        percent=mean((one == other).astype(float), cluster, by_cluster=False, resamples=resamples, seed=seed),
        kappa=of(lambda totals: kappa_of(totals, weights), weights),
        pi=of(pi_of),
        alpha=krippendorff_alpha(np.stack([one, other]), scale=scale, cluster=cluster, resamples=resamples, seed=seed),
        correlations=None if scale == "nominal" else correlations(one, other, cluster, resamples=resamples, seed=seed),
    )


def between(a: Cell, b: Cell, *, resamples: int = RESAMPLES, seed: int = 0) -> Agreement:
    """How far the judges of two cells chose alike, episode by episode.

    Episodes of the same id are the same, as where recorded transcripts were judged again; between cells that share no
    id, those of the same question, repeat and side argued. Where a cell has several such, as of several runs, they are
    left out. Episodes that either judge left without a favourite stand in none of it.
    """
    one, other = (_by_id(a), _by_id(b)) if {*a.ids} & {*b.ids} else (_by_place(a), _by_place(b))
    shared = sorted(one.keys() & other.keys())
    cluster = np.array([one[key][0] for key in shared], dtype=np.int64)
    choices = [[chosen[key][1] for key in shared] for chosen in (one, other)]
    return agreement(*choices, cluster=cluster, resamples=resamples, seed=seed)


def kappa_of(totals: Floats, weights: KappaWeights = "none") -> Floats:
    """Cohen's kappa (1960; weighted: 1968) of (r, 2 + 2k) totals: the number of things, the sum of their distances, and
    how often the one and the other rater said each of k values.
    """
    n, apart, one, other = _read(totals)
    return _beyond_chance(apart / n, _expected_apart(one / n[:, None], other / n[:, None], weights))


def pi_of(totals: Floats) -> Floats:
    """Scott's pi (1955) of the same totals: chance from what both said together."""
    n, apart, one, other = _read(totals)
    both = (one + other) / (2 * n[:, None])
    return _beyond_chance(apart / n, _expected_apart(both, both, "none"))


def _read(totals: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    k = (totals.shape[1] - 2) // 2
    return totals[:, 0], totals[:, 1], totals[:, 2 : 2 + k], totals[:, 2 + k :]


def _apart(steps: Ints, k: int, weights: KappaWeights) -> Floats:
    """How far apart two answers are that many ranks apart: 0 for the same, 1 for the first and last of k."""
    if weights == "none":
        return np.asarray(steps != 0, dtype=np.float64)
    found: Floats = np.abs(steps / max(1, k - 1)) ** (1 if weights == "linear" else 2)
    return found


def _expected_apart(one: Floats, other: Floats, weights: KappaWeights) -> Floats:
    """The mean distance of two raters with these (r, k) habits who know nothing of each other."""
    k = one.shape[1]
    if weights == "none":
        found: Floats = 1 - (one * other).sum(axis=1)
    elif weights == "linear":
        # Two ranks are as many steps apart as there are places that one of them lies below and the other does not.
        below, as_well = np.cumsum(one, axis=1)[:, :-1], np.cumsum(other, axis=1)[:, :-1]
        found = (below * (1 - as_well) + as_well * (1 - below)).sum(axis=1) / max(1, k - 1)
    else:
        rank = np.arange(k) / max(1, k - 1)
        found = one @ rank**2 + other @ rank**2 - 2 * (one @ rank) * (other @ rank)
    return found


def _beyond_chance(apart: Floats, expected: Floats) -> Floats:
    found: Floats = np.where(expected > 1e-12, 1 - apart / expected, np.nan)
    return found


def _paired(
    a: Sequence[float] | Floats | Ints, b: Sequence[float] | Floats | Ints, cluster: Ints | None
) -> tuple[Floats, Floats, Ints]:
    one, other = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if one.shape != other.shape or one.ndim != 1:
        raise ValueError(f"two raters of the same things are needed, got {one.shape} and {other.shape} ratings")
    known = ~(np.isnan(one) | np.isnan(other))
    return one[known], other[known], (np.arange(len(one)) if cluster is None else np.asarray(cluster))[known]


RatingKey = tuple[str, int, int]


def _by_id(cell: Cell) -> dict[RatingKey, tuple[int, int]]:
    """The question and the choice of every decided episode, by its id."""
    return _alone(cell, [(id, 0, 0) for id in cell.ids.tolist()])


def _by_place(cell: Cell) -> dict[RatingKey, tuple[int, int]]:
    """The same, by the question, repeat and side argued."""
    questions = [cell.questions[i] for i in cell.question]
    return _alone(cell, list(zip(questions, cell.repeat.tolist(), cell.argues.tolist(), strict=True)))


def _alone(cell: Cell, keys: Sequence[RatingKey]) -> dict[RatingKey, tuple[int, int]]:
    """The question and the choice of every decided episode by its key; those whose key others share left out."""
    times = Counter(keys)
    found = zip(keys, cell.question.tolist(), cell.choice.tolist(), strict=True)
    return {key: (code, choice) for key, code, choice in found if times[key] == 1 and choice != NOBODY}
