"""A rate that an imperfect judge gives, corrected for its errors by a labelled part.

A judge says of many items whether they pass, and the truth is known of some of them. Two corrections differ in what
they take the labelled part for:

- Rogan and Gladen 1978 (American Journal of Epidemiology 107) take from it how often the judge sees a pass, and a
  failure. It need not be like the rest, if the judge errs as often there. The interval is that of Lang and Reiczigel
  2014 (Preventive Veterinary Medicine 113), for which both rates are uncertain.
- Prediction-powered inference (Angelopoulos et al. 2023, arXiv 2301.09633) takes it for a random sample of all, and
  corrects by the mean of truth minus judgement. PPI++ (arXiv 2311.01453) weighs the judgements by how much they tell.

Proofs are labels too, but no random sample: what can be proved is mostly wrong, and easy to check. So neither of the
above may take them for its labelled part. Proved items are a stratum of their own, whose rate is known; only the rest
is corrected, and both parts are added by their shares.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from dikast.metrics.bootstrap import cluster_sums
from dikast.metrics.cell import Bools, Cell, Floats, Ints, is_known
from dikast.metrics.estimate import Estimate, IntervalMethod
from dikast.metrics.interval import Z_95, wilson
from dikast.metrics.student_t import student_t
from dikast.records import Record

LEAST_LABELLED = 2
"""Without two labels, nothing is known of how much the judge's errors vary."""
PSEUDO_ERRORS = 0.25
"""How many errors of each kind are added to the labelled part's spread.

A judge that errs in no label, or in one, would else seem to err never; with a quarter of each, intervals of good judges
are a little too wide instead of much too narrow (benchmarks/correction.py).
"""


class CorrectedRate(Record):
    """The share of items that pass, by the judge and corrected. Repeated judgements of one item count as one.

    - `labelled`, `unlabelled`: items that are not proved, with a label and without.
    - `proved`: items whose truth is proved; `contradicted`: how many of them have a label that says otherwise.
    - `said`: the judge's own rate over all items.
    - `labelled_only`: the rate of the labels alone, with the proved items; the judge is not used.
    - `sensitivity`, `specificity`: how often the judge passes what passes, and fails what fails (TPR, TNR).
    - `rogan_gladen`, `ppi`, `ppi_tuned`: the corrected rates. The first has no value where the judge tells nothing.
    - `weight`: that of the judgements in `ppi_tuned` (λ in the paper), from 0 (labels alone) to 1 (as in `ppi`).
    """

    labelled: int
    unlabelled: int
    proved: int
    contradicted: int
    said: Estimate
    labelled_only: Estimate
    sensitivity: Estimate
    specificity: Estimate
    rogan_gladen: Estimate
    ppi: Estimate
    ppi_tuned: Estimate
    weight: float


@dataclass(frozen=True)
class JudgedRates:
    """What a judge said, from 0 (fails) to 1 (passes), and what is true, an entry for each item.

    `truth` is NaN where it is not known. `is_proved` says that it is `proved_truth`, whatever a label says. Items of
    one `item` code are judgements of the same thing.
    """

    said: Floats
    truth: Floats
    is_proved: Bools
    proved_truth: Floats
    item: Ints

    @classmethod
    def of(cls, said: Floats, truth: Floats) -> JudgedRates:
        """Items of their own, none of them proved."""
        n = len(said)
        return cls(said, truth, np.zeros(n, dtype=np.bool_), np.full(n, np.nan), np.arange(n))


@dataclass(frozen=True)
class _Parts:
    """Means of each item: `truth` and `said` of the labelled, `said` of the others, the truth of the proved ones."""

    truth: Floats
    said: Floats
    said_of_rest: Floats
    proved: Floats

    @property
    def n(self) -> int:
        return len(self.truth) + len(self.said_of_rest) + len(self.proved)


