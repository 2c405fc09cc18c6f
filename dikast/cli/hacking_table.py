"""The table of judges against which speeches were optimised."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from dikast.cli.cell_table import share
from dikast.cli.tables import print_table
from dikast.metrics import Estimate, HackingPoint
from dikast.report import HackingFinding


def print_hacking(console: Console, findings: Sequence[HackingFinding]) -> None:
    """Prints a row for each protocol, judge and number of drafts; nothing where no number was varied."""
    rows = [_row(finding, point) for finding in findings for point in finding.points]
    if not rows:
        return
    headings = ("protocol", "judge", "drafts", "certainty", "accuracy", "too sure by", "exploitable", "interval", "by")
    title = "Speeches that are the best of several drafts: certainty against truth, and how far judges can be deceived"
    print_table(console, title, headings, rows, names=2)


def _row(finding: HackingFinding, point: HackingPoint) -> tuple[str, ...]:
    judge = f"{finding.judge} (held out)" if finding.is_held_out else finding.judge
    return (
        finding.protocol,
        judge,
        f"{point.n}",
        share(point.belief.value),
        share(point.truth.value),
        _signed(point.too_sure),
        share(point.exploitability.value),
        _interval(point.exploitability),
        point.best_arguer or "–",
    )


def _signed(estimate: Estimate) -> str:
    """A difference with its interval."""
    if estimate.value is None:
        return "–"
    return f"{estimate.value:z.3f} ({_interval(estimate)})"


def _interval(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return "–"
    return f"{estimate.low:z.2f} to {estimate.high:z.2f}"
