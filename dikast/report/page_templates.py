"""The templates of pages: every text in them is escaped, numbers and intervals are written in one way."""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dikast.metrics import Estimate
from dikast.records import dollars
from dikast.report.axis import format_number, format_p_value
from dikast.sanitize import sanitize

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache
def page_environment(templates: Path = TEMPLATES) -> Environment:
    """The templates in a folder, and those of the report. They escape every text and show no control character."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader([templates, TEMPLATES]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_sanitized,
    )
    environment.filters |= {
        "decimal": _decimal,
        "probability": _probability,
        "interval": _interval,
        "count": _count,
        "dollars": dollars,
        "counted": _counted,
        "cell": _table_cell,
        "number": format_number,
        "p_value": format_p_value,
        "points": points_text,
    }
    return environment


def _sanitized(value: object) -> object:
    """Text from records without control characters, such as those that reverse text; our own markup as it is."""
    from markupsafe import Markup

    if isinstance(value, str) and not isinstance(value, Markup):
        return sanitize(value)
    return value


def _decimal(value: Estimate | float | None, digits: int = 3) -> str:
    """A number with so many decimals, `–` for None."""
    if isinstance(value, Estimate):
        value = value.value
    if value is None:
        return "–"
    # The z writes −0.0 as 0.0.
    return f"{value:z.{digits}f}".replace("-", "−").replace("inf", "∞")


def _interval(estimate: Estimate, digits: int = 2) -> str:
    """The interval of an estimate; nothing where it has none."""
    if estimate.low is None or estimate.high is None:
        return ""
    low, high = _decimal(estimate.low, digits), _decimal(estimate.high, digits)
    if estimate.method == "profile" and math.isinf(estimate.high):
        return f"at least {low}"
    if estimate.method == "profile" and math.isinf(estimate.low):
        return f"at most {high}"
    return f"{low} to {high}"


def _probability(p: float) -> str:
    """A probability to two places. One that is only close to 0 or 1 is not shown as 0 or 1."""
    if 0.995 <= p < 1:
        return ">0.99"
    if 0 < p < 0.005:
        return "<0.01"
    return f"{p:.2f}"


def points_text(points: float | None) -> str:
    """Points to two places, without zeros at the end; `–` where they are open."""
    if points is None:
        return "–"
    return f"{points:.2f}".rstrip("0").rstrip(".").replace("-", "−")


def _counted(number: float, noun: str) -> str:
    """`1 episode`, `2 episodes`."""
    return f"{_count(number)} {noun}{'' if number == 1 else 's'}"


def _count(value: float | None) -> str:
    """A whole number, `–` for None."""
    if value is None:
        return "–"
    return f"{value:,.0f}"


def _table_cell(value: object) -> str:
    """A value in the table of a figure's data."""
    match value:
        case None:
            return ""
        case float():
            return f"{value:.4f}".replace("-", "−")
        case _:
            return str(value)
