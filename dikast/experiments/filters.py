"""Filters: which episodes of the matrix are run, by `include`, `exclude`, a tournament and `--only`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BeforeValidator, Field

from dikast.errors import BadInput, nearest
from dikast.experiments.tournament import ScheduledPairs


def _as_list(value: object) -> object:
    """The value if it is a list already; else a list with this value alone."""
    if isinstance(value, list | tuple):
        return value
    return (value,)


Axes = Mapping[str, str]
FilterValue = str | int | float
AxisValues = Annotated[
    tuple[Annotated[str, BeforeValidator(str, json_schema_input_type=FilterValue)], ...],
    BeforeValidator(_as_list, json_schema_input_type=tuple[FilterValue, ...] | FilterValue),
    Field(min_length=1),
]
Pattern = Annotated[dict[str, AxisValues], Field(min_length=1)]
MOST_NAMED = 50
"""A matrix may have a million questions: a message names no more values than that."""


@dataclass(frozen=True)
class Filters:
    """Which episodes are run: those that fit some pattern of `include`, none of `exclude`, and `only`.

    A pattern names axes (`protocol`, `question`, `repeat`, or a role or kind that agents are given for) and for each
    the values that fit; an episode has to fit in all of them. Without `include` every episode fits it, and so with
    `only`. Of two roles that meet in a tournament, the pairs in `scheduled` are run.
    """

    include: Sequence[Mapping[str, Sequence[str]]] = ()
    exclude: Sequence[Mapping[str, Sequence[str]]] = ()
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    scheduled: ScheduledPairs | None = None

    def look_at(self, axis: str) -> bool:
        """Whether some pattern names this axis."""
        return any(axis in pattern for pattern in (*self.include, *self.exclude, self.only))

    def takes(self, axes: Axes) -> bool:
        """Whether an episode with these values is run; an axis that `axes` does not name yet fits everything."""
        if not _fits(self.only, axes):
            return False
        if self.scheduled and not self.scheduled.takes(axes):
            return False
        for pattern in self.exclude:
            # A pattern excludes nothing that lacks one of its axes: a protocol may be without the role.
            if pattern.keys() <= axes.keys() and _fits(pattern, axes):
                return False
        for pattern in self.include:
            if _fits(pattern, axes):
                return True
        return not self.include

    def check(self, known: Mapping[str, Iterable[str]], where: Mapping[str, str]) -> None:
        """Raises BadInput for an axis or a value that no episode has.

        `known` has the values of each axis, `where` the place in the file of `include`, `exclude` and `only`.
        """
        for pattern in self.include:
            _check_pattern(pattern, known, where["include"])
        for pattern in self.exclude:
            _check_pattern(pattern, known, where["exclude"])
        _check_pattern(self.only, known, where["only"])


def read_only_pattern(arguments: Sequence[str]) -> dict[str, list[str]]:
    """`axis=value` as a pattern; of the same axis given more than once, each value fits. Raises BadInput."""
    pattern: dict[str, list[str]] = {}
    for argument in arguments:
        axis, _, value = argument.partition("=")
        if not axis or not value:
            way_out = "write it as AXIS=VALUE, such as protocol=debate or judge=local/smollm2"
            raise BadInput(way_out, f"--only {argument}")
        pattern.setdefault(axis, []).append(value)
    return pattern


def _fits(pattern: Mapping[str, Sequence[str]], axes: Axes) -> bool:
    """Whether the values are among those of the pattern, as far as they are known. The empty pattern fits all."""
    # Question and repeat are not known yet while cells are selected.
    known_axes = pattern.keys() & axes.keys()
    return all(axes[axis] in pattern[axis] for axis in known_axes)


def _check_pattern(pattern: Mapping[str, Sequence[str]], known: Mapping[str, Iterable[str]], where: str) -> None:
    """Raises BadInput for the first axis or value that no episode has."""
    for axis, values in pattern.items():
        if axis not in known:
            similar = nearest(axis, known)
            raise BadInput(f"{axis!r} is no axis of this matrix: {similar}", where)
        known_values = set(known[axis])
        for value in values:
            if value not in known_values:
                some_values = sorted(known_values)[:MOST_NAMED]
                similar = nearest(value, some_values)
                raise BadInput(f"no {axis} here is {value!r}: {similar}", where)
