"""Several values that may be missing: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Value = TypeVar("Value")


def all_or_none(values: Iterable[Value | None]) -> list[Value] | None:
    """The values; None where one of them is missing."""
    present: list[Value] = []
    for value in values:
        if value is None:
            return None
        present.append(value)
    return present
