"""A rubric as tables: the kinds of error, and the criteria."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dikast.rubrics import Criterion, Rubric
from dikast.sanitize import sanitize

MEASURES = {
    "steps": "the share of steps that are right",
    "until-first-error": "the share of steps before the first wrong one",
    "answer": "whether the final answer is right",
}


def print_rubric(rubric: Rubric) -> None:
    """Prints everything that a rubric tells a judge to judge by."""
    console = Console(highlight=False)
    console.print(Text(sanitize(f"{rubric.name}: {rubric.description}"), style="bold"))
    if rubric.source:
        console.print(Text(sanitize(f"after {rubric.source}")))
    console.print()
    console.print(_error_table(rubric))
    console.print()
    console.print(_criteria_table(rubric))
    low, high = rubric.scale
    aggregation = {"mean": "mean by weight", "lowest": "lowest"}[rubric.aggregation]
    console.print(Text(f"\nscore: the {aggregation} of these, from {low:g} to {high:g}"))
    console.print(Text(f"neutral steps count as {rubric.neutral}, inherited errors as {rubric.inherited}"))
    console.print(Text(sanitize(f"explanations in {rubric.language}")))


def _error_table(rubric: Rubric) -> Table:
    """The kinds of error that a wrong step may have."""
    table = _table("code", "error", "covers", "example")
    for kind in rubric.errors:
        _add_row(table, kind.code, kind.name, kind.covers, kind.example)
    return table


def _criteria_table(rubric: Rubric) -> Table:
    """The criteria that the score is made from."""
    table = _table("criterion", "weight", "measured by")
    for criterion in rubric.criteria:
        _add_row(table, criterion.name, f"{criterion.weight:g}", _measure(criterion))
    return table


def _measure(criterion: Criterion) -> str:
    """How the criterion's value is found, in words."""
    if criterion.measure != "judge":
        return MEASURES[criterion.measure]
    # What the judge chooses between, each with its value in the score.
    levels = [f"{level.value:g} {level.description}" for level in criterion.levels]
    return f"the judge: {'; '.join(levels)}"


def _table(*headings: str) -> Table:
    """An empty table whose cells are folded where they are too long."""
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _add_row(table: Table, *cells: str) -> None:
    # A rubric may come from a file: as Text, markup in it is shown as it is.
    table.add_row(*(Text(sanitize(cell)) for cell in cells))
