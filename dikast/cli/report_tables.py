"""The findings of a report, as tables for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console

from dikast.cli.summary_tables import Columns, plain_console, share
from dikast.cli.tables import print_table
from dikast.metrics import Estimate
from dikast.report import MOST_COMPARED, CellFindings, Findings, format_p_value, warnings_by_kind
from dikast.sanitize import sanitize

MOST_SHOWN = 12
STOPS = (0.8, 0.95)


def print_findings(findings: Findings) -> None:
    """Prints the numbers of every cell, the comparisons, what to doubt, and which episodes to read."""
    console = plain_console()
    _ACCURACY.print_on(console, findings.cells)
    if all(cell.accuracy.accuracy.value is None for cell in findings.cells):
        console.print("No verdict can be called right or wrong here; for worked solutions there is `dikast score`\n")
    sided = [cell for cell in findings.cells if cell.accuracy.argued_right.n or cell.accuracy.argued_wrong.n]
    if sided:
        _SIDES.print_on(console, sided)
    if any(cell.asd_brier.value is not None for cell in findings.cells):
        _HONESTY.print_on(console, [cell for cell in findings.cells if cell.asd_brier.value is not None])
    _print_recoveries(console, findings)
    _print_stops(console, findings)
    _print_arguers(console, findings)
    _print_comparisons(console, findings)
    _print_agreements(console, findings)
    _print_list(console, "What to doubt", list(_doubts(findings)))
    read = [f"{s.run} {s.id}: {', '.join(s.kinds)}" for s in findings.surprises]
    _print_list(console, "Episodes to read, by `dikast transcript DIR EPISODE`", read)


def _print_recoveries(console: Console, findings: Findings) -> None:
    if findings.recoveries:
        rows = [
            (r.protocol, *("–" if r.gap_may_be_none else part for part in _both(r.recovered)), *_both(r.gap))
            for r in findings.recoveries
        ]
        print_table(console, "Performance gap recovered", ("cell", "recovered", "interval", "gap", "interval"), rows)


def _print_stops(console: Console, findings: Findings) -> None:
    """Two thresholds and no stop, a line a cell; the page has all."""
    shown = [(cell, [stop for stop in cell.stops if stop.threshold in STOPS]) for cell in findings.cells if cell.stops]
    rows = [
        (
            cell.name,
            *(part for stop in stops for part in (share(stop.accuracy.value), _rounds(stop.rounds.value))),
            share(cell.accuracy.accuracy.value),
            _rounds(stops[0].rounds_in_all),
        )
        for cell, stops in shown
    ]
    if rows:
        headings = [part for threshold in STOPS for part in (f"at p ≥ {threshold:g}", "rounds")]
        title = "Accuracy, and rounds read, had each episode ended once its judge was sure"
        print_table(console, title, ("cell", *headings, "not ended", "rounds"), rows)


def _print_arguers(console: Console, findings: Findings) -> None:
    """Won for right sides and for wrong ones; won at all, where nobody knows which are right."""
    has_gold = any(a.wins_right.n or a.wins_wrong.n for a in findings.arguers)
    won = ("won, right", "interval", "won, wrong", "interval") if has_gold else ("won", "interval")
    rows = [
        (
            a.agent,
            f"{a.episodes:,}",
            *((*_both(a.wins_right), *_both(a.wins_wrong)) if has_gold else _both(a.wins)),
            share(a.persuasion.value),
        )
        for a in findings.arguers
    ]
    if rows:
        headings = ("agent", "episodes", *won, "persuasion")
        print_table(console, "How often judges went with those who argued", headings, rows)


def _print_comparisons(console: Console, findings: Findings) -> None:
    if not findings.comparisons and len(findings.cells) > MOST_COMPARED:
        console.print(f"More than {MOST_COMPARED} cells are not compared all with all; name two by --compare A B\n")
    if findings.comparisons:
        title = f"The first less the second, p-values adjusted ({findings.comparisons[0].correction})"
        rows = [
            (
                c.first,
                c.second,
                f"{c.difference.clusters:,}",
                *_both(c.difference),
                format_p_value(c.p_value),
                format_p_value(c.p_adjusted),
            )
            for c in findings.comparisons
        ]
        headings = ("first", "second", "questions", "difference", "interval", "p", "adjusted")
        print_table(console, title, headings, rows, names=2)


def _print_agreements(console: Console, findings: Findings) -> None:
    if findings.agreements:
        rows = [
            (name, f"{one.n:,}", share(one.percent.value), *_both(one.kappa), share(one.alpha.value))
            for name, one in findings.agreements.items()
        ]
        headings = ("judges of", "n", "agree", "Cohen's κ", "interval", "Krippendorff's α")
        print_table(console, "Agreement between judges", headings, rows)
    if findings.agreements_left_out:
        n = findings.agreements_left_out
        console.print(f"{n:,} more pairs of judges are left out; report fewer runs at once to see them\n")


def _doubts(findings: Findings) -> Iterator[str]:
    """A line for each kind of caution: the first of it, and how many more there are."""
    for kind, cautions in warnings_by_kind(findings.cautions).items():
        first, *more = cautions
        yield f"{kind}: {first.where}: {first.reason}" + (f" … and {len(more)} more like it" if more else "")


def _print_list(console: Console, title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    console.print(title, style="bold", soft_wrap=True)
    for line in lines[:MOST_SHOWN]:
        console.print(f"- {sanitize(line)}", soft_wrap=True)
    if len(lines) > MOST_SHOWN:
        console.print(f"… and {len(lines) - MOST_SHOWN} more; --html and --json have them all")
    console.print()


def _range(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return "–"
    between = " to " if estimate.low < 0 else "–"
    return f"{estimate.low:z.2f}{between}{estimate.high:z.2f}"


def _both(estimate: Estimate) -> tuple[str, str]:
    return share(estimate.value), _range(estimate)


def _rounds(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _error(cell: CellFindings) -> str:
    return share(cell.calibration.ece.value) if cell.calibration else "–"


_ACCURACY = Columns[CellFindings](
    "Judge accuracy, with its 95 % interval",
    {
        "questions": lambda cell: f"{cell.accuracy.questions:,}",
        "episodes": lambda cell: f"{cell.accuracy.episodes:,}",
        "accuracy": lambda cell: share(cell.accuracy.accuracy.value),
        "interval": lambda cell: _range(cell.accuracy.accuracy),
        "Brier": lambda cell: share(cell.scores.brier.value),
        "log": lambda cell: share(cell.scores.log.value),
        "ECE": _error,
        "unparsed": lambda cell: f"{cell.accuracy.unparsed:,}",
        "failed": lambda cell: f"{cell.accuracy.failed:,}",
    },
)
_SIDES = Columns[CellFindings](
    "Accuracy when the right answer was argued, and when a wrong one was",
    {
        "right argued": lambda cell: share(cell.accuracy.argued_right.value),
        "interval": lambda cell: _range(cell.accuracy.argued_right),
        "wrong argued": lambda cell: share(cell.accuracy.argued_wrong.value),
        "interval ": lambda cell: _range(cell.accuracy.argued_wrong),
        "agreed": lambda cell: share(cell.accuracy.agreed.value),
    },
)
_HONESTY = Columns[CellFindings](
    "Agent score difference: what the truth earns more than falsehood",
    {
        "log": lambda cell: share(cell.asd_log.value),
        "interval": lambda cell: _range(cell.asd_log),
        "Brier": lambda cell: share(cell.asd_brier.value),
        "interval ": lambda cell: _range(cell.asd_brier),
    },
)
