"""The grades of a run as CSV: a row a solution, as the rubric and people's decisions have it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from dikast.experiments.stores import RunFolder
from dikast.graphs import Regrading, regrade
from dikast.records import Episode, standing_decisions
from dikast.sanitize import sanitize

# What a spreadsheet takes for the beginning of a formula, in full width too.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FIRST = ("episode", "solution", "pupil", "protocol", "points", "maximum")
LAST = ("first_error", "error_type", "answer", "decided_by_people", "comment")

GradeCell = str | float | None


def write_grades(folder: RunFolder, file: BinaryIO) -> int:
    """A row for each graded solution; how many. Texts that a spreadsheet would run as formulas are quoted.

    The columns between are those of the parts (`part a`) and the criteria (`method`) that occur, in points where the
    rubric gives points for them, else as values from 0 to 1. An empty cell is not known, or not asked for.
    """
    # Two passages: the columns must be known before the first row, and a run is too large to keep.
    columns: dict[str, None] = {}
    for _, regrading in _gradings(folder):
        columns |= dict.fromkeys(_by_part_and_criterion(regrading))
    names = [*FIRST, *columns, *LAST]
    # A spreadsheet takes a file without this mark for one of its own country's encoding.
    file.write("\ufeff".encode())
    file.write(_line(names))
    n_rows = 0
    for episode, regrading in _gradings(folder):
        row = _row(episode, regrading) | _by_part_and_criterion(regrading)
        file.write(_line([row.get(name) for name in names]))
        n_rows += 1
    return n_rows


def _gradings(folder: RunFolder) -> Iterator[tuple[Episode, Regrading]]:
    decisions = standing_decisions(folder.overrides.all())
    for episode in folder.episodes():
        if episode.verdict.grading is not None:
            yield episode, regrade(episode, decisions)


def _row(episode: Episode, regrading: Regrading) -> dict[str, GradeCell]:
    """The columns that every run has."""
    grading, solution = regrading.grading, episode.question.solution
    first = next((label for label in grading.steps if label.step == grading.first_error), None)
    comments = [override.comment for override in regrading.decisions.values() if override.comment]
    return {
        "episode": episode.id,
        "solution": episode.question.id,
        "pupil": solution.author if solution else None,
        "protocol": episode.protocol_name,
        "points": regrading.points.points,
        "maximum": regrading.points.maximum,
        "first_error": None if first is None else first.step + 1,
        "error_type": None if first is None else first.error_type,
        "answer": {True: "right", False: "wrong", None: None}[grading.is_answer_right],
        "decided_by_people": ", ".join(sorted({override.by for override in regrading.decisions.values()})),
        "comment": " | ".join(dict.fromkeys(comments)),
    }


def _by_part_and_criterion(regrading: Regrading) -> dict[str, GradeCell]:
    """The points of parts, and points or values of criteria, by the names of their columns."""
    parts: dict[str, GradeCell] = {f"part {part.name}": part.points for part in regrading.points.parts}
    for name, value in regrading.grading.criteria.items():
        # A criterion may have the name of another column.
        column = f"criterion {name}" if name in (*FIRST, *LAST) else name
        parts[column] = regrading.points.criteria[name][0] if name in regrading.points.criteria else value
    return parts


def _line(cells: list[GradeCell] | list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow([_cell(cell) for cell in cells])
    return text.getvalue().encode()


def _cell(cell: GradeCell) -> str:
    """A number as it is, a text on one line and never as a formula."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return f"{round(cell, 4):g}"
    text = " ".join(sanitize(cell).split())
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text
