"""Plug-ins: agents that installed packages offer by name, in the entry point group `dikast.agents`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib import metadata
from pathlib import Path

ENTRY_POINTS = "dikast.agents"


def plug_in(name: str) -> str | None:
    """The import path that an installed package offers under this name; None where none does."""
    return _plug_ins(tuple((folder, _changed_ns(folder)) for folder in sys.path)).get(name)


# To look takes the reading of a file of every package that is installed, and a run opens its agents many times.
@lru_cache(maxsize=4)
def _plug_ins(places: tuple[tuple[str, int], ...]) -> Mapping[str, str]:
    """All plug-ins in these folders as they were then; of two with one name, the first that is found."""
    found: dict[str, str] = {}
    for point in metadata.entry_points(group=ENTRY_POINTS):
        found.setdefault(point.name, point.value)
    return found


def _changed_ns(folder: str) -> int:
    """When something was last installed in a folder, in nanoseconds; 0 for one that is not there."""
    try:
        return Path(folder).stat().st_mtime_ns
    except OSError:
        return 0
