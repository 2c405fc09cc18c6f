"""How many checks a cell's protocol pays for, and which cells differ in that alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dikast.report.run_protocols import CellLabels, ReadProtocols

_OPTION = re.compile(r" ?\bbudget=\d+")


def budget_of(protocols: ReadProtocols, labels: CellLabels) -> int | None:
    """How many checks a seat of the cell may have made; None where they cost nothing, or budgets differ."""
    budgets = {
        _budget(protocols.protocols[key]) for key in protocols.cells.get(labels, ()) if key in protocols.protocols
    }
    return budgets.pop() if len(budgets) == 1 else None


def without_budget(label: str) -> str:
    """The label of a protocol without its option `budget`, such as `debate words=80` for `debate words=80 budget=2`."""
    return _OPTION.sub("", label)


def _budget(protocol: Mapping[str, Any]) -> int | None:
    """The sum over all `check` moves that have a budget; None without any."""
    moves: list[Mapping[str, Any]] = []
    for move in protocol.get("moves", ()):
        # In other moves than rounds, `each` is no list of moves.
        inner = move["each"] if "rounds" in move else ()
        moves += [move, *inner]
    budgets = [move["budget"] for move in moves if move.get("budget") is not None]
    return sum(budgets) if budgets else None
