"""How far two judges, or a judge and people, agree beyond chance.

Cohen 1960 and 1968 (weighted), Scott 1955, Krippendorff 2011 (Computing Krippendorff's alpha-reliability). Kappa and pi
are one minus the observed distance of the two over the distance that their habits alone would make. These are sums, so
no table of both raters' answers is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

import numpy as np

from dikast.metrics.bootstrap import RESAMPLES, Statistic, bootstrap, cluster_sums, mean
from dikast.metrics.cell import MISSING, Cell, Floats, Ints
from dikast.metrics.correlation import Correlations, correlations
from dikast.metrics.estimate import Estimate
from dikast.metrics.krippendorff import MOST_VALUES, Scale, krippendorff_alpha
from dikast.records import Record

KappaWeights = Literal["none", "linear", "quadratic"]
RatingKey = tuple[str, int, int]
NO_DISTANCE = 1e-12
"""An expected distance that is not above this is 0, up to rounding."""


class Agreement(Record):
    """Two raters of the same things.

    `percent` is the share of things that both rated alike. `kappa` (Cohen), `pi` (Scott) and `alpha` (Krippendorff) are
    1 at best, and 0 where the two agree as often as their habits alone would make them; they are None where only one
    rating was ever given. `kappa` has the weights named, `alpha` the scale. `correlations` are for ordinal and interval
    scales. With more than 40 different ratings `kappa` and `pi` have no interval; of continuous ones they mean nothing.
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
    """How far two raters of the same things agree.

    `cluster` says which things belong together, like episodes of one question; without it each thing is its own. Pairs
    with NaN are left out. Raises ValueError where the two do not have the same length.
    """
    one, other, cluster = _known_pairs(a, b, cluster)
    values, codes = np.unique(np.concatenate([one, other]), return_inverse=True)
    k, n = len(values), len(one)
    ranks = (codes[:n], codes[n:])

    def estimate(statistic: Statistic, weights: KappaWeights) -> Estimate:
        distance = _distance(ranks[0] - ranks[1], k, weights)
        if k > MOST_VALUES:
            # A resample's table would be too large.
            counts = [np.bincount(rank, minlength=k) for rank in ranks]
            totals = np.concatenate([[n, distance.sum()], *counts])
            value = float(statistic(totals[None])[0])
            return Estimate(value=value, n=n, clusters=len(np.unique(cluster)))
        # A column for each value, 1 where the rater gave it; the sums of these are the rater's habits.
        given = [np.eye(k)[rank] for rank in ranks]
        sums = cluster_sums(np.column_stack([np.ones(n), distance, *given]), cluster)
        return bootstrap(sums, statistic, n=n, resamples=resamples, seed=seed)

    def weighted_kappa(totals: Floats) -> Floats:
        return kappa_of(totals, weights)

    correlated = None
    if scale != "nominal":
        correlated = correlations(one, other, cluster, resamples=resamples, seed=seed)
    return Agreement(
        n=n,
        scale=scale,
        weights=weights,
        percent=mean((one == other).astype(float), cluster, by_cluster=False, resamples=resamples, seed=seed),
        kappa=estimate(weighted_kappa, weights),
        pi=estimate(pi_of, "none"),
        alpha=krippendorff_alpha(np.stack([one, other]), scale=scale, cluster=cluster, resamples=resamples, seed=seed),
        correlations=correlated,
    )


def between(a: Cell, b: Cell, *, resamples: int = RESAMPLES, seed: int = 0) -> Agreement:
    """How far the judges of two cells chose alike, episode by episode.

    Episodes of the same id are the same, for example where recorded transcripts were judged again. Between cells that
    share no id, episodes of the same question, repeat and side argued are. Where a cell has several of one key, for
    example from several runs, they are left out. So are episodes that either judge left without a favourite.
    """
    if set(a.ids) & set(b.ids):
        one, other = _choices_by_key(a, _id_keys(a)), _choices_by_key(b, _id_keys(b))
    else:
        one, other = _choices_by_key(a, _question_keys(a)), _choices_by_key(b, _question_keys(b))
    # Sorted, so that the order of the records changes nothing.
    shared = sorted(one.keys() & other.keys())
    cluster = np.array([one[key][0] for key in shared], dtype=np.int64)
    choices_a = [one[key][1] for key in shared]
    choices_b = [other[key][1] for key in shared]
    return agreement(choices_a, choices_b, cluster=cluster, resamples=resamples, seed=seed)


