"""FirstErrorKind: how well a judge finds first errors, by the kind of error that was made, or planted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.metrics.process.judged_solution import NO_ERROR, JudgedSolution, UnknownAs, first_error_found
from dikast.records import Record


class FirstErrorKind(Record):
    """The first errors of one kind.

    - `found`: the share of them that the judge calls wrong, and nothing before them.
    - `named`: the share that it also gives this kind.
    - `precision`: of the solutions in which the judge's first wrong step has this kind, those whose first error is at
      this step and of this kind. None where the judge never names it.
    - `by_index`: `found` of the judge that goes by where a step stands, where there is one.
    """

    found: Estimate
    named: Estimate
    precision: Estimate
    by_index: float | None = None


@dataclass
class _KindCounts:
    """Of one kind: the problems with such a first error, one entry a solution, and those in which the judge names it.

    `found` and `named` count the first errors that the judge finds, and those whose kind it names too.
    """

    marked_in: list[str] = field(default_factory=list)
    called_in: list[str] = field(default_factory=list)
    found: int = 0
    named: int = 0


def first_errors_by_kind(
    judged: Sequence[JudgedSolution],
    unknown_as: UnknownAs = "apart",
    by_index: Sequence[JudgedSolution] | None = None,
) -> dict[str, FirstErrorKind]:
    """The figures of every kind of first error in the gold marks, sorted; empty where they name no kinds.

    Solutions without a known first error, or absence of one, are left out. Wilson's intervals are over problems that
    have such an error. `by_index` are judgements of the same solutions by the judge that goes by where a step stands.
    """
    counts = _counted(judged, unknown_as)
    index_counts = None if by_index is None else _counted(by_index, unknown_as)
    kinds: dict[str, FirstErrorKind] = {}
    for kind in sorted(counts):
        of = counts[kind]
        if of.marked_in:
            kinds[kind] = FirstErrorKind(
                found=_share(of.found, of.marked_in),
                named=_share(of.named, of.marked_in),
                precision=_share(of.named, of.called_in),
                by_index=None if index_counts is None else index_counts[kind].found / len(of.marked_in),
            )
    return kinds


def _counted(judged: Sequence[JudgedSolution], unknown_as: UnknownAs) -> dict[str, _KindCounts]:
    """The counts by kind, of the solutions whose first error, or its absence, is known."""
    counts: defaultdict[str, _KindCounts] = defaultdict(_KindCounts)
    for solution in judged:
        if not solution.gold.is_located:
            continue
        found = first_error_found(solution.steps, unknown_as)
        called_kind = None if found in (None, NO_ERROR) else solution.steps.types[found or 0]
        if called_kind:
            counts[called_kind].called_in.append(solution.problem)
        gold_kind = _gold_kind(solution)
        if gold_kind is None:
            continue
        of = counts[gold_kind]
        of.marked_in.append(solution.problem)
        if found == solution.gold.first_error:
            of.found += 1
            of.named += called_kind == gold_kind
    return counts


def _gold_kind(solution: JudgedSolution) -> str | None:
    """The kind of the first error, by the marks; None where there is none, or it has no kind."""
    first = solution.gold.first_error
    if first is None:
        return None
    return solution.gold.steps[first].error_type or None


def _share(part: int, problems: Sequence[str]) -> Estimate:
    """A share of as many solutions as there are entries, with Wilson's interval over the problems."""
    n = len(problems)
    if not n:
        return Estimate(value=None)
    clusters = len(set(problems))
    low, high = wilson(part / n, clusters)
    return Estimate(value=part / n, low=low, high=high, n=n, clusters=clusters, method="wilson")