def corrected_rate(judged: JudgedRates) -> CorrectedRate | None:
    """The rate with its corrections; None with fewer than two labelled or two unlabelled items."""
    parts = _parts(judged)
    if min(len(parts.truth), len(parts.said_of_rest)) < LEAST_LABELLED:
        return None
    weight = tuned_weight(parts.truth, parts.said, parts.said_of_rest)
    contradicts = judged.is_proved & ~np.isnan(judged.truth) & (judged.truth != judged.proved_truth)
    said = np.concatenate([parts.said, parts.said_of_rest, _means(judged.said, judged.item, judged.is_proved)])
    return CorrectedRate(
        labelled=len(parts.truth),
        unlabelled=len(parts.said_of_rest),
        proved=len(parts.proved),
        contradicted=len(np.unique(judged.item[contradicts])),
        said=_share(float(said.sum()), len(said)),
        labelled_only=_with_proofs(_share(float(parts.truth.sum()), len(parts.truth)), parts),
        sensitivity=_share(float((parts.truth * parts.said).sum()), float(parts.truth.sum())),
        specificity=_share(float(((1 - parts.truth) * (1 - parts.said)).sum()), float((1 - parts.truth).sum())),
        rogan_gladen=_with_proofs(rogan_gladen(parts.truth, parts.said, parts.said_of_rest), parts),
        ppi=_with_proofs(prediction_powered(parts.truth, parts.said, parts.said_of_rest, 1.0), parts),
        ppi_tuned=_with_proofs(prediction_powered(parts.truth, parts.said, parts.said_of_rest, weight), parts),
        weight=weight,
    )


def accuracy_of_all(cell: Cell) -> CorrectedRate | None:
    """The accuracy on all questions with a verdict; the right answer of some is not known.

    What the judge says of each verdict is how probable it finds it, which is then corrected. The rates by which it
    passes and fails mean little here: probabilities are no judgements. None with fewer than two questions of each kind.
    """
    # One that abstained has no credit, although the right answer may be known.
    rows = np.flatnonzero(cell.is_decided & is_known(cell.p) & ~cell.is_abstained)
    n = len(rows)
    rates = JudgedRates.of(cell.confidence[rows], cell.credit[rows])
    found = corrected_rate(replace(rates, item=cell.question[rows])) if n else None
    if found is None:
        return None
    # Not of use for probabilities, and easily taken for rates of verdicts.
    nothing = Estimate(value=None)
    return found.model_copy(update={"sensitivity": nothing, "specificity": nothing, "rogan_gladen": nothing})


def rogan_gladen(truth: Floats, said: Floats, said_of_rest: Floats) -> Estimate:
    """The rate of the unlabelled items, by the judge's sensitivity and specificity on the labelled ones.

    `truth` and `said` are (n,) from 0 to 1, `said_of_rest` is (N,). No value where the judge passes what fails as often
    as what passes, or where the labels are all of one kind.
    """
    n_pass, n_fail = float(truth.sum()), float((1 - truth).sum())
    if min(n_pass, n_fail) <= 0:
        return Estimate(value=None)
    right_pass, right_fail = float((truth * said).sum()), float(((1 - truth) * (1 - said)).sum())
    n_rest, rate = len(said_of_rest), float(said_of_rest.mean())
    gain = right_pass / n_pass + right_fail / n_fail - 1
    if gain <= 0:
        return Estimate(value=None)
    value = float(np.clip((rate + right_fail / n_fail - 1) / gain, 0, 1))
    # Lang and Reiczigel: one item of each kind is added to both rates of the judge, and z² halves to the rate itself.
    sensitivity, specificity = (right_pass + 1) / (n_pass + 2), (right_fail + 1) / (n_fail + 2)
    rate, n_rate = (n_rest * rate + Z_95**2 / 2) / (n_rest + Z_95**2), n_rest + Z_95**2
    gain = sensitivity + specificity - 1
    if gain <= 0:
        return Estimate(value=value, low=0, high=1, n=len(truth) + n_rest, clusters=len(truth), method="rogan-gladen")
    middle = (rate + specificity - 1) / gain
    of_pass = sensitivity * (1 - sensitivity) / (n_pass + 2)
    of_fail = specificity * (1 - specificity) / (n_fail + 2)
    shift = 2 * Z_95**2 * (middle * of_pass - (1 - middle) * of_fail)
    variance = rate * (1 - rate) / n_rate + middle**2 * of_pass + (1 - middle) ** 2 * of_fail
    half = Z_95 * math.sqrt(variance) / gain
    # The shifted interval may miss the unshifted value by a little.
    low, high = min(value, middle + shift - half), max(value, middle + shift + half)
    return _estimate(value, low, high, n=len(truth) + n_rest, clusters=len(truth), method="rogan-gladen")


