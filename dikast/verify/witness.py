"""What shows that a claim is false: typed, so that code asks it questions and only `shown` words it for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Values:
    """Both sides as numbers or quantities, in the units they were written in."""

    left: str
    right: str

    def shown(self) -> dict[str, Any]:
        return {"left": self.left, "right": self.right}


@dataclass(frozen=True)
class Point:
    """Values of the names at which the two sides differ."""

    point: Mapping[str, str]
    left: str
    right: str

    def shown(self) -> dict[str, Any]:
        return {"point": dict(self.point), "left": self.left, "right": self.right}


@dataclass(frozen=True)
class LostSolution:
    """A solution of the line before that the claim leaves out."""

    name: str
    value: str

    def shown(self) -> dict[str, Any]:
        return {"relation": "loses solutions", "lost": self.value}


@dataclass(frozen=True)
class GainedSolution:
    """A value that the claim allows, and the line before does not."""

    name: str
    value: str

    def shown(self) -> dict[str, Any]:
        return {"relation": "gains solutions", "gained": self.value}


@dataclass(frozen=True)
class Dimensions:
    """Two dimensions that can't be equal or added, such as metres and seconds."""

    left: str
    right: str

    def shown(self) -> dict[str, Any]:
        return {"left": self.left, "right": self.right, "detail": "different dimensions"}


@dataclass(frozen=True)
class Slots:
    """Two texts with the same words: the place, counted from 0, at which they say different things."""

    index: int
    left: str
    right: str

    def shown(self) -> dict[str, Any]:
        return {"slot": self.index, "left": self.left, "right": self.right}


@dataclass(frozen=True)
class Member:
    """A value that only one of two sets holds."""

    value: str
    only_in: str

    def shown(self) -> dict[str, Any]:
        return {"only_in": self.only_in, "witness": self.value}


Witness = Member | Values | Point | LostSolution | GainedSolution | Dimensions | Slots
