"""The scores of judgements as tables for people, or JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from string import capwords

import typer
from rich.console import Console
from rich.table import Table

from dikast.cli.score_run import DoubtfulMark, ScoredCell
from dikast.cli.summary_tables import NO_LIMIT
from dikast.metrics import PROCESS_METRICS, Estimate, ProcessSummary, VotingGain
from dikast.sanitize import sanitize, sanitize_json

MOST_DOUBTS_SHOWN = 50
_IN_GROUPS = ("step_accuracy", "balanced_accuracy", "error_f1", "first_exact", "process_bench_f1", "type_accuracy")


def print_scores(folder: Path, scored: Sequence[ScoredCell], *, as_json: bool) -> None:
    """Prints all there is to say, cell after cell."""
    if as_json:
        data = {"folder": str(folder), "cells": [cell.model_dump(mode="json") for cell in scored]}
        typer.echo(sanitize_json(json.dumps(data, indent=2)))
        return
    # Names come from files and models: no markup is read in them.
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = NO_LIMIT
    for cell in scored:
        _print_cell(console, cell)


def _print_cell(console: Console, cell: ScoredCell) -> None:
    for line in _counts(cell):
        console.print(sanitize(line), soft_wrap=True)
    console.print()
    for section in dict.fromkeys(figure.section for figure in PROCESS_METRICS):
        table = _figures(cell, section)
        if table is not None:
            _print(console, capwords(section[:1]) + section[1:], table)
    if cell.summary.confusion is not None:
        _print(console, "What steps were called, by what they are", _confusion(cell.summary.confusion))
    if cell.voting is not None:
        for line in _voting(cell.voting):
            console.print(line, soft_wrap=True)
        console.print()
    for key, groups in cell.groups.items():
        _print(console, f"By {sanitize(key)}", _groups(key, groups))
    if cell.doubts is not None:
        _print_doubts(console, cell.doubts)


def _print(console: Console, title: str, table: Table) -> None:
    console.print(title, style="bold", soft_wrap=True)
    console.print(table)
    console.print()


def _counts(cell: ScoredCell) -> Iterator[str]:
    """What was judged, what could not be, and how what isn't known is counted."""
    summary = cell.summary
    yield " · ".join(part for part in (cell.protocol, cell.agents) if part)
    apart = [f"{n:,} {what}" for n, what in ((cell.failed, "failed"), (cell.unlabelled, "unlabelled")) if n]
    yield (
        f"{_n(summary.solutions, 'solution')} of {_n(summary.problems, 'problem')}, "
        f"{summary.located:,} with a known first error or none"
        + (f" ({', '.join(apart)}, in no figure)" if apart else "")
    )
    share = f" ({summary.wrong_steps / summary.steps:.1%} wrong)" if summary.steps else ""
    yield f"{summary.steps:,} labelled steps{share}"
    yield (
        f"unparsed: {_of(summary.unparsed, summary.steps)} steps, "
        f"{_of(summary.unparsed_solutions, summary.solutions)} solutions, never counted right"
    )
    how = "as correct: no error found" if summary.unknown_as == "correct" else "apart, and never right"
    yield f"unknown: {_of(summary.unknown, summary.steps)} steps, counted {how}"
    if cell.suspect:
        yield f"suspect gold: {_n(cell.suspect, 'solution')}; to leave them out favours whoever doubted them"
    if summary.mr_score_range and summary.figures["mr_score"].value is None:
        low, high = summary.mr_score_range
        yield f"MR-Score: {low:.3f} if no reason given for a first error found is right, {high:.3f} if all are"
    if summary.calibration is not None:
        c = summary.calibration
        base = f"Brier {c.brier:.3f} ({c.brier_base:.3f} at the base rate)"
        yield f"step probabilities: {base}, ECE {c.ece:.3f} over {c.n:,} steps"


def _voting(voting: VotingGain) -> Iterator[str]:
    """What voting was worth, and what follows from it."""
    yield f"Voting: {voting.voters} votes a step, over {_n(voting.solutions, 'labelled solution')}"
    for name, title in (("balanced_accuracy", "balanced accuracy"), ("process_bench_f1", "ProcessBench F1")):
        single, voted = (_number(one[name].value) for one in (voting.single, voting.voted))
        yield f"  {title}: one vote {single}, voted {voted}, gain {_gain(voting.gains.get(name))}"
    told = {
        "vote": "voting helps this judge here",
        "one vote": "voting makes this judge worse here: ask it once",
        "undecided": "too close to tell whether voting helps: label more solutions, or ask once",
    }
    yield f"  {told[voting.advice]}"