def prediction_powered(truth: Floats, said: Floats, said_of_rest: Floats, weight: float = 1.0) -> Estimate:
    """The mean of all judgements times `weight`, plus the labelled mean of truth minus weighted judgement.

    `truth` and `said` are (n,), `said_of_rest` is (N,). With weight 1 it is PPI, with that of `tuned_weight` PPI++.
    The interval takes Student's t for the few labels, and adds a quarter of an error of each kind for judges that
    hardly err.
    """
    n, n_rest = len(truth), len(said_of_rest)
    errors = truth - weight * said
    value = weight * float(said_of_rest.mean()) + float(errors.mean())
    n_pseudo = 2 * PSEUDO_ERRORS
    spread = (float(((errors - errors.mean()) ** 2).sum()) + n_pseudo) / (n - 1 + n_pseudo)
    variance = spread / n
    if n_rest > 1:
        variance += weight**2 * float(said_of_rest.var(ddof=1)) / n_rest
    half = student_t(n - 1) * math.sqrt(variance)
    return _estimate(value, value - half, value + half, n=n + n_rest, clusters=n, method="ppi")


def tuned_weight(truth: Floats, said: Floats, said_of_rest: Floats) -> float:
    """The weight of the judgements that makes the variance least (arXiv 2311.01453, section 6), from 0 to 1."""
    n, n_rest = len(truth), len(said_of_rest)
    variance = float(np.concatenate([said, said_of_rest]).var(ddof=1))
    if variance <= 0:
        return 0.0
    covariance = float(((truth - truth.mean()) * (said - said.mean())).sum()) / (n - 1)
    return float(np.clip(covariance / ((1 + n / n_rest) * variance), 0, 1))


def _parts(judged: JudgedRates) -> _Parts:
    """The items of each part, every item once: judgements of one item are averaged."""
    is_labelled = ~judged.is_proved & ~np.isnan(judged.truth)
    is_rest = ~judged.is_proved & np.isnan(judged.truth)
    return _Parts(
        truth=_means(judged.truth, judged.item, is_labelled),
        said=_means(judged.said, judged.item, is_labelled),
        said_of_rest=_means(judged.said, judged.item, is_rest),
        proved=_means(judged.proved_truth, judged.item, judged.is_proved),
    )


def _means(values: Floats, item: Ints, mask: Bools) -> Floats:
    """The mean of each item within a mask, in the order of the items."""
    if not mask.any():
        return np.zeros(0)
    chosen = values[mask]
    sums = cluster_sums(np.stack([chosen, np.ones_like(chosen)], axis=1), item[mask])
    means: Floats = sums[:, 0] / sums[:, 1]
    return means


def _with_proofs(rest: Estimate, parts: _Parts) -> Estimate:
    """The rate of all, from that of the items that are not proved; unchanged where none is proved.

    The shares of both parts vary as well. Their part of the variance is added to each half of the interval, as for a
    sum of independent parts (MOVER: Zou and Donner 2008, Statistics in Medicine 27).
    """
    n_proved = len(parts.proved)
    if not n_proved or rest.value is None:
        return rest
    if rest.low is None or rest.high is None:
        return rest
    share = n_proved / parts.n
    rate = float(parts.proved.mean())
    variance = (share * float(parts.proved.var()) + share * (1 - share) * (rate - rest.value) ** 2) / parts.n
    value = share * rate + (1 - share) * rest.value
    below = math.hypot((1 - share) * (rest.value - rest.low), Z_95 * math.sqrt(variance))
    above = math.hypot((1 - share) * (rest.high - rest.value), Z_95 * math.sqrt(variance))
    n = rest.n + n_proved
    return _estimate(value, value - below, value + above, n=n, clusters=rest.clusters, method=rest.method)


def _share(passed: float, n: float) -> Estimate:
    """A share with Wilson's interval; none of nothing."""
    if n <= 0:
        return Estimate(value=None)
    # Rounding can put a share slightly outside 0 to 1.
    value = min(1.0, max(0.0, passed / n))
    low, high = wilson(value, n)
    return Estimate(value=value, low=low, high=high, n=round(n), clusters=round(n), method="wilson")


def _estimate(value: float, low: float, high: float, *, n: int, clusters: int, method: IntervalMethod) -> Estimate:
    """A rate and its interval, both cut at 0 and 1."""
    value, low, high = (float(np.clip(number, 0, 1)) for number in (value, low, high))
    return Estimate(value=value, low=low, high=high, n=n, clusters=clusters, method=method)
