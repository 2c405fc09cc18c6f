"""Gradings of worked solutions: a table for people, or JSON lines for programs. One episode is in memory at a time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding

from dikast.cli.grading_row import grading_row
from dikast.cli.grading_text import LEGEND, signs
from dikast.cli.quote_lines import on_one_line
from dikast.cli.tables import COLUMN_GAP, column_width, counted, plain_console
from dikast.experiments import RunFolder, decided_episodes
from dikast.metrics import wrong_way_share
from dikast.records import Episode, Grading, Question
from dikast.sanitize import sanitize, sanitize_json

MOST_SOLUTIONS_SHOWN = 40
MOST_TO_READ = 8


def print_gradings(folder: RunFolder, *, as_json: bool) -> None:
    """Prints the gradings of a run, as people decided them: a row a solution, then the counts over all solutions."""
    if as_json:
        for episode in decided_episodes(folder):
            typer.echo(sanitize_json(json.dumps(grading_row(episode), ensure_ascii=False)))
        return
    counts: Counter[str] = Counter()
    to_read: list[str] = []
    right_answers: list[tuple[str, bool]] = []
    rows: list[GradingCells] = []
    for episode in decided_episodes(folder):
        grading = episode.verdict.grading
        if grading is None:
            continue
        _count(counts, to_read, right_answers, episode, grading)
        # All are counted; of a long run only the first are kept in the table.
        if counts["solutions"] <= MOST_SOLUTIONS_SHOWN:
            rows.append(_cells(episode, grading))
    console = plain_console()
    _print_rows(console, rows)
    n_hidden = counts["solutions"] - MOST_SOLUTIONS_SHOWN
    if n_hidden > 0:
        console.print(f"… and {n_hidden:,} more")
    console.print(LEGEND, style="dim")
    console.print("; ".join(_count_texts(counts)), soft_wrap=True)
    _print_wrong_ways(console, right_answers)
    _print_what_to_read(console, to_read)
    _print_next_commands(console, folder, has_marks=counts["marked"] > 0)


class GradingCells(NamedTuple):
    """The cells of one solution's row, in the order of the columns."""

    solution: str
    steps: str
    first_error: str
    why: str
    answer: str
    score: str


def _print_rows(console: Console, rows: Sequence[GradingCells]) -> None:
    """Prints a row a solution. Where a terminal is too narrow for the reasons, each has lines of its own below."""
    headings = [name.replace("_", " ") for name in GradingCells._fields]
    widths = [column_width(column) for column in zip(headings, *rows, strict=True)]
    has_room = sum(widths) + COLUMN_GAP * (len(widths) - 1) <= console.width
    shown = [i for i, name in enumerate(GradingCells._fields) if has_room or name != "why"]
    console.print(_line([headings[i] for i in shown], [widths[i] for i in shown]), style="bold", soft_wrap=True)
    for row in rows:
        console.print(_line([row[i] for i in shown], [widths[i] for i in shown]), soft_wrap=True)
        if row.why and not has_room:
            console.print(Padding(row.why, (0, 0, 0, 2 * COLUMN_GAP)))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """The cells below one another's: texts begin at the left, and the last one, a number, ends at the right."""
    padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(cells[:-1], widths[:-1], strict=True)]
    return (" " * COLUMN_GAP).join([*padded, cells[-1].rjust(widths[-1])])


def _cells(episode: Episode, grading: Grading) -> GradingCells:
    """The cells of one solution's row."""
    first_error = "–"
    why = ""
    if grading.first_error is not None:
        label = grading.steps[grading.first_error]
        first_error = f"{label.step + 1}"
        if label.error_type:
            first_error += f" {label.error_type}"
        why = label.explanation or label.reason or ""
    score = "–"
    if grading.score is not None:
        score = f"{grading.score:.2f}"
    answer = {True: "right", False: "wrong", None: "–"}[grading.is_answer_right]
    return GradingCells(*map(sanitize, (episode.question.id, signs(grading), first_error, why, answer, score)))


