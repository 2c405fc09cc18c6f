"""Draws: how the choices of a verdict came to share the first place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from dikast.records import Draw

DRAWS: tuple[Draw, ...] = get_args(Draw)


def none_called(draws: Mapping[Draw, int]) -> bool:
    """Whether no judge called a tie. Then kinds of draws are not told apart, as before judges could call any."""
    return not draws.get("called")
