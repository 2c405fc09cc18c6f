"""From replies to probabilities, and from looks in several orders to one verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dikast.protocols import Games
from dikast.records import Look, Strength, Verdict


def safe_log(p: float) -> float:
    """The natural logarithm; minus infinity for 0."""
    if p <= 0:
        return -math.inf
    return math.log(p)


def certain(place: int, n_places: int) -> list[float]:
    """The log-probabilities of a bare label: all on the one at this place."""
    logps = [-math.inf] * n_places
    logps[place] = 0.0
    return logps


def shares(counts: Sequence[int]) -> list[float]:
    """The log-probabilities of counted labels or votes; there is at least one."""
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


def probabilities(logps: Sequence[float], logp_tie: float | None = None) -> tuple[float, ...]:
    """The probabilities of these normalised log-probabilities; that of a tie is divided equally among the choices."""
    shared = 0.0
    if logp_tie is not None:
        shared = math.exp(logp_tie) / len(logps)
    return tuple(math.exp(logp) + shared for logp in logps)


def combine(looks: Sequence[Look], reason: str | None = None, games: Games = "log-odds") -> Verdict:
    """One verdict from looks at the same choices in one or several orders.

    By `log-odds`, these are averaged. A bias that adds the same amount to the log-odds of the first choice shown
    therefore cancels when two choices were shown in both orders. Certainties that contradict each other cancel to equal
    probabilities of the choices they named (see `_means`). By `counter`, each look counts 1 for the choice that it
    finds best, and where several have as many, or no look named any, the verdict is a tie.

    Any unparsed look makes the verdict unparsed, since an average of the others would bring the bias back. `reason`
    says why there are no looks, where there are none.
    """
    if not looks:
        return Verdict(status="unparsed", reason=reason)
    for look in looks:
        if look.status == "unparsed":
            return Verdict(status="unparsed", looks=tuple(looks), reason=look.reason, ending=look.ending)
    if games == "counter":
        return _counted(looks)
    rows: list[tuple[float, ...]] = []
    may_tie = any(look.logp_tie is not None for look in looks)
    for look in looks:
        if look.logp is not None:
            ties = (-math.inf if look.logp_tie is None else look.logp_tie,) if may_tie else ()
            rows.append((*look.logp, *ties))
    means = _means(rows)
    labels = [str(i) for i in range(len(means))]
    logp = [-math.log(len(labels))] * len(labels)
    scaled = normalised(dict(zip(labels, means, strict=True)), labels)
    # Where the looks leave no choice any probability, all are equally likely.
    if scaled is not None:
        logp = scaled[0]
    logp_tie = logp.pop() if may_tie else None
    shares = probabilities(logp, logp_tie)
    is_tie = logp_tie is not None and logp_tie > max(logp)
    return Verdict(
        status="decided",
        choice=None if is_tie else only_best(logp),
        probabilities=shares,
        route=looks[0].route,
        looks=tuple(looks),
        tie=is_tie,
        strength=None if is_tie else _strength(looks),
    )


def _counted(looks: Sequence[Look]) -> Verdict:
    """The verdict of the choice that most looks find best; a tie where it is not one alone."""
    favourites = [look.favourite for look in looks]
    counts = [favourites.count(choice) for choice in range(len(looks[0].order))]
    choice = only_best(counts)
    shares = [1 / len(counts)] * len(counts)
    if choice is not None:
        shares = [float(other == choice) for other in range(len(counts))]
    return Verdict(
        status="decided",
        choice=choice,
        probabilities=tuple(shares),
        route=looks[0].route,
        looks=tuple(looks),
        tie=choice is None,
        strength=None if choice is None else _strength(looks),
    )


def only_best(values: Sequence[float]) -> int | None:
    """The index of the highest value; None where several share it."""
    top = max(values)
    if values.count(top) > 1:
        return None
    return values.index(top)


def _strength(looks: Sequence[Look]) -> Strength | None:
    """`strong` if every look says so, `slight` if any says less; None where none says how much."""
    said = {look.strength for look in looks}
    if said == {None}:
        return None
    return "strong" if said == {"strong"} else "slight"


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
