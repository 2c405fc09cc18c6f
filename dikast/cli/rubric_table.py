"""A rubric as tables: the kinds of error, and the criteria."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dikast.rubrics import Criterion, Rubric
from dikast.sanitize import sanitize


def print_rubric(rubric: Rubric) -> None:
    """Prints what a rubric judges by."""
    console = Console(highlight=False)
    console.print(Text(sanitize(f"{rubric.name}: {rubric.description}"), style="bold"))
    if rubric.source:
        console.print(Text(sanitize(f"after {rubric.source}")))
    console.print()
    console.print(_errors(rubric))
    console.print()
    console.print(_criteria(rubric))
    low, high = rubric.scale
    by = "mean by weight" if rubric.aggregation == "mean" else "lowest"
    console.print(Text(f"\nscore: the {by} of these, from {low:g} to {high:g}"))
    console.print(Text(f"neutral steps count as {rubric.neutral}, inherited errors as {rubric.inherited}"))
    console.print(Text(sanitize(f"explanations in {rubric.language}")))


def _errors(rubric: Rubric) -> Table:
    table = _table("code", "error", "covers", "example")
    for kind in rubric.errors:
        table.add_row(*(Text(sanitize(cell)) for cell in (kind.code, kind.name, kind.covers, kind.example)))
    return table


def _criteria(rubric: Rubric) -> Table:
    table = _table("criterion", "weight", "measured by")
    for criterion in rubric.criteria:
        table.add_row(
            *(Text(sanitize(cell)) for cell in (criterion.name, f"{criterion.weight:g}", _measure(criterion)))
        )
    return table


def _measure(criterion: Criterion) -> str:
    match criterion.measure:
        case "steps":
            return "the share of steps that are right"
        case "until-first-error":
            return "the share of steps before the first wrong one"
        case "answer":
            return "whether the final answer is right"
        case "judge":
            return "the judge: " + "; ".join(f"{level.value:g} {level.description}" for level in criterion.levels)


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
