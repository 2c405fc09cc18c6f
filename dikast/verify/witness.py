"""What shows that a claim is false: typed, so that code asks it questions and only `as_record` words it for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Values:
    """Both sides as numbers or quantities, in the units they were written in."""

    left: str
    right: str


@dataclass(frozen=True)
class Point:
    """Values of the names at which the two sides differ."""

    point: Mapping[str, str]
    left: str
    right: str


@dataclass(frozen=True)
class LostSolution:
    """A solution of the line before that the claim leaves out."""

    name: str
    value: str


@dataclass(frozen=True)
class GainedSolution:
    """A value that the claim allows, and the line before does not."""

    name: str
    value: str


@dataclass(frozen=True)
class Dimensions:
    """Two dimensions that can't be equal or added, such as metres and seconds."""

    left: str
    right: str


@dataclass(frozen=True)
class Slots:
    """Two texts with the same words: the place, counted from 0, at which they say different things."""

    index: int
    left: str
    right: str


@dataclass(frozen=True)
class Member:
    """A value that only one of two sets holds."""

    value: str
    only_in: str


Witness = Member | Values | Point | LostSolution | GainedSolution | Dimensions | Slots


def as_record(witness: Witness) -> dict[str, Any]:
    """The witness as the record keeps it, for people to read."""
    match witness:
        case Values(left, right):
            return {"left": left, "right": right}
        case Point(point, left, right):
            return {"point": dict(point), "left": left, "right": right}
        case LostSolution(_, value):
            return {"relation": "loses solutions", "lost": value}
        case GainedSolution(_, value):
            return {"relation": "gains solutions", "gained": value}
        case Dimensions(left, right):
            return {"left": left, "right": right, "detail": "different dimensions"}
        case Slots(index, left, right):
            return {"slot": index, "left": left, "right": right}
        case Member(value, only_in):
            return {"only_in": only_in, "witness": value}
