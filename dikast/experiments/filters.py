"""Selection: which cells of the matrix are run, by include, exclude, a schedule and `--only`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BeforeValidator, Field

from dikast.errors import BadInput, nearest
from dikast.experiments.tournament import Played

Axes = Mapping[str, str]
AxisValues = Annotated[
    tuple[Annotated[str, BeforeValidator(str)], ...],
    BeforeValidator(lambda value: value if isinstance(value, list | tuple) else (value,)),
    Field(min_length=1),
]
Pattern = Annotated[dict[str, AxisValues], Field(min_length=1)]


@dataclass(frozen=True)
class Filters:
    """What is run: episodes that some pattern of `include` fits, none of `exclude` does, and `only` does; and of two
    roles that meet by a schedule, the pairs that are `played`.

    A pattern names axes (`protocol`, `question`, `repeat`, or a role or kind that agents are given for) and for each
    the values that fit; an episode has to fit in all of them. No `include` and no `only` fit everything.
    """

    include: Sequence[Mapping[str, Sequence[str]]] = ()
    exclude: Sequence[Mapping[str, Sequence[str]]] = ()
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    played: Played | None = None

    def takes(self, axes: Axes) -> bool:
        """Whether an episode with these values is run; axes that are not named yet fit everything."""
        if self.only and not _fits(self.only, axes):
            return False
        if self.played and not self.played.takes(axes):
            return False
        if self.include and not any(_fits(pattern, axes) for pattern in self.include):
            return False
        return not any(_fits(pattern, axes) and pattern.keys() <= axes.keys() for pattern in self.exclude)

    def check(self, known: Mapping[str, Iterable[str]], where: Mapping[str, str]) -> None:
        """Raises BadInput for an axis or a value that no episode has; `where` has the place of each part."""
        for part, patterns in (("include", self.include), ("exclude", self.exclude), ("only", [self.only])):
            for pattern in patterns:
                for axis, values in pattern.items():
                    _check(axis, values, known, where[part])


def read_only_pattern(given: Sequence[str]) -> dict[str, list[str]]:
    """`axis=value` as a pattern; of the same axis given more than once, each value fits. Raises BadInput."""
    only: dict[str, list[str]] = {}
    for text in given:
        axis, equals, value = text.partition("=")
        if not equals or not axis or not value:
            raise BadInput("write it as AXIS=VALUE, such as protocol=debate or judge=local/smollm2", f"--only {text}")
        only.setdefault(axis, []).append(value)
    return only


def _fits(pattern: Mapping[str, Sequence[str]], axes: Axes) -> bool:
    return all(axes[axis] in values for axis, values in pattern.items() if axis in axes)


def _check(axis: str, values: Sequence[str], known: Mapping[str, Iterable[str]], where: str) -> None:
    if axis not in known:
        raise BadInput(f"{axis!r} is no axis of this matrix: {nearest(axis, known)}", where)
    have = set(known[axis])
    for value in values:
        if value not in have:
            raise BadInput(f"no {axis} here is {value!r}: {nearest(value, sorted(have)[:50])}", where)
