"""Document: the values of a parsed file, and where in the file each of them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
PathStep = str | int
# The keys and indices that lead from the top of a file to a value: `("moves", 0, "speak")`.
ValuePath = tuple[PathStep, ...]


@dataclass(frozen=True)
class Document:
    """A parsed file, or one row of it: plain values that know their lines.

    - `data`: the values.
    - `name`: what errors call the file.
    - `lines`: the line of each value, counted from 1.
    - `line`: the line of a value that is not in `lines`, such as a value in a row of a table.
    - `settings`: where a value comes from that is not from the file, such as `--set seed=x`.
    """

    data: Any
    name: str
    lines: Mapping[ValuePath, int] = field(default_factory=dict)
    line: int | None = None
    settings: Mapping[ValuePath, str] = field(default_factory=dict)

    def where(self, path: Sequence[PathStep] = ()) -> str:
        """Where the value at `path` is, such as `play.yaml:3, a.b[2]`, or `--set a.b=1, a.b` if a setting gave it.

        If its line is not known, it is that of the innermost value around it whose line is.
        """
        full_path = tuple(path)
        setting = _nearest_entry(self.settings, full_path)
        if setting is not None:
            return f"{setting}, {dotted(full_path)}"

        line = _nearest_entry(self.lines, full_path)
        if line is None:
            line = self.line
        location = self.name
        if line is not None:
            location = f"{self.name}:{line}"
        if full_path:
            return f"{location}, {dotted(full_path)}"
        return location

    def at(self, *path: PathStep) -> Document:
        """The part of the document at `path`, which still knows its lines.

        Raises KeyError or IndexError if there is no value at the path.
        """
        data = self.data
        for step in path:
            data = data[step]
        lines = _entries_below(self.lines, path)
        settings = _entries_below(self.settings, path)
        return Document(data, self.name, lines, self.line, settings)


def dotted(path: Sequence[PathStep]) -> str:
    """`("moves", 0, "speak")` as `moves[0].speak`."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif text:
            text += f".{step}"
        else:
            text = step
    return text


def _nearest_entry(entries: Mapping[ValuePath, T], path: ValuePath) -> T | None:
    """The entry of the value at `path`, or of the innermost value around it that has one."""
    # The empty path, at the end, is the top of the file.
    for n_steps in range(len(path), -1, -1):
        outer = path[:n_steps]
        if outer in entries:
            return entries[outer]
    return None


def _entries_below(entries: Mapping[ValuePath, T], path: ValuePath) -> dict[ValuePath, T]:
    """The entries of the values in the value at `path`, with their paths from there."""
    n_steps = len(path)
    below: dict[ValuePath, T] = {}
    for full_path, entry in entries.items():
        outer = full_path[:n_steps]
        if outer == path:
            below[full_path[n_steps:]] = entry
    return below
