"""CountTable: the counts from which every process metric is computed, one row per problem."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np

from dikast.metrics.cell import Floats
from dikast.metrics.process.judged_solution import (
    NO_ERROR,
    JudgedSolution,
    UnknownAs,
    first_error_found,
)
from dikast.records import Label

# A key begins with the kind of count:
#   ("step", gold, judged)       labelled steps, by whether they are right
#   ("type", gold, judged)       labelled steps, by their error type
#   ("solution", gold, judged)   solutions whose first error, or its absence, is known
#   ("first", "exact" or "near") first errors found at the very step, or at most one step away
#   ("reason", judged)           explanations of the first errors found at the very step
CountKey = tuple[str, ...]
JudgedAs = Literal["right", "wrong", "unknown", "unparsed"]
RIGHT, WRONG, UNKNOWN, UNPARSED, UNTYPED = "right", "wrong", "unknown", "unparsed", "untyped"

_SIDES: dict[bool, str] = {True: RIGHT, False: WRONG}
_JUDGED_AS: dict[Label, JudgedAs] = {
    "correct": "right",
    "neutral": "right",
    "incorrect": "wrong",
    "inherited": "wrong",
    "unknown": "unknown",
}
# Words in the place of an error type that name none.
_NO_TYPES = (None, "", RIGHT, UNKNOWN, UNPARSED, UNTYPED)


@dataclass(frozen=True)
class CountTable:
    """Counts by key: one number each (shape `()`), or an array with one number per problem or per resample."""

    columns: dict[CountKey, Floats]
    shape: tuple[int, ...] = ()

    def __getitem__(self, key: CountKey) -> Floats:
        """The counts under a key; zeros where nothing was counted."""
        if key in self.columns:
            return self.columns[key]
        return self.zeros

    @property
    def zeros(self) -> Floats:
        """Zeros in the shape of the counts."""
        return np.zeros(self.shape)

    def total(self) -> CountTable:
        """The sums over the first axis: over all problems, or over all resamples."""
        sums = {key: column.sum(axis=0) for key, column in self.columns.items()}
        return CountTable(sums, self.shape[1:])

    def names(self, kind: str, index: int) -> list[str]:
        """The entries at an index of the keys of a kind, each once, sorted."""
        entries = {key[index] for key in self.columns if key[0] == kind}
        return sorted(entries)

    @classmethod
    def of(cls, counts: Iterable[tuple[CountKey, float]]) -> CountTable:
        """A table of single numbers, such as those that a paper prints."""
        return cls({key: np.asarray(float(number)) for key, number in counts})


def tally(solutions: Sequence[JudgedSolution], unknown_as: UnknownAs = "apart") -> CountTable:
    """The counts of these solutions: one row per problem, in the order in which problems first appear."""
    rows: defaultdict[str, Counter[CountKey]] = defaultdict(Counter)
    for solution in solutions:
        row = rows[solution.problem]
        row.update(_step_keys(solution, unknown_as))
        # Without all marks before it, the first error may be an earlier one than the first that is marked.
        if solution.gold.is_located:
            row.update(_solution_keys(solution, unknown_as))
    columns: defaultdict[CountKey, Floats] = defaultdict(partial(np.zeros, len(rows)))
    for i, row in enumerate(rows.values()):
        for key, number in row.items():
            columns[key][i] = number
    # The bootstrap draws column by column. Sorted columns give the same draws for every order of the solutions.
    return CountTable(dict(sorted(columns.items())), (len(rows),))


def judged_as(label: Label | None, unknown_as: UnknownAs) -> JudgedAs:
    """What a label counts as: neutral steps count as right, inherited errors as wrong."""
    if label is None:
        return "unparsed"
    if label == "unknown" and unknown_as == "correct":
        return "right"
    return _JUDGED_AS[label]


def _step_keys(solution: JudgedSolution, unknown_as: UnknownAs) -> Iterator[CountKey]:
    """One key per labelled step, and a second one where the step is right or its error type is known."""
    steps = solution.steps
    for mark, label, judged_type in zip(solution.gold.steps, steps.labels, steps.types, strict=True):
        if mark.is_wrong is None:
            continue
        judged = judged_as(label, unknown_as)
        yield ("step", _SIDES[not mark.is_wrong], judged)
        gold_type = _error_type(mark.error_type) if mark.is_wrong else RIGHT
        if gold_type is not None:
            yield ("type", gold_type, _judged_type(judged, judged_type))


def _judged_type(judged: JudgedAs, error_type: str | None) -> str:
    """The error type that the judge gave a step, or the word for why it gave none."""
    if judged != "wrong":
        return judged
    return _error_type(error_type) or UNTYPED


def _error_type(name: str | None) -> str | None:
    """The error type of that name; None where the name is missing or only says that the type is not known."""
    if name in _NO_TYPES:
        return None
    return name


def _solution_keys(solution: JudgedSolution, unknown_as: UnknownAs) -> Iterator[CountKey]:
    """The keys of a whole solution: whether the judge sees an error in it, and how close to the first one."""
    gold_error = solution.gold.first_error
    judged_error = first_error_found(solution.steps, unknown_as)
    gold_side = _SIDES[gold_error is None]
    if judged_error == NO_ERROR:
        yield ("solution", gold_side, RIGHT)
        return
    if judged_error is None:
        # The first error is open for one of two reasons, and an unparsed step is the stronger one.
        is_unparsed = None in solution.steps.labels
        yield ("solution", gold_side, UNPARSED if is_unparsed else UNKNOWN)
        return
    yield ("solution", gold_side, WRONG)
    if gold_error is None:
        return
    if abs(judged_error - gold_error) <= 1:
        yield ("first", "near")
    if judged_error != gold_error:
        return
    yield ("first", "exact")
    # An explanation of another step than the wrong one explains nothing, so only here is it counted.
    if solution.is_reason_right is not None:
        yield ("reason", _SIDES[solution.is_reason_right])
