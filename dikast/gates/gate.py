"""The gate: whether figures are what was required of them, by their intervals."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dikast.errors import BadInput, nearest
from dikast.gates.requirement import FLAG, Requirement
from dikast.metrics import Estimate, questions_to_decide
from dikast.records import Record

GateStatus = Literal["passed", "failed", "undecided"]
EXIT_CODES: Mapping[GateStatus, int] = {"passed": 0, "failed": 4, "undecided": 5}


@dataclass(frozen=True)
class GateCell:
    """One row of a command's figures: its name, the labels by which it can be selected, and its figures by name.

    A figure that makes no sense for this cell is left out; one without a value says that there was nothing to measure.
    """

    name: str
    labels: tuple[str, ...]
    figures: Mapping[str, Estimate]

    def has(self, selector: str) -> bool:
        """Whether this is the selected cell: by its name or a label, or by several labels with commas between them."""
        names = {self.name, *self.labels}
        if selector in names:
            return True
        return all(part.strip() in names for part in selector.split(","))


class GateCheck(Record):
    """One requirement on one cell.

    `reason` says how the figure compares with the threshold. `questions` is how many would decide an undecided one with
    a chance of 80 %, were the estimate the true value; None where that is not known.
    """

    requirement: Requirement
    cell: str
    estimate: Estimate
    status: GateStatus
    reason: str
    questions: int | None = None


class GateResult(Record):
    """All checks. It failed if one check failed; else it is undecided if one is."""

    checks: tuple[GateCheck, ...]

    @property
    def status(self) -> GateStatus:
        """The worst status of the checks."""
        statuses = {check.status for check in self.checks}
        for status in ("failed", "undecided"):
            if status in statuses:
                return status
        return "passed"

    @property
    def code(self) -> int:
        """The exit code: 0 passed, 4 failed, 5 undecided."""
        return EXIT_CODES[self.status]


def decide(requirements: Iterable[Requirement], cells: Sequence[GateCell]) -> GateResult:
    """Checks every requirement on every cell that it selects.

    Raises BadInput where a requirement selects a cell that is not there.
    """
    checks: list[GateCheck] = []
    for requirement in requirements:
        checks += _checks(requirement, cells)
    return GateResult(checks=tuple(checks))


def check_labels(requirements: Iterable[Requirement], known: Collection[str]) -> None:
    """Raises BadInput for a selected cell, if none of these labels can be meant."""
    cell = GateCell(name="", labels=tuple(known), figures={})
    for requirement in requirements:
        for label in requirement.labels:
            if not cell.has(label):
                raise _no_cell(label, known, requirement)


def _checks(requirement: Requirement, cells: Sequence[GateCell]) -> list[GateCheck]:
    """The requirement on each selected cell that has the figure; undecided, once, where none has it."""
    selected = [cell for cell in cells if all(map(cell.has, requirement.labels))]
    if not selected and requirement.labels:
        names = [name for cell in cells for name in (cell.name, *cell.labels) if name]
        raise _no_cell(requirement.labels[0], names, requirement)
    having = [cell for cell in selected if requirement.figure in cell.figures]
    if not having:
        where = ", ".join(requirement.labels) or "all"
        return [_unmeasured(requirement, where)]
    return [_check(requirement, cell) for cell in having]


def _no_cell(label: str, names: Iterable[str], requirement: Requirement) -> BadInput:
    known = set(filter(None, names))
    return BadInput(f"no cell {label!r}: {nearest(label, known)}", f"{FLAG} {requirement.text}")


def _unmeasured(requirement: Requirement, cell: str) -> GateCheck:
    return GateCheck(
        requirement=requirement,
        cell=cell,
        estimate=Estimate(value=None),
        status="undecided",
        reason=f"there is nothing to measure {requirement.figure} on",
    )


def _check(requirement: Requirement, cell: GateCell) -> GateCheck:
    estimate = cell.figures[requirement.figure]
    if estimate.value is None:
        return _unmeasured(requirement, cell.name)
    status = _status(requirement, estimate, estimate.value)
    questions = None
    if status == "undecided":
        questions = questions_to_decide(estimate, requirement.threshold)
    return GateCheck(
        requirement=requirement,
        cell=cell.name,
        estimate=estimate,
        status=status,
        reason=_reason(requirement, estimate, status, questions),
        questions=questions,
    )


def _status(requirement: Requirement, estimate: Estimate, value: float) -> GateStatus:
    if requirement.is_point:
        return _of_point(requirement, value)
    return _of_interval(requirement, estimate)


def _of_point(requirement: Requirement, value: float) -> GateStatus:
    holds = value >= requirement.threshold if requirement.relation == ">=" else value <= requirement.threshold
    return "passed" if holds else "failed"


def _of_interval(requirement: Requirement, estimate: Estimate) -> GateStatus:
    """By the end of the interval that is nearer to failing; it failed where even the other end does not hold."""
    low, high = estimate.low, estimate.high
    if low is None or high is None:
        return "undecided"
    # An interval for `<=` is one for `>=`, seen from the other side.
    if requirement.relation == "<=":
        low, high = -high, -low
    threshold = requirement.threshold if requirement.relation == ">=" else -requirement.threshold
    if low >= threshold:
        return "passed"
    if high < threshold:
        return "failed"
    return "undecided"


def _reason(requirement: Requirement, estimate: Estimate, status: GateStatus, questions: int | None) -> str:
    """`accuracy 0.740 (0.65–0.81)`, and for an undecided one what would decide it."""
    figure = f"{requirement.figure} {shown_value(estimate)}"
    if status != "undecided":
        return figure
    if estimate.low is None or estimate.high is None:
        return f"{figure}; more questions may give it one, and `point:` takes the estimate as it is"
    if estimate.method == "bounds":
        return f"{figure}; the episodes that failed leave it open: run them again"
    if questions is None:
        return f"{figure}; the estimate is the threshold: no number of questions can be named that would decide"
    return f"{figure}; about {questions:,} questions would decide, if the estimate is right (with a chance of 80 %)"


def shown_value(estimate: Estimate) -> str:
    """The value with its interval: `0.740 (0.651–0.812, 100 questions)`; an exact count alone."""
    if estimate.method == "exact" and estimate.low == estimate.value == estimate.high:
        return f"{estimate.value:g}"
    value = f"{estimate.value:z.3f}"
    if estimate.low is None or estimate.high is None:
        return f"{value} (no interval)"
    # A dash before a minus sign can't be read.
    between = " to " if estimate.low < 0 else "–"
    return f"{value} ({estimate.low:z.3f}{between}{estimate.high:z.3f}, n = {estimate.clusters or estimate.n:,})"
