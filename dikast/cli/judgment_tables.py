"""Judges of responses, as tables: what they said, by whose rule, and how far the people agree."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from dikast.cli.correction_text import correction_lines
from dikast.cli.tables import or_dash, print_table
from dikast.metrics import JudgmentCounts, JudgmentSummary
from dikast.sanitize import sanitize

MOST_CATEGORIES = 12

_Row = tuple[str, ...]


def print_judgments(console: Console, judgments: Sequence[JudgmentSummary]) -> None:
    """Prints the tables of these judges; nothing if there are none."""
    if not judgments:
        return
    _print_counts(console, judgments)
    _print_agreement(console, judgments)
    _print_published(console, judgments)
    _print_annotators(console, judgments)
    for judgment in judgments:
        _print_categories(console, judgment)
    _print_corrections(console, judgments)


def _print_corrections(console: Console, judgments: Sequence[JudgmentSummary]) -> None:
    """How many responses are right, where people said it of some of them only."""
    for judgment in judgments:
        if judgment.corrected is None:
            continue
        console.print(sanitize(" · ".join(_names(judgment))), style="bold", soft_wrap=True)
        for line in correction_lines(judgment.corrected, of="right responses", items="texts"):
            console.print(line, soft_wrap=True)
        console.print()


def _print_counts(console: Console, judgments: Sequence[JudgmentSummary]) -> None:
    """What each judge said, and how much of it is right. Columns of two orders are left out where there is only one."""
    has_orders = any(judgment.consistency is not None for judgment in judgments)
    headings: _Row = ("set", "judge", *_COUNTS, "accuracy", "interval")
    if has_orders:
        headings += ("consistent", "both right")
    rows = []
    for judgment in judgments:
        row = (*_names(judgment), *_count_cells(judgment), _share(judgment.accuracy), _interval(judgment, "accuracy"))
        if has_orders:
            row += (_share(judgment.consistency), _share(judgment.both_right))
        rows.append(row)
    title = "Verdicts on responses; accuracy is right / n, and what can't be read is not right"
    print_table(console, title, headings, rows, names=2)


def _print_agreement(console: Console, judgments: Sequence[JudgmentSummary]) -> None:
    """Averages over the classes, and agreement beyond chance."""
    headings = ("set", "judge", "precision", "recall", "F1", "κ", "interval", "π", "accuracy of read", "without ties")
    rows = []
    for judgment in judgments:
        row = (
            *_names(judgment),
            _share(judgment.precision),
            _share(judgment.recall),
            _share(judgment.f1),
            _share(judgment.kappa),
            _interval(judgment, "kappa"),
            _share(judgment.pi),
            _share(judgment.accuracy_of_read),
            _share(judgment.accuracy_without_ties),
        )
        rows.append(row)
    print_table(console, "Macro averages, and agreement with the right answers beyond chance", headings, rows, names=2)
    _print_special(console, judgments)


def _print_special(console: Console, judgments: Sequence[JudgmentSummary]) -> None:
    """What only judges of single responses, of scores and of rankings have."""
    rows = []
    for judgment in judgments:
        values = (judgment.p_c, judgment.p_plus, judgment.pearson, judgment.distance)
        if any(value is not None for value in values):
            rows.append((*_names(judgment), *map(_share, values)))
    if rows:
        headings = ("set", "judge", "P_c", "P_+", "Pearson", "distance")
        print_table(console, "Leniency, correlation of scores, distance of rankings", headings, rows, names=2)


def _print_published(console: Console, judgments: Sequence[JudgmentSummary]) -> None:
    """The same verdicts counted by the rule of the data set's own script."""
    rows = []
    for judgment in judgments:
        published = judgment.published
        if published is not None:
            row = (
                *_names(judgment),
                _share(published.accuracy),
                _share(published.precision),
                _share(published.recall),
                _share(published.f1),
                _share(published.consistency),
                published.rule,
            )
            rows.append(row)
    if rows:
        headings = ("set", "judge", "accuracy", "precision", "recall", "F1", "consistent", "how it counts")
        print_table(console, "By the rule of the published script", headings, rows, names=2)


def _print_annotators(console: Console, judgments: Sequence[JudgmentSummary]) -> None:
    """How far the people agree, once for each data set."""
    by_set = {judgment.protocol: judgment.annotators for judgment in judgments if judgment.annotators is not None}
    rows = []
    for name, people in by_set.items():
        kappa = ", ".join(f"{pair}: {_share(value)}" for pair, value in people.kappa.items())
        rows.append((name, f"{people.n:,}", _share(people.unanimous), _share(people.alpha), kappa))
    if rows:
        headings = ("set", "n", "unanimous", "Krippendorff's α", "Cohen's κ")
        print_table(console, "Agreement of the annotators", headings, rows)


def _print_categories(console: Console, judgment: JudgmentSummary) -> None:
    """The largest categories of one judge."""
    if len(judgment.by) < 2:
        return
    largest = sorted(judgment.by.items(), key=lambda entry: -entry[1].n)
    rows = []
    for category, counts in largest[:MOST_CATEGORIES]:
        row = (category, *_count_cells(counts), _share(counts.accuracy), _share(counts.consistency))
        rows.append(row)
    headings = ("category", *_COUNTS, "accuracy", "consistent")
    title = sanitize(f"{', '.join(_names(judgment))}, by category")
    print_table(console, title, headings, rows)
    n_hidden = len(largest) - MOST_CATEGORIES
    if n_hidden > 0:
        console.print(f"… and {n_hidden} more categories; `dikast report DIR --json` has them all\n")


_COUNTS = ("n", "right", "wrong", "tie", "contradictory", "unparsed")


def _count_cells(counts: JudgmentCounts) -> _Row:
    return tuple(f"{getattr(counts, name):,}" for name in _COUNTS)


def _share(value: float | None) -> str:
    """A share to four decimals, as published figures have them."""
    return or_dash(value, "z.4f")


def _names(judgment: JudgmentSummary) -> _Row:
    """The set, and the judge with the other agents and the run, if there are any."""
    agents = " ".join(filter(None, (judgment.judge, judgment.agents)))
    return judgment.protocol, " · ".join(filter(None, (agents, judgment.run)))


def _interval(judgment: JudgmentSummary, name: str) -> str:
    """The 95 % interval of a figure, to two decimals."""
    if name not in judgment.intervals:
        return "–"
    low, high = judgment.intervals[name]
    # A dash before a minus sign can't be read.
    between = " to " if low < 0 else "–"
    return f"{low:z.2f}{between}{high:z.2f}"
