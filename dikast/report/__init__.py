"""How it is shown: the findings of run folders as numbers, plots, one self-contained HTML page, and a data frame.

Names are imported when they are first used: matplotlib and pandas are not needed for what does not use them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dikast.report.cell_findings import CellFindings
    from dikast.report.findings import Findings, find
    from dikast.report.frame import to_frame
    from dikast.report.page import write_page
    from dikast.report.plots import (
        plot_accuracy,
        plot_asd,
        plot_belief,
        plot_frontier,
        plot_position,
        plot_ratings,
        plot_recovery,
        plot_reliability,
        plot_risk,
        plot_sides,
        plot_stops,
        plot_wins,
    )

__all__ = [
    "CellFindings",
    "Findings",
    "find",
    "plot_accuracy",
    "plot_asd",
    "plot_belief",
    "plot_frontier",
    "plot_position",
    "plot_ratings",
    "plot_recovery",
    "plot_reliability",
    "plot_risk",
    "plot_sides",
    "plot_stops",
    "plot_wins",
    "to_frame",
    "write_page",
]

_MODULES = {
    "cell_findings": {"CellFindings"},
    "findings": {"Findings", "find"},
    "frame": {"to_frame"},
    "page": {"write_page"},
    "plots": {name for name in __all__ if name.startswith("plot_")},
}


def __getattr__(name: str) -> object:
    module = next((module for module, names in _MODULES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module 'dikast.report' has no attribute {name!r}")
    return getattr(import_module(f"dikast.report.{module}"), name)


def __dir__() -> list[str]:
    return __all__
