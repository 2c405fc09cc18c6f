"""The counts that every figure is made from, a row a problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from dikast.metrics.cell import Floats
from dikast.metrics.process.judged_solution import NO_ERROR, JudgedSolution, UnknownAs, found_at
from dikast.records import Label

# ("step", gold, said), ("type", gold, said), ("solution", gold, said), ("first", how), ("reason", how)
CountKey = tuple[str, ...]
SaidAs = Literal["right", "wrong", "unknown", "unparsed"]
RIGHT, WRONG, UNKNOWN, UNPARSED, UNTYPED = "right", "wrong", "unknown", "unparsed", "untyped"


@dataclass(frozen=True)
class CountTable:
    """Counts by key: a number each, or an array of them, one a problem or a replicate."""

    columns: dict[CountKey, Floats]
    shape: tuple[int, ...] = ()

    def __getitem__(self, key: CountKey) -> Floats:
        """The counts under a key; zeros where nothing was counted."""
        found = self.columns.get(key)
        return self.nothing if found is None else found

    @property
    def nothing(self) -> Floats:
        """Zeros, in the shape of its counts."""
        return np.zeros(self.shape)

    def total(self) -> CountTable:
        """The sums over the first axis."""
        return CountTable({key: column.sum(axis=0) for key, column in self.columns.items()}, self.shape[1:])

    def names(self, kind: str, place: int) -> list[str]:
        """What stands at a place of the keys of a kind, each once, sorted."""
        return sorted({key[place] for key in self.columns if key[0] == kind})

    @classmethod
    def of(cls, counts: Iterable[tuple[CountKey, float]]) -> CountTable:
        """A tally of single numbers, as written down from a table."""
        return cls({key: np.asarray(float(number)) for key, number in counts})


def tally(judged: Sequence[JudgedSolution], unknown_as: UnknownAs = "apart") -> CountTable:
    """The counts, one row a problem, in the order in which problems first come."""
    places: dict[str, int] = {}
    rows: list[Counter[CountKey]] = []
    for one in judged:
        place = places.setdefault(one.problem, len(places))
        if place == len(rows):
            rows.append(Counter())
        rows[place].update(_counted(one, unknown_as))
    columns: dict[CountKey, Floats] = {}
    for place, row in enumerate(rows):
        for key, number in row.items():
            columns.setdefault(key, np.zeros(len(rows)))[place] = number
    # Sorted, so that what is drawn from them is the same in whatever order solutions come.
    return CountTable(dict(sorted(columns.items())), (len(rows),))


def said_as(label: Label | None, unknown_as: UnknownAs) -> SaidAs:
    """How a label counts: neutral steps are right, inherited ones wrong."""
    if label is None:
        return "unparsed"
    if label == "unknown":
        return "right" if unknown_as == "correct" else "unknown"
    return "wrong" if label in ("incorrect", "inherited") else "right"


def _counted(one: JudgedSolution, unknown_as: UnknownAs) -> Iterator[CountKey]:
    yield from _steps(one, unknown_as)
    if one.gold.is_located:
        yield from _solution(one, unknown_as)


def _steps(one: JudgedSolution, unknown_as: UnknownAs) -> Iterator[CountKey]:
    """One key a labelled step, and one more where its error type is known or it is right."""
    for mark, label, kind in zip(one.gold.steps, one.said.labels, one.said.types, strict=True):
        if mark.is_wrong is None:
            continue
        said = said_as(label, unknown_as)
        yield ("step", WRONG if mark.is_wrong else RIGHT, said)
        gold = _kind(mark.error_type) if mark.is_wrong else RIGHT
        if gold is not None:
            yield ("type", gold, (_kind(kind) or UNTYPED) if said == "wrong" else said)


def _kind(named: str | None) -> str | None:
    """A kind of error; None where none is named, or by a word that says only that it isn't known."""
    return None if named in (None, "", RIGHT, UNKNOWN, UNPARSED, UNTYPED) else named


def _solution(one: JudgedSolution, unknown_as: UnknownAs) -> Iterator[CountKey]:
    """What came of the whole solution: whether errors are seen in it, and where the first."""
    first, found = one.gold.first_error, found_at(one.said, unknown_as)
    how = UNPARSED if found is None and None in one.said.labels else UNKNOWN if found is None else None
    how = how or (RIGHT if found == NO_ERROR else WRONG)
    yield ("solution", RIGHT if first is None else WRONG, how)
    if first is None or found is None or found == NO_ERROR:
        return
    if found == first:
        yield ("first", "exact")
        if one.is_reason_right is not None:
            yield ("reason", RIGHT if one.is_reason_right else WRONG)
    if abs(found - first) <= 1:
        yield ("first", "near")
