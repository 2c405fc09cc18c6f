"""From replies to probabilities, and from looks in several orders to one verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dikast.records import Look, Verdict


def safe_log(p: float) -> float:
    """The natural logarithm; minus infinity for 0."""
    return math.log(p) if p > 0 else -math.inf


def one_hot(label: str, labels: Sequence[str]) -> list[float]:
    """The log-probabilities of a bare label: all on one choice."""
    return [0.0 if label == other else -math.inf for other in labels]


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
    total = top + math.log(math.fsum(math.exp(v - top) for v in values))
    return [v - total for v in values], math.exp(total)


def in_question_order(values: Sequence[float], order: Sequence[int]) -> tuple[float, ...]:
    """Values by label, as values by choice in the question's own order."""
    return tuple(values[order.index(choice)] for choice in range(len(order)))


def probabilities(logps: Sequence[float]) -> tuple[float, ...]:
    """The probabilities of these normalised log-probabilities."""
    return tuple(math.exp(v) for v in logps)


def combine(looks: Sequence[Look], reason: str | None = None) -> Verdict:
    """One verdict from looks at the same choices in one or several orders.

    Log-odds are averaged, so that a bias which adds the same amount to the log-odds of whatever stands first cancels
    when both orders of two choices were looked at. Certainties that contradict each other cancel to equal
    probabilities of the choices they named (see `_means`). Any unparsed look makes the verdict unparsed, since
    averaging the rest would bring the bias back.
    """
    unread = [look for look in looks if look.status == "unparsed"]
    if unread:
        return Verdict(status="unparsed", looks=tuple(looks), reason=unread[0].reason)
    if not looks:
        return Verdict(status="unparsed", reason=reason)
    rows = [look.logp for look in looks if look.logp is not None]
    labels = [str(i) for i in range(len(rows[0]))]
    scaled = normalised(dict(zip(labels, _means(rows), strict=True)), labels)
    # Where the looks leave no choice any probability, all are equally likely.
    logp = [-math.log(len(labels))] * len(labels) if scaled is None else scaled[0]
    top = max(logp)
    leaders = [i for i, value in enumerate(logp) if value == top]
    return Verdict(
        status="decided",
        choice=leaders[0] if len(leaders) == 1 else None,
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
    zeros = [column.count(-math.inf) for column in columns]
    means = []
    for column, n_zeros in zip(columns, zeros, strict=True):
        if n_zeros > min(zeros):
            means.append(-math.inf)
            continue
        means.append(math.fsum(value for value in column if value > -math.inf) / len(rows))
    return means