def _count(
    counts: Counter[str],
    to_read: list[str],
    right_answers: list[tuple[str, bool]],
    episode: Episode,
    grading: Grading,
) -> None:
    """Adds one grading to the counts (some count solutions, some count steps), and its id to those to read first.

    Of a solver's right answer, also adds its question, and whether it was reached in a wrong way.
    """
    labels = grading.steps
    counts["solutions"] += 1
    # A bool counts as 0 or 1.
    counts["with an error"] += grading.first_error is not None
    if grading.state is not None:
        counts[grading.state] += 1
    question_asked = _question_asked(episode.question)
    if grading.is_answer_right and question_asked is not None:
        right_answers.append((question_asked, bool(grading.is_lucky)))
    if grading.state == "error not located":
        to_read.append(episode.question.id)
    counts["steps"] += len(labels)
    counts["unknown"] += sum(label.label == "unknown" for label in labels)
    counts["unparsed"] += grading.n_unparsed
    overruled = [label for label in labels if label.decided_by == "verifier" and label.judged is not None]
    counts["overruled"] += len(overruled)
    solution = episode.question.solution
    if solution is not None and solution.marking is not None:
        counts["marked"] += 1


def _count_texts(counts: Counter[str]) -> Iterator[str]:
    """The counts in words; rare things are named only if there are any."""
    yield f"{counted(counts['solutions'], 'solution')}, {counted(counts['steps'], 'step')}"
    yield f"{counts['with an error']:,} with an error"
    # What is counted, and its words.
    rare = {
        "error not located": "with an error that was not located",
        "right by a wrong way": "right by a wrong way",
        "unknown": "step{s} unknown",
        "unparsed": "step{s} unparsed",
        "overruled": "label{s} overruled by a check",
    }
    for key, text in rare.items():
        if counts[key]:
            yield f"{counts[key]:,} {text.format(s='' if counts[key] == 1 else 's')}"


def _question_asked(question: Question) -> str | None:
    """The id of the question that a solver answered in a run; None of any other solution."""
    solver = question.metadata.get("solver")
    if isinstance(solver, dict) and isinstance(solver.get("question"), str):
        return str(solver["question"])
    return None


def _print_wrong_ways(console: Console, right_answers: Sequence[tuple[str, bool]]) -> None:
    """Prints how many of the right answers were reached in a wrong way, if any was."""
    share = wrong_way_share(right_answers)
    if share.value:
        interval = f"{share.low:.3f}–{share.high:.3f}"
        questions = counted(share.clusters, "question")
        of_all = f"{share.value:.3f} ({interval}) of {share.n:,} right answers to {questions}"
        console.print(f"reached in a wrong way: {of_all}", soft_wrap=True)


def _print_what_to_read(console: Console, ids: Sequence[str]) -> None:
    """Prints the first solutions whose answer is wrong though every step is labelled as right."""
    if not ids:
        return
    shown = ", ".join(ids[:MOST_TO_READ])
    n_hidden = len(ids) - MOST_TO_READ
    if n_hidden > 0:
        shown += f" … and {n_hidden:,} more"
    why = "the answer is wrong, and every step is labelled as right"
    console.print(f"read first ({why}): {sanitize(on_one_line(shown))}", soft_wrap=True)


def _print_next_commands(console: Console, folder: RunFolder, *, has_marks: bool) -> None:
    """Prints where the gradings are, and the commands that show more about them."""
    n_failed = sum(outcome.status == "failed" for outcome in folder.outcomes())
    if n_failed:
        console.print(f"{n_failed:,} failed; `dikast show` lists them")
    path = sanitize(str(folder.path))
    console.print(f"run folder: {path}; one solution in full: dikast transcript {path} ID", soft_wrap=True)
    if has_marks:
        console.print(f"against people's marks: dikast score {path}", soft_wrap=True)
