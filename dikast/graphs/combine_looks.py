"""From replies to probabilities, and from looks in several orders to one verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dikast.records import Look, Verdict


def safe_log(p: float) -> float:
    """The natural logarithm; minus infinity for 0."""
    if p <= 0:
        return -math.inf
    return math.log(p)


def one_hot(label: str, labels: Sequence[str]) -> list[float]:
    """The log-probabilities of a bare label: all on one choice."""
    logps = [-math.inf] * len(labels)
    logps[labels.index(label)] = 0.0
    return logps


def shares(counts: Sequence[int]) -> list[float]:
    """The log-probabilities of counted labels or votes, of which there is at least one."""
    total = sum(counts)
    return [safe_log(n / total) for n in counts]


def normalised(logps: Mapping[str, float], labels: Sequence[str]) -> tuple[list[float], float] | None:
    """Log-probabilities scaled to 1 over the labels, and the probability all labels had before.

    None where the backend gave none of the labels any probability.
    """
    values = [logps.get(label, -math.inf) for label in labels]
    top = max(values)
    if not math.isfinite(top):
        return None
    # The log-sum-exp with the largest value taken out first: small probabilities would else underflow to 0.
    total = top + math.log(math.fsum(math.exp(value - top) for value in values))
    scaled = [value - total for value in values]
    return scaled, math.exp(total)


def in_question_order(values: Sequence[float], order: Sequence[int]) -> tuple[float, ...]:
    """Values by label, as values by choice in the question's own order."""
    return tuple(values[order.index(choice)] for choice in range(len(order)))


def probabilities(logps: Sequence[float]) -> tuple[float, ...]:
    """The probabilities of these normalised log-probabilities."""
    return tuple(map(math.exp, logps))


def combine(looks: Sequence[Look], reason: str | None = None) -> Verdict:
    """One verdict from looks at the same choices in one or several orders.

    Log-odds are averaged. A bias that adds the same amount to the log-odds of the first choice shown therefore cancels
    when two choices were shown in both orders. Certainties that contradict each other cancel to equal probabilities of
    the choices they named (see `_means`). Any unparsed look makes the verdict unparsed, since an average of the others
    would bring the bias back. `reason` says why there are no looks, where there are none.
    """
    if not looks:
        return Verdict(status="unparsed", reason=reason)
    rows: list[tuple[float, ...]] = []
    for look in looks:
        if look.status == "unparsed":
            return Verdict(status="unparsed", looks=tuple(looks), reason=look.reason, ending=look.ending)
        if look.logp is not None:
            rows.append(look.logp)
    means = _means(rows)
    labels = [str(i) for i in range(len(means))]
    logp = [-math.log(len(labels))] * len(labels)
    scaled = normalised(dict(zip(labels, means, strict=True)), labels)
    # Where the looks leave no choice any probability, all are equally likely.
    if scaled is not None:
        logp = scaled[0]
    top = max(logp)
    is_tie = logp.count(top) > 1
    return Verdict(
        status="decided",
        choice=None if is_tie else logp.index(top),
        probabilities=probabilities(logp),
        route=looks[0].route,
        looks=tuple(looks),
    )


def _means(rows: Sequence[Sequence[float]]) -> list[float]:
    """The mean log-probability of each choice.

    A probability of 0 is taken as one arbitrarily small, the same in every look: where every choice has a 0, those with
    the fewest keep what their other looks say.
    """
    columns = list(zip(*rows, strict=True))
    fewest_zeros = min(column.count(-math.inf) for column in columns)
    means = []
    for column in columns:
        mean = -math.inf
        if column.count(-math.inf) == fewest_zeros:
            # All of these leave out equally many zeros: sums over all the looks stay comparable.
            mean = math.fsum(value for value in column if value > -math.inf) / len(rows)
        means.append(mean)
    return means
