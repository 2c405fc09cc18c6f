"""The table of nested oversight: how often the judge of each level is right about the same questions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

import typer

from dikast.records import Record

if TYPE_CHECKING:
    from dikast.experiments import RunFolder
    from dikast.graphs import JudgedExample


class LevelRow(Record):
    """One level of one protocol.

    - `accuracy`, `low`, `high`: on the test questions whose answer is known, with Wilson's 95 % interval.
    - `examples`: the questions of the verdicts that its judge was shown first.
    - `examples_right`: the share of these verdicts that are right, of those whose answer is known.
    """

    level: int
    protocol: str
    folder: str
    questions: int
    accuracy: float | None
    low: float | None = None
    high: float | None = None
    examples: tuple[str, ...] = ()
    examples_right: float | None = None


def level_row(
    folder: RunFolder, level: int, label: str, test: Collection[str], taught: Sequence[JudgedExample]
) -> LevelRow:
    """The row of a level that was run. Each question weighs the same, however often it was judged."""
    from dikast.metrics import wilson

    credits: defaultdict[str, list[float]] = defaultdict(list)
    for outcome in folder.outcomes():
        if outcome.protocol == label and outcome.question in set(test) and outcome.credit is not None:
            credits[outcome.question].append(outcome.credit)
    right = [one.is_right for one in taught if one.is_right is not None]
    row = LevelRow(
        level=level,
        protocol=label,
        folder=str(folder.path),
        questions=len(credits),
        accuracy=None,
        examples=tuple(one.question for one in taught),
        examples_right=fmean(right) if right else None,
    )
    if not credits:
        return row
    accuracy = fmean(map(fmean, credits.values()))
    low, high = wilson(accuracy, len(credits))
    return row.model_copy(update={"accuracy": accuracy, "low": low, "high": high})


def print_levels(rows: Sequence[LevelRow], *, as_json: bool, out: Path) -> None:
    """Prints a row for each level of each protocol, protocols one after the other."""
    from dikast.cli.tables import or_dash, plain_console, print_table
    from dikast.sanitize import sanitize

    if as_json:
        typer.echo(json.dumps({"folder": str(out), "levels": [row.model_dump(mode="json") for row in rows]}, indent=2))
        return
    lines = [["protocol", "level", "questions", "accuracy", "examples", "of them right"]]
    for row in sorted(rows, key=lambda row: row.protocol):
        interval = "" if row.low is None else f" ({row.low:.3f}–{row.high:.3f})"
        accuracy = or_dash(row.accuracy, ".3f") + interval
        right = or_dash(row.examples_right, ".2f")
        lines.append(
            [sanitize(row.protocol), str(row.level), str(row.questions), accuracy, str(len(row.examples)), right]
        )
    headings, *body = lines
    print_table(plain_console(), "Levels of nested oversight, on the same questions", headings, body, names=1)
    typer.echo(f"run folders: {sanitize(str(out))}/level-…")
