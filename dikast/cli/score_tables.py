"""The scores of judgements as tables for people, or JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import capwords

import typer
from rich.console import Console
from rich.table import Table

from dikast.cli.cell_judgements import DoubtfulMark
from dikast.cli.correction_text import correction_lines
from dikast.cli.grading_text import STATE_LINES
from dikast.cli.label_tables import print_labels
from dikast.cli.machine_text import machine_lines
from dikast.cli.score_run import CellScore
from dikast.cli.tables import counted, interval, or_dash, plain_console
from dikast.experiments import LabelEstimates
from dikast.metrics import PROCESS_METRICS, Estimate, FirstErrorKind, OfficialFigure, ProcessSummary, VotingGain
from dikast.records import Check
from dikast.sanitize import sanitize, sanitize_json

MOST_DOUBTS_SHOWN = 50
GROUP_METRICS = ("step_accuracy", "balanced_accuracy", "error_f1", "first_exact", "process_bench_f1", "type_accuracy")
"""The metrics in a table of groups, which has no room for all."""
VOTING_METRICS = {"balanced_accuracy": "balanced accuracy", "process_bench_f1": "ProcessBench F1"}
VOTING_ADVICE = {
    "vote": "voting helps this judge here",
    "one vote": "voting makes this judge worse here: ask it once",
    "undecided": "too close to tell whether voting helps: label more solutions, or ask once",
}


def print_scores(
    folder: Path, scores: Sequence[CellScore], labelled: LabelEstimates | None = None, *, as_json: bool
) -> None:
    """Prints all scores, cell after cell, then what people's labels of a sample of steps say."""
    if as_json:
        data: dict[str, object] = {"folder": str(folder), "cells": [cell.model_dump(mode="json") for cell in scores]}
        if labelled is not None:
            data["labelled"] = labelled.model_dump(mode="json")
        typer.echo(sanitize_json(json.dumps(data, indent=2)))
        return
    console = plain_console()
    for cell in scores:
        _print_cell(console, cell)
    if labelled is not None:
        print_labels(console, labelled)


def _print_cell(console: Console, cell: CellScore) -> None:
    """Prints the counts of a cell, then its tables."""
    for line in (*_heading(cell), *_counts(cell)):
        console.print(sanitize(line), soft_wrap=True)
    console.print()
    # A dict keeps the sections in the order of the metrics, as a set does not.
    for section in dict.fromkeys(metric.section for metric in PROCESS_METRICS):
        table = _metrics_table(cell, section)
        if table is not None:
            # Only the first letter changes: a section may hold a name in capitals.
            _print_titled(console, capwords(section[:1]) + section[1:], table)
    _print_kinds(console, cell.summary)
    if cell.voting is not None:
        _print_voting(console, cell.voting)
    for key, groups in cell.groups.items():
        _print_titled(console, f"By {sanitize(key)}", _groups_table(key, groups))
    if cell.doubts is not None:
        _print_doubts(console, cell.doubts)


def _print_kinds(console: Console, summary: ProcessSummary) -> None:
    """Prints what is known by the kind of error, where the marks name kinds."""
    if summary.confusion is not None:
        _print_titled(console, "What steps were called, by what they are", _confusion_table(summary.confusion))
    if summary.first_errors:
        _print_titled(console, "First errors, by their kind", _first_errors_table(summary.first_errors))


def _print_titled(console: Console, title: str, table: Table) -> None:
    """Prints a table under its title, with an empty line after it."""
    console.print(title, style="bold", soft_wrap=True)
    console.print(table)
    console.print()


def _heading(cell: CellScore) -> Iterator[str]:
    """The cell's name, how many solutions were judged, and what a machine that judged them alone found."""
    summary = cell.summary
    yield " · ".join(filter(None, (cell.protocol, cell.agents)))
    solutions = f"{counted(summary.solutions, 'solution')} of {counted(summary.problems, 'problem')}"
    yield f"{solutions}, {summary.located:,} with a known first error or none{_left_out(cell)}"
    if cell.machine is not None:
        yield from machine_lines(cell.machine, summary.unknown_as)


