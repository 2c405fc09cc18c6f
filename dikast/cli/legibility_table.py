"""A table of provers with an aim: whether they achieve it, and what a verifier makes of their solutions."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from dikast.cli.cell_table import share_with_interval
from dikast.cli.tables import print_table
from dikast.metrics import Legibility
from dikast.sanitize import sanitize

TITLE = "Legibility: right solutions of helpful provers accepted, wrong ones of sneaky provers rejected"
_HEADINGS = ("agents", "helpful right", "sneaky wrong", "right accepted", "wrong rejected", "told apart")


def print_legibility(console: Console, found: Sequence[Legibility]) -> None:
    """Prints a row for each choice of agents with provers of both aims."""
    if not found:
        return
    rows = [list(_HEADINGS)]
    for one in found:
        figures = (one.helpful_right, one.sneaky_wrong, one.on_right, one.on_wrong, one.discrimination)
        rows.append([sanitize(one.agents) or "–", *map(share_with_interval, figures)])
    headings, *lines = rows
    print_table(console, TITLE, headings, lines, names=1)