def _n(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("s" if number != 1 else "")


def _of(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,}" + (f" ({part / whole:.1%})" if whole else "")


def _figures(cell: ScoredCell, section: str) -> Table | None:
    """A row a figure that can be had: with its interval, without suspect gold, and beside the baselines."""
    summary, sound = cell.summary, cell.without_suspect
    rows = [f for f in PROCESS_METRICS if f.section == section and summary.figures[f.name].value is not None]
    if not rows:
        return None
    names = list(summary.baselines)
    table = _table(
        "figure", ["value", "95 % interval", *["without suspect gold"] * bool(sound), *names, "over the best"]
    )
    for figure in rows:
        estimate = summary.figures[figure.name]
        without = [_number(sound.figures[figure.name].value)] if sound else []
        beside = [_number(summary.baselines[name][figure.name]) for name in names]
        gain = _gain(summary.gains.get(figure.name))
        table.add_row(figure.title, _number(estimate.value), _interval(estimate), *without, *beside, gain)
    return table


def _groups(key: str, groups: dict[str, ProcessSummary]) -> Table:
    """A row a group; the step accuracy of calling all correct stands beside it."""
    shown = [
        f for f in PROCESS_METRICS if f.name in _IN_GROUPS and any(_has(group, f.name) for group in groups.values())
    ]
    headings = ["solutions", "steps", "unparsed"]
    for figure in shown:
        headings += [figure.title, "(all correct)"] if figure.name == "step_accuracy" else [figure.title]
    table = _table(sanitize(key), headings)
    for name, group in groups.items():
        cells = [f"{group.solutions:,}", f"{group.steps:,}", f"{group.unparsed:,}"]
        for figure in shown:
            cells.append(_number(group.figures[figure.name].value))
            if figure.name == "step_accuracy":
                cells.append(_number(group.baselines["all correct"][figure.name]))
        table.add_row(sanitize(name), *cells)
    return table


def _has(group: ProcessSummary, figure: str) -> bool:
    return group.figures[figure].value is not None


def _confusion(confusion: dict[str, dict[str, int]]) -> Table:
    columns = list(next(iter(confusion.values())))
    table = _table("is", [sanitize(column) for column in columns])
    for gold, row in confusion.items():
        table.add_row(sanitize(gold), *(f"{row[column]:,}" if row[column] else "·" for column in columns))
    return table


def _table(first: str, headings: Sequence[str]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first, overflow="fold")
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def _print_doubts(console: Console, doubts: Sequence[DoubtfulMark]) -> None:
    console.print(f"Marks that contradict machine evidence: {len(doubts)}", style="bold", soft_wrap=True)
    for doubt in doubts[:MOST_DOUBTS_SHOWN]:
        found = doubt.found
        place = "final answer" if found.step is None else f"step {found.step + 1}"
        console.print(sanitize(f"{found.kind}: {doubt.question}, {place}, marked {found.label}"), soft_wrap=True)
        for check in found.checks:
            reading = "" if check.reading is None else f", read as {check.reading}"
            told = "; ".join(part for part in (check.method, check.evidence_text) if part)
            line = f"  {check.status}: “{check.claim}”{reading} ({told})"
            console.print(sanitize(line), soft_wrap=True)
    if len(doubts) > MOST_DOUBTS_SHOWN:
        console.print(f"… and {len(doubts) - MOST_DOUBTS_SHOWN} more: --json lists all")
    console.print()


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _gain(estimate: Estimate | None) -> str:
    """What a figure has over the best baseline, with its interval."""
    if estimate is None or estimate.value is None:
        return "–"
    span = "" if estimate.low is None or estimate.high is None else f" ({estimate.low:+.3f} to {estimate.high:+.3f})"
    return f"{estimate.value:+.3f}{span}"


def _interval(estimate: Estimate) -> str:
    return "–" if estimate.low is None or estimate.high is None else f"{estimate.low:.3f}–{estimate.high:.3f}"