def _counts(cell: CellScore) -> Iterator[str]:
    """How many steps were judged, and what could not be scored."""
    summary = cell.summary
    steps = f"{summary.steps:,} labelled steps"
    if summary.steps:
        steps += f" ({summary.wrong_steps / summary.steps:.1%} wrong)"
    yield steps
    unparsed = f"{_of(summary.unparsed, summary.steps)} steps"
    yield f"unparsed: {unparsed}, {_of(summary.unparsed_solutions, summary.solutions)} solutions, never counted right"
    counted_as = {"correct": "as correct: no error found", "apart": "apart, and never right"}[summary.unknown_as]
    yield f"unknown: {_of(summary.unknown, summary.steps)} steps, counted {counted_as}"
    for state, n in cell.states.items():
        yield f"{STATE_LINES[state]}: {_of(n, summary.solutions)} solutions"
    if cell.suspect:
        yield f"suspect gold: {counted(cell.suspect, 'solution')}; leaving them out favours judges that doubted them"
    # Without --reasons the MR-Score is known only within bounds.
    if summary.mr_score_range and summary.figures["mr_score"].value is None:
        low, high = summary.mr_score_range
        yield f"MR-Score: {low:.3f} if no reason given for a first error found is right, {high:.3f} if all are"
    if cell.official is not None:
        yield _official(cell.official)
    if cell.corrected is not None:
        yield from correction_lines(cell.corrected, of="solutions without a wrong step", items="problems")
    calibration = summary.calibration
    if calibration is not None:
        brier = f"Brier {calibration.brier:.3f} ({calibration.brier_base:.3f} at the base rate)"
        yield f"step probabilities: {brier}, ECE {calibration.ece:.3f} over {calibration.n:,} steps"


def _official(figure: OfficialFigure) -> str:
    """The benchmark's own figure, over which solutions it is, and why it differs."""
    n_all = figure.solutions + figure.dropped + figure.controls
    over = f"over {figure.solutions:,} of {counted(n_all, 'solution')}"
    return f"{figure.name} by the benchmark's own rule: {figure.value:.3f} {over}; {figure.rule}"


def _left_out(cell: CellScore) -> str:
    """How many solutions are in no figure, in brackets; nothing if there are none."""
    counts = {"failed": cell.failed, "unlabelled": cell.unlabelled}
    texts = []
    for name, count in counts.items():
        if count:
            texts.append(f"{count:,} {name}")
    if not texts:
        return ""
    return f" ({', '.join(texts)}, in no figure)"


def _print_voting(console: Console, voting: VotingGain) -> None:
    """Prints what several votes a step gain over one, and the advice that follows from it."""
    solutions = counted(voting.solutions, "labelled solution")
    console.print(f"Voting: {voting.voters} votes a step, over {solutions}", soft_wrap=True)
    for name, title in VOTING_METRICS.items():
        single = _number(voting.single[name].value)
        voted = _number(voting.voted[name].value)
        gain = _gain(voting.gains.get(name))
        console.print(f"  {title}: one vote {single}, voted {voted}, gain {gain}", soft_wrap=True)
    console.print(f"  {VOTING_ADVICE[voting.advice]}", soft_wrap=True)
    console.print()


def _of(number: int, whole: int) -> str:
    """`3 of 15 (20.0%)`; the percentage is left out if the whole is 0."""
    if not whole:
        return f"{number:,} of {whole:,}"
    return f"{number:,} of {whole:,} ({number / whole:.1%})"


def _metrics_table(cell: CellScore, section: str) -> Table | None:
    """A row for each known metric of the section: its interval, its value without suspect gold, and the baselines."""
    summary = cell.summary
    metrics = [metric for metric in PROCESS_METRICS if metric.section == section and _has(summary, metric.name)]
    if not metrics:
        return None
    sound = cell.without_suspect
    headings = ["value", "95 % interval"]
    if sound:
        headings.append("without suspect gold")
    headings += [*summary.baselines, "over the best"]
    table = _table("figure", headings)
    for metric in metrics:
        estimate = summary.figures[metric.name]
        cells = [_number(estimate.value), interval(estimate, "z.3f")]
        if sound:
            cells.append(_number(sound.figures[metric.name].value))
        cells += [_number(baseline[metric.name]) for baseline in summary.baselines.values()]
        cells.append(_gain(summary.gains.get(metric.name)))
        table.add_row(metric.title, *cells)
    return table


