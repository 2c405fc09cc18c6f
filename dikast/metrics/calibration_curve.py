"""Whether judges are right as often as they say.

Bins hold about as many episodes each (Nguyen and O'Connor 2015, arXiv 1508.05154; Nixon et al. 2019, arXiv 1904.01685).
The error is that of Naeini et al. 2015 (AAAI) and Guo et al. 2017 (arXiv 1706.04599, equation 3) over these bins.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dikast.metrics.accuracy import share
from dikast.metrics.bootstrap import CHUNK, DRAWS_PER_KIND, RESAMPLES, bootstrap, cluster_sums, percentiles
from dikast.metrics.cell import Cell, Floats, Ints
from dikast.metrics.estimate import Estimate
from dikast.metrics.test_inversion import summed_distance
from dikast.records import Record

EDGES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
SIMULATIONS = 400


class Bin(Record):
    """Episodes whose most probable choice had a probability from `low` to `high`.

    `confidence` is their mean probability, `accuracy` their mean credit, each episode weighing the same, with Wilson's
    interval over questions.
    """

    low: float
    high: float
    n: int
    confidence: float
    accuracy: Estimate


class Calibration(Record):
    """A reliability curve and its expected calibration error.

    `ece` is the mean distance of accuracy from confidence over the bins, weighted by their episodes. It can't be less
    than noise makes it: `ece_by_chance` is what a perfectly calibrated judge with these very probabilities would show,
    its mean and its middle 95 % (Bröcker and Smith 2007, Weather and Forecasting 22). The interval of `ece`
    knows this, and starts at 0 where a calibrated judge may show as much. `overconfidence` is mean confidence less
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
    kept = cell.where(cell.is_believed)
    code = equal_count_bins(kept.confidence, bins)
    n_bins = int(code.max(initial=-1)) + 1
    gaps = np.zeros((len(kept), n_bins + 1))
    gaps[np.arange(len(kept)), code] = kept.confidence - kept.credit
    gaps[:, -1] = 1
    sums = cluster_sums(gaps, kept.question)
    over = bootstrap(sums, _overconfidence, n=len(kept), resamples=resamples, seed=seed)
    return Calibration(
        bins=tuple(_bin(kept, code == i) for i in range(n_bins)),
        ece=summed_distance(sums, n=len(kept), resamples=resamples, seed=seed),
        ece_by_chance=_by_chance(kept.confidence, (kept.p == kept.confidence[:, None]).sum(axis=1), code, seed),
        overconfidence=over,
    )


def by_certainty(cell: Cell, *, edges: Sequence[float] = EDGES) -> list[Bin]:
    """Accuracy by stated certainty: a bin from each edge up to the next, the last of them closed.

    Empty bins are left out. A first bin starts at 0 where verdicts lie below the first edge, as with more than two
    choices.
    """
    kept = cell.where(cell.is_believed)
    # What is said to two places and stored as 1 - 0.2 belongs to 0.8.
    code = np.digitize(kept.confidence + 1e-9, edges)
    limits = (0.0, *edges, 1.0)
    return [
        _bin(kept, code == i).model_copy(update={"low": limits[i], "high": limits[i + 1]})
        for i in range(len(limits) - 1)
        if (code == i).any()
    ]


def equal_count_bins(values: Floats, bins: int) -> Ints:
    """The bin of each value, 0 for the lowest: as near to equal counts as equal values, never parted, allow."""
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    _, code, counts = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(counts) - counts / 2
    _, used = np.unique(np.floor(middle * bins / len(values)), return_inverse=True)
    found: Ints = used[code].astype(np.int64)
    return found


def _bin(cell: Cell, mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Bin:
    confidence = cell.confidence[mask]
    return Bin(
        low=float(confidence.min()),
        high=float(confidence.max()),
        n=int(mask.sum()),
        confidence=float(confidence.mean()),
        accuracy=share(cell, cell.credit, mask, weigh="episodes"),
    )


def _overconfidence(totals: Floats) -> Floats:
    found: Floats = totals[:, :-1].sum(axis=1) / totals[:, -1]
    return found


def _by_chance(confidence: Floats, sharing: Ints, code: Ints, seed: int) -> Estimate:
    """The error of judges who are right exactly as often as they say, simulated.

    Where `sharing` choices share the first place, the right one is among them so many times as often, for a part of the
    credit each: of two equal choices nothing is left to chance.
    """
    if not len(confidence):
        return Estimate(value=None)
    rng = np.random.default_rng(seed)
    told = np.stack([confidence, sharing], axis=1)
    kinds, first, counts = np.unique(told, axis=0, return_index=True, return_counts=True)
    if len(kinds) * DRAWS_PER_KIND > len(confidence):
        # Where hardly two are alike, one draw for each is faster than a binomial one for each kind.
        first = np.lexsort((sharing, confidence))
        kinds, counts = told[first], np.ones(len(confidence), dtype=np.int64)
    said, shared = kinds.T
    chance = np.minimum(said * shared, 1.0)
    # Kinds are in order, and so are their bins: each bin is a run.
    starts = np.flatnonzero(np.diff(code[first], prepend=-1))
    size, errors = max(1, CHUNK // len(kinds)), []
    for start in range(0, SIMULATIONS, size):
        shape = (min(size, SIMULATIONS - start), len(kinds))
        is_single = len(kinds) == len(confidence)
        hits = rng.random(shape) < chance if is_single else rng.binomial(counts, chance, shape)
        gaps = hits / shared - counts * said
        errors.append(np.abs(np.add.reduceat(gaps, starts, axis=1)).sum(axis=1) / len(confidence))
    found, n = np.concatenate(errors), len(confidence)
    low, high = percentiles(found)
    return Estimate(value=float(found.mean()), low=low, high=high, n=n, clusters=n, method="simulation")
