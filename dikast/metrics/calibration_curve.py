"""Whether judges are right as often as they say.

Bins hold about equally many episodes (Nguyen and O'Connor 2015, arXiv 1508.05154; Nixon et al. 2019, arXiv 1904.01685).
The error is that of Naeini et al. 2015 (AAAI) and Guo et al. 2017 (arXiv 1706.04599, equation 3) over these bins.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dikast.metrics.accuracy import share
from dikast.metrics.bootstrap import DRAWS_PER_KIND, RESAMPLES, bootstrap, chunk_sizes, cluster_sums, percentiles
from dikast.metrics.cell import Bools, Cell, Floats, Ints
from dikast.metrics.estimate import Estimate
from dikast.metrics.interval_by_inversion import summed_distance
from dikast.records import Record

EDGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
SIMULATIONS = 400
ROUNDING_ERROR = 1e-9
"""A probability given to two places and stored as 1 - 0.2 belongs to the bin of 0.8."""


class Bin(Record):
    """Episodes whose most probable choice had a probability from `low` to `high`.

    `confidence` is their mean probability, `accuracy` their mean credit with Wilson's interval over questions; each
    episode weighs the same.
    """

    low: float
    high: float
    n: int
    confidence: float
    accuracy: Estimate


class Calibration(Record):
    """A reliability curve and its expected calibration error.

    `ece` is the mean distance of accuracy from confidence over the bins, weighted by their episodes. Noise alone makes
    it larger than 0: `ece_by_chance` is what a perfectly calibrated judge with exactly these probabilities would show,
    its mean and its middle 95 % (Bröcker and Smith 2007, Weather and Forecasting 22). The interval of `ece` takes this
    into account, and starts at 0 where a calibrated judge may show as much. `overconfidence` is mean confidence minus
    accuracy.
    """

    bins: tuple[Bin, ...]
    ece: Estimate
    ece_by_chance: Estimate
    overconfidence: Estimate


def calibration(cell: Cell, *, bins: int = 10, resamples: int = RESAMPLES, seed: int = 0) -> Calibration:
    """The reliability curve of the verdicts' most probable choices. Raises ValueError for fewer than one bin."""
    if bins < 1:
        raise ValueError(f"at least one bin is needed, got {bins}")
    scored = cell.where(cell.is_believed)
    n = len(scored)
    confidence = scored.confidence
    bin_code = equal_count_bins(confidence, bins)
    n_bins = int(bin_code.max(initial=-1)) + 1
    # A column a bin with the episode's gap in its own bin, then a column of weights.
    gaps = np.zeros((n, n_bins + 1))
    gaps[np.arange(n), bin_code] = confidence - scored.credit
    gaps[:, -1] = 1
    sums = cluster_sums(gaps, scored.question)
    n_sharing = (scored.p == confidence[:, None]).sum(axis=1)
    return Calibration(
        bins=tuple(_bin(scored, bin_code == code) for code in range(n_bins)),
        ece=summed_distance(sums, n=n, resamples=resamples, seed=seed),
        ece_by_chance=_ece_by_chance(confidence, n_sharing, bin_code, seed),
        overconfidence=bootstrap(sums, _overconfidence, n=n, resamples=resamples, seed=seed),
    )


def by_certainty(cell: Cell, *, edges: Sequence[float] = EDGES) -> list[Bin]:
    """Accuracy by stated certainty: a bin from each edge up to the next, the last of them with its upper end.

    Empty bins are left out. The first bin starts at 0, for verdicts below the first edge, which occur with more than
    two choices.
    """
    scored = cell.where(cell.is_believed)
    bin_code = np.digitize(scored.confidence + ROUNDING_ERROR, edges)
    limits = (0.0, *edges, 1.0)
    bins = []
    for code in np.unique(bin_code).tolist():
        ends = {"low": limits[code], "high": limits[code + 1]}
        bins.append(_bin(scored, bin_code == code).model_copy(update=ends))
    return bins


def equal_count_bins(values: Floats, bins: int) -> Ints:
    """The bin of each value, 0 for the lowest: counts as equal as possible; equal values are always in one bin."""
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    _, code, counts = np.unique(values, return_inverse=True, return_counts=True)
    # Equal values go where the middle one of them would.
    middle = np.cumsum(counts) - counts / 2
    _, bin_of_kind = np.unique(np.floor(middle * bins / len(values)), return_inverse=True)
    bin_code: Ints = bin_of_kind[code].astype(np.int64)
    return bin_code


def _bin(cell: Cell, mask: Bools) -> Bin:
    confidence = cell.confidence[mask]
    return Bin(
        low=float(confidence.min()),
        high=float(confidence.max()),
        n=int(mask.sum()),
        confidence=float(confidence.mean()),
        accuracy=share(cell, cell.credit, mask, weigh="episodes"),
    )


def _overconfidence(totals: Floats) -> Floats:
    mean_gap: Floats = totals[:, :-1].sum(axis=1) / totals[:, -1]
    return mean_gap


def _ece_by_chance(confidence: Floats, n_sharing: Ints, bin_code: Ints, seed: int) -> Estimate:
    """The error of judges who are right exactly as often as they say, simulated.

    Where `n_sharing` choices share the first place, the right one is among them that many times as often, for a part
    of the credit each. So two equal choices leave nothing to chance.
    """
    n = len(confidence)
    if not n:
        return Estimate(value=None)
    rng = np.random.default_rng(seed)
    verdicts = np.stack([confidence, n_sharing], axis=1)
    kinds, first, counts = np.unique(verdicts, axis=0, return_index=True, return_counts=True)
    if len(kinds) * DRAWS_PER_KIND > n:
        # Where hardly two are equal, one draw for each is faster than a binomial one for each kind.
        first = np.lexsort((n_sharing, confidence))
        kinds, counts = verdicts[first], np.ones(n, dtype=np.int64)
    p, sharing = kinds.T
    p_hit = np.minimum(p * sharing, 1.0)
    # Kinds are in order, and so are their bins: each bin is a run.
    starts = np.flatnonzero(np.diff(bin_code[first], prepend=-1))
    errors = []
    for size in chunk_sizes(SIMULATIONS, len(kinds)):
        shape = (size, len(kinds))
        is_single = len(kinds) == n
        hits = rng.random(shape) < p_hit if is_single else rng.binomial(counts, p_hit, shape)
        gaps = hits / sharing - counts * p
        errors.append(np.abs(np.add.reduceat(gaps, starts, axis=1)).sum(axis=1) / n)
    simulated = np.concatenate(errors)
    low, high = percentiles(simulated)
    return Estimate(value=float(simulated.mean()), low=low, high=high, n=n, clusters=n, method="simulation")
