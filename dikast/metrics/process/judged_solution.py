"""Judged: one solution with what people marked in it and what a judge said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, Self

from dikast.records import Grading, Label, Marking

UnknownAs = Literal["apart", "correct"]
NO_ERROR = -1


class JudgedSteps(NamedTuple):
    """What was said of each step: a label (None: unparsed), an error type, the probability that it is right."""

    labels: tuple[Label | None, ...]
    types: tuple[str | None, ...]
    p_correct: tuple[float | None, ...]

    @classmethod
    def of(cls, grading: Grading | None, n: int) -> Self:
        """What a grading says of `n` steps; those it says nothing of are unparsed, as all are without a grading."""
        by_step = {} if grading is None else {label.step: label for label in grading.steps}
        rows = [by_step.get(i) for i in range(n)]
        return cls(
            tuple(None if row is None else row.label for row in rows),
            tuple(None if row is None else row.error_type for row in rows),
            tuple(None if row is None else row.p_correct for row in rows),
        )

    @classmethod
    def always(cls, *labels: Label, error_type: str | None = None) -> Self:
        """These labels, those that are wrong with this error type."""
        n = len(labels)
        types = tuple(error_type if label in ("incorrect", "inherited") else None for label in labels)
        return cls(labels, types, (None,) * n)


@dataclass(frozen=True)
class JudgedSolution:
    """One solution, judged.

    `problem` is what the bootstrap draws by: solutions of one problem are not independent. `groups` are what tables
    are broken down by. `is_suspect`: the gold marks are doubted by evidence. `is_reason_right`: whether the judge's
    explanation of the first error was found right, None where nobody looked.
    """

    id: str
    problem: str
    gold: Marking
    said: JudgedSteps
    groups: Mapping[str, str] = field(default_factory=dict)
    is_suspect: bool = False
    is_reason_right: bool | None = None

    def __post_init__(self) -> None:
        if len(self.gold.steps) != len(self.said.labels):
            raise ValueError(f"{self.id!r}: {len(self.gold.steps)} marks, and {len(self.said.labels)} labels")

    def coded(self, code: Callable[[str], str]) -> JudgedSolution:
        """The same with every error type, people's and the judge's, as `code` writes it."""
        steps = tuple(
            mark if mark.error_type is None else mark.model_copy(update={"error_type": code(mark.error_type)})
            for mark in self.gold.steps
        )
        types = tuple(None if kind is None else code(kind) for kind in self.said.types)
        gold = self.gold.model_copy(update={"steps": steps})
        return replace(self, gold=gold, said=self.said._replace(types=types))


def found_at(said: JudgedSteps, unknown_as: UnknownAs = "apart") -> int | None:
    """The 0-based first step held wrong, NO_ERROR where none is; None where that isn't settled.

    It isn't where a step before it could not be parsed, nor where nothing is held wrong and a step is unknown, unless
    unknown counts as correct.
    """
    for i, label in enumerate(said.labels):
        if label is None:
            return None
        if label in ("incorrect", "inherited"):
            return i
    return None if unknown_as == "apart" and "unknown" in said.labels else NO_ERROR