def kappa_of(totals: Floats, weights: KappaWeights = "none") -> Floats:
    """Cohen's kappa (1960; weighted: 1968) of (r, 2 + 2k) totals.

    The columns: the number of things, the sum of their distances, and how often the first and the second rater gave
    each of k values.
    """
    n, distance, one, other = _split_totals(totals)
    expected = _expected_distance(one / n[:, None], other / n[:, None], weights)
    return _beyond_chance(distance / n, expected)


def pi_of(totals: Floats) -> Floats:
    """Scott's pi (1955) of the same totals: chance comes from the ratings of both together."""
    n, distance, one, other = _split_totals(totals)
    both = (one + other) / (2 * n[:, None])
    return _beyond_chance(distance / n, _expected_distance(both, both, "none"))


def _split_totals(totals: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    k = (totals.shape[1] - 2) // 2
    return totals[:, 0], totals[:, 1], totals[:, 2 : 2 + k], totals[:, 2 + k :]


def _distance(ranks_apart: Ints, k: int, weights: KappaWeights) -> Floats:
    """The distance of two ratings that are this many ranks apart: 0 for the same, 1 for the first and last of k."""
    if weights == "none":
        return np.asarray(ranks_apart != 0, dtype=np.float64)
    power = 1 if weights == "linear" else 2
    distance: Floats = np.abs(ranks_apart / max(1, k - 1)) ** power
    return distance


def _expected_distance(one: Floats, other: Floats, weights: KappaWeights) -> Floats:
    """The mean distance of two independent raters with these (r, k) shares of ratings."""
    k = one.shape[1]
    expected: Floats
    if weights == "none":
        expected = 1 - (one * other).sum(axis=1)
    elif weights == "linear":
        # Two ranks are as many steps apart as there are steps that one of them is below and the other is not.
        below_one, below_other = np.cumsum(one, axis=1)[:, :-1], np.cumsum(other, axis=1)[:, :-1]
        expected = (below_one * (1 - below_other) + below_other * (1 - below_one)).sum(axis=1) / max(1, k - 1)
    else:
        rank = np.arange(k) / max(1, k - 1)
        expected = one @ rank**2 + other @ rank**2 - 2 * (one @ rank) * (other @ rank)
    return expected


def _beyond_chance(distance: Floats, expected: Floats) -> Floats:
    beyond_chance: Floats = np.where(expected > NO_DISTANCE, 1 - distance / expected, np.nan)
    return beyond_chance


def _known_pairs(
    a: Sequence[float] | Floats | Ints, b: Sequence[float] | Floats | Ints, cluster: Ints | None
) -> tuple[Floats, Floats, Ints]:
    """Both raters' ratings of what both rated, with the clusters."""
    one, other = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if one.shape != other.shape or one.ndim != 1:
        raise ValueError(f"two raters of the same things are needed, got {one.shape} and {other.shape} ratings")
    known = ~(np.isnan(one) | np.isnan(other))
    group = np.arange(len(one)) if cluster is None else np.asarray(cluster)
    return one[known], other[known], group[known]


def _id_keys(cell: Cell) -> list[RatingKey]:
    """A key for each episode: its id."""
    return [(id_, 0, 0) for id_ in cell.ids.tolist()]


def _question_keys(cell: Cell) -> list[RatingKey]:
    """A key for each episode: its question, repeat and side argued."""
    questions = [cell.questions[code] for code in cell.question]
    return list(zip(questions, cell.repeat.tolist(), cell.argues.tolist(), strict=True))


def _choices_by_key(cell: Cell, keys: Sequence[RatingKey]) -> dict[RatingKey, tuple[int, int]]:
    """The question and the choice of every decided episode; those whose key others share are left out."""
    counts = Counter(keys)
    choices = {}
    for key, question, choice in zip(keys, cell.question.tolist(), cell.choice.tolist(), strict=True):
        if counts[key] == 1 and choice != MISSING:
            choices[key] = (question, choice)
    return choices