def _groups_table(key: str, groups: dict[str, ProcessSummary]) -> Table:
    """A row for each group. Beside the step accuracy is that of calling every step correct."""
    titles = _titles_in_groups(list(groups.values()))
    headings = ["solutions", "steps", "unparsed"]
    for metric, title in titles.items():
        headings.append(title)
        if metric == "step_accuracy":
            headings.append("(all correct)")
    table = _table(sanitize(key), headings)
    for name, group in groups.items():
        cells = [
            f"{group.solutions:,}",
            f"{group.steps:,}",
            f"{group.unparsed:,}",
        ]
        for metric in titles:
            cells.append(_number(group.figures[metric].value))
            if metric == "step_accuracy":
                cells.append(_number(group.baselines["all correct"][metric]))
        table.add_row(sanitize(name), *cells)
    return table


def _titles_in_groups(groups: Sequence[ProcessSummary]) -> dict[str, str]:
    """The titles of the metrics that fit a table of groups and are known for some group, by their names."""
    titles = {}
    for metric in PROCESS_METRICS:
        is_known = any(_has(group, metric.name) for group in groups)
        if is_known and metric.name in GROUP_METRICS:
            titles[metric.name] = metric.title
    return titles


def _has(summary: ProcessSummary, metric: str) -> bool:
    """Whether the metric could be computed: its value is None if, say, no step is marked wrong."""
    return summary.figures[metric].value is not None


def _confusion_table(confusion: dict[str, dict[str, int]]) -> Table:
    """A row for each kind of error in the marks, a column for each in the judgements; a dot is zero."""
    # Every row has the same columns, in the same order.
    columns = list(next(iter(confusion.values())))
    table = _table("is", [sanitize(column) for column in columns])
    for marked_as, counts in confusion.items():
        # Most counts are zero: the table is easier to read without them.
        cells = [f"{counts[column]:,}" if counts[column] else "·" for column in columns]
        table.add_row(sanitize(marked_as), *cells)
    return table


def _first_errors_table(kinds: Mapping[str, FirstErrorKind]) -> Table:
    """A row for each kind of first error: how many are found, by the judge and by where a step stands, and named."""
    table = _table("is", ["solutions", "found", "95 % interval", "by step index", "kind named too", "precision"])
    for kind, of in kinds.items():
        table.add_row(
            sanitize(kind),
            f"{of.found.n:,}",
            _number(of.found.value),
            interval(of.found, "z.3f"),
            _number(of.by_index),
            _number(of.named.value),
            _number(of.precision.value),
        )
    return table


def _table(first: str, headings: Sequence[str]) -> Table:
    """An empty table: a column of names, then columns of numbers."""
    table = Table(box=None, pad_edge=False)
    table.add_column(first, overflow="fold")
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def _print_doubts(console: Console, doubts: Sequence[DoubtfulMark]) -> None:
    """Prints the marks that contradict machine evidence, each with the checks that it contradicts."""
    console.print(f"Marks that contradict machine evidence: {len(doubts)}", style="bold", soft_wrap=True)
    for doubt in doubts[:MOST_DOUBTS_SHOWN]:
        marked = "final answer"
        if doubt.found.step is not None:
            marked = f"step {doubt.found.step + 1}"
        line = f"{doubt.found.kind}: {doubt.question}, {marked}, marked {doubt.found.label}"
        console.print(sanitize(line), soft_wrap=True)
        for check in doubt.found.checks:
            console.print(sanitize(_check_line(check)), soft_wrap=True)
    n_hidden = len(doubts) - MOST_DOUBTS_SHOWN
    if n_hidden > 0:
        console.print(f"… and {n_hidden} more: --json lists all")
    console.print()


def _check_line(check: Check) -> str:
    """What the machine found, in which reading of the claim, by which method and evidence."""
    reading = ""
    if check.reading is not None:
        reading = f", read as {check.reading}"
    evidence = "; ".join(filter(None, (check.method, check.evidence_text)))
    return f"  {check.status}: “{check.claim}”{reading} ({evidence})"


def _number(value: float | None) -> str:
    return or_dash(value, ".3f")


def _gain(estimate: Estimate | None) -> str:
    """The gain over the best baseline, with its interval."""
    if estimate is None or estimate.value is None:
        return "–"
    gain = f"{estimate.value:+.3f}"
    if estimate.low is None or estimate.high is None:
        return gain
    # Not a dash, as for an interval of values: both ends have a sign.
    return f"{gain} ({estimate.low:+.3f} to {estimate.high:+.3f})"
