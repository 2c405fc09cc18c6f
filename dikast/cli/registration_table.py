"""The table of hypotheses that were registered before the run."""

from __future__ import annotations

from rich.console import Console

from dikast.cli.cell_table import share
from dikast.cli.tables import print_table
from dikast.metrics import DecidedHypothesis
from dikast.report import RegistrationFinding, format_p_value
from dikast.sanitize import sanitize


def print_registration(console: Console, finding: RegistrationFinding | None) -> None:
    """Prints what became of each hypothesis, and what was changed since; nothing without a registration."""
    if finding is None:
        return
    rows = [_row(decided) for decided in finding.hypotheses]
    headings = ("hypothesis", "questions", "difference", "interval", "p", "adjusted", "conclusion")
    print_table(console, f"Registered before the run, sha256 {finding.hash}", headings, rows)
    for decided in finding.hypotheses:
        if decided.reason:
            console.print(sanitize(f"- {decided.hypothesis.statement}: {decided.reason}"), soft_wrap=True)
    if finding.finished:
        console.print(f"- {finding.finished:,} episodes were finished before it was registered", soft_wrap=True)
    for change in finding.changes:
        console.print(sanitize(f"- changed since: {change}"), soft_wrap=True)
    console.print("All other figures are exploratory: they were not registered\n")


def _row(decided: DecidedHypothesis) -> tuple[str, ...]:
    statement, comparison = decided.hypothesis.statement, decided.comparison
    if comparison is None:
        return statement, f"0 of {decided.hypothesis.questions:,}", "–", "–", "–", "–", decided.conclusion
    difference = comparison.difference
    interval = "–"
    if difference.low is not None and difference.high is not None:
        interval = f"{difference.low:z.2f} to {difference.high:z.2f}"
    return (
        statement,
        f"{difference.clusters:,} of {decided.hypothesis.questions:,}",
        share(difference.value),
        interval,
        format_p_value(comparison.p_value),
        format_p_value(comparison.p_adjusted),
        decided.conclusion,
    )
