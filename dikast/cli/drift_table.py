"""What changed from one run of a judge to another, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console

from dikast.cli.tables import interval, or_dash, plain_console, print_table
from dikast.metrics import DriftCounts, Estimate, VerdictDrift
from dikast.report import DriftReport, format_p_value
from dikast.sanitize import sanitize


def print_drift(report: DriftReport) -> None:
    """Prints how many verdicts changed and what that did to the accuracy, then in which way they changed."""
    console = plain_console()
    rows = [(*_names(cell), *_figures(cell), *_with_interval(cell.floor)) for cell in report.cells]
    headings = ("protocol", "agents", *_HEADINGS, "floor", "interval")
    title = "The later verdicts against the earlier ones; floor: what differs between repeats at one date"
    print_table(console, title, headings, rows, names=2)
    _print_kinds(console, report.cells)
    for cell in report.cells:
        if cell.by:
            groups = [(name, *_figures(counts)) for name, counts in cell.by.items()]
            print_table(console, f"By group: {sanitize(_name(cell))}", ("group", *_HEADINGS), groups)
    for line in _notes(report):
        console.print(sanitize(line), soft_wrap=True)


_HEADINGS = ("questions", "pairs", "changed", "interval", "accuracy", "interval", "p")


def _figures(counts: DriftCounts) -> tuple[str, ...]:
    gain = or_dash(counts.difference.value, "+.3f")
    return (
        f"{counts.questions:,}",
        f"{counts.pairs:,}",
        *_with_interval(counts.changed),
        gain,
        interval(counts.difference),
        format_p_value(counts.p_value),
    )


def _print_kinds(console: Console, cells: Sequence[VerdictDrift]) -> None:
    """A column for each way to change that occurs."""
    kinds = [kind for kind in cells[0].kinds if any(cell.kinds[kind] for cell in cells)]
    rows = [(*_names(cell), *(f"{cell.kinds[kind]:,}" for kind in kinds)) for cell in cells]
    print_table(console, "In which way", ("protocol", "agents", *kinds), rows, names=2)


def _notes(report: DriftReport) -> Iterator[str]:
    """What a reader should know of how the verdicts were paired."""
    if report.other_questions:
        yield f"{report.other_questions:,} episodes have another question in the second run, and are left out"
    if report.other_transcripts:
        yield (
            f"{report.other_transcripts:,} verdicts are on other transcripts: what changed may be the speakers. To "
            "judge the same ones again, use `dikast judge`"
        )
    n_unpaired = sum(cell.unpaired for cell in report.cells)
    if n_unpaired:
        yield f"{n_unpaired:,} episodes are in one of the runs only"
    if all(cell.floor.value is None for cell in report.cells):
        yield "no question was judged twice at one date, so it is not known how much changes by itself: `repeats: 2`"


def _names(cell: VerdictDrift) -> tuple[str, str]:
    return cell.protocol, cell.agents


def _name(cell: VerdictDrift) -> str:
    return " · ".join(filter(None, _names(cell)))


def _with_interval(estimate: Estimate) -> tuple[str, str]:
    return or_dash(estimate.value, ".3f"), interval(estimate)
