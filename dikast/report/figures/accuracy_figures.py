"""Figures of how often judges were right: in all, by the side argued, and by the order of the answers."""

from __future__ import annotations

from dikast.metrics import Estimate
from dikast.report.figure import Intervals
from dikast.report.figures.figure_builders import SHARE, build_intervals, build_mark, cell_row, chance_line
from dikast.report.findings import Findings

SIDES = ("the right answer was argued", "a wrong answer was argued")


def accuracy_title(findings: Findings) -> str:
    """Whose accuracy it is."""
    if all(cell.solver is not None for cell in findings.cells):
        return "Solver accuracy"
    return "Judge accuracy"


def accuracy_figure(findings: Findings) -> Intervals | None:
    """How often the judge of each cell was right."""
    rows = [cell_row(cell, build_mark("accuracy", cell.accuracy.accuracy)) for cell in findings.cells]
    return build_intervals(
        rows,
        series=("accuracy",),
        id="accuracy",
        title=accuracy_title(findings),
        x="share of verdicts that are right",
        reading="Each line is a 95 % interval over questions. Unparsed and failed episodes are in no share.",
        fixed_limits=SHARE,
        reference=chance_line(findings),
    )


def sides_figure(findings: Findings) -> Intervals | None:
    """Accuracy by whether the right or a wrong answer was argued."""
    rows = []
    for cell in findings.cells:
        accuracy = cell.accuracy
        right = _first_defined(accuracy.argued_right, accuracy.chose_right)
        wrong = _first_defined(accuracy.argued_wrong, accuracy.chose_wrong)
        rows.append(cell_row(cell, build_mark(SIDES[0], right), build_mark(SIDES[1], wrong)))
    return build_intervals(
        rows,
        series=SIDES,
        id="sides",
        title="Accuracy by the side that was argued",
        x="share of verdicts that are right",
        reading="Far apart, the judge follows the speaker; close together, it goes by what is said.",
        fixed_limits=SHARE,
        reference=chance_line(findings),
    )


def _first_defined(assigned: Estimate, chosen: Estimate) -> Estimate:
    """The estimate where sides were assigned; where the arguer chose its own side, the estimate for that."""
    if assigned.value is None:
        return chosen
    return assigned


def position_figure(findings: Findings) -> Intervals | None:
    """How often the answer shown first was favoured."""
    rows = [cell_row(cell, build_mark("shown first", cell.position.first)) for cell in findings.cells]
    return build_intervals(
        rows,
        series=("shown first",),
        id="position",
        title="Preference for the answer shown first",
        x="share of looks that favour the first",
        reading="Single looks, before both orders are averaged.",
        fixed_limits=SHARE,
        reference=chance_line(findings, "no preference, with {} answers"),
    )
