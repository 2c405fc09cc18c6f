"""How often judges were right, by side and by place."""

from __future__ import annotations

from dikast.report.figure import Intervals
from dikast.report.figures.figure_builders import SHARE, chance, intervals, mark
from dikast.report.findings import Findings

SIDES = ("the right answer was argued", "a wrong answer was argued")


def accuracy_figure(findings: Findings) -> Intervals | None:
    """How often the judge of each cell was right."""
    rows = [(cell, [mark("accuracy", cell.accuracy.accuracy)]) for cell in findings.cells]
    return intervals(
        rows,
        series=("accuracy",),
        id="accuracy",
        title="Judge accuracy",
        x="share of verdicts that are right",
        reading="Each line is a 95 % interval over questions. Unparsed and failed episodes are in no share.",
        limits=SHARE,
        reference=chance(findings),
    )


def sides_figure(findings: Findings) -> Intervals | None:
    """Accuracy by whether the right or a wrong answer was argued."""
    rows = []
    for cell in findings.cells:
        a = cell.accuracy
        right = a.argued_right if a.argued_right.value is not None else a.chose_right
        wrong = a.argued_wrong if a.argued_wrong.value is not None else a.chose_wrong
        rows.append((cell, [mark(name, share) for name, share in zip(SIDES, (right, wrong), strict=True)]))
    return intervals(
        rows,
        series=SIDES,
        id="sides",
        title="Accuracy by the side that was argued",
        x="share of verdicts that are right",
        reading="Far apart, the judge follows whoever speaks; close together, it goes by what is said.",
        limits=SHARE,
        reference=chance(findings),
    )


def position_figure(findings: Findings) -> Intervals | None:
    """How often the answer shown first was favoured."""
    rows = [(cell, [mark("shown first", cell.position.first)]) for cell in findings.cells]
    return intervals(
        rows,
        series=("shown first",),
        id="position",
        title="Preference for the answer shown first",
        x="share of looks that favour the first",
        reading="Single looks, before both orders are averaged.",
        limits=SHARE,
        reference=chance(findings, "no preference, with {} answers"),
    )
