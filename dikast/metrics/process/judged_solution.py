"""JudgedSolution: one solution with the marks of people and the labels of a judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple, Self

from dikast.records import Grading, Label, Marking, StepLabel

UnknownAs = Literal["apart", "correct"]
NO_ERROR = -1
WRONG_LABELS = ("incorrect", "inherited")


class JudgedSteps(NamedTuple):
    """The judgement of each step: a label (None: unparsed), an error type, the probability that the step is right."""

    labels: tuple[Label | None, ...]
    types: tuple[str | None, ...]
    p_correct: tuple[float | None, ...]

    @classmethod
    def of(cls, grading: Grading | None, n: int) -> Self:
        """The judgement of `n` steps by a grading. Steps that the grading leaves out are unparsed; without a grading,
        all are.
        """
        by_step: dict[int, StepLabel] = {}
        if grading is not None:
            by_step = {label.step: label for label in grading.steps}
        labels: list[Label | None] = [None] * n
        types: list[str | None] = [None] * n
        p_correct: list[float | None] = [None] * n
        # Steps that the grading leaves out stay None; labels of steps that the solution does not have are dropped.
        for step in by_step.keys() & range(n):
            label = by_step[step]
            labels[step] = label.label
            types[step] = label.error_type
            p_correct[step] = label.p_correct
        return cls(tuple(labels), tuple(types), tuple(p_correct))

    @classmethod
    def always(cls, *labels: Label, error_type: str | None = None) -> Self:
        """Steps with these labels, without probabilities. The wrong ones all have this error type."""
        types: list[str | None] = [None] * len(labels)
        for i, label in enumerate(labels):
            if label in WRONG_LABELS:
                types[i] = error_type
        return cls(labels, tuple(types), (None,) * len(labels))


@dataclass(frozen=True)
class JudgedSolution:
    """One solution, judged.

    `problem` is the unit that the bootstrap draws: solutions of one problem are not independent. `steps` are the
    judge's labels, as many as `gold` has marks. Tables are broken down by `groups`. `is_suspect`: machine evidence
    contradicts the gold marks. `is_reason_right`: whether the judge's explanation of the first error is right, None
    where it was not reviewed. `is_control`: the benchmark's scorer has it for comparison alone. Raises ValueError where
    marks and labels differ in number.
    """

    id: str
    problem: str
    gold: Marking
    steps: JudgedSteps
    groups: Mapping[str, str] = field(default_factory=dict)
    is_suspect: bool = False
    is_reason_right: bool | None = None
    is_control: bool = False

    def __post_init__(self) -> None:
        if len(self.gold.steps) != len(self.steps.labels):
            raise ValueError(f"{self.id!r}: {len(self.gold.steps)} marks, and {len(self.steps.labels)} labels")

    def with_error_codes(self, code_of: Callable[[str], str]) -> JudgedSolution:
        """The same solution with every error type replaced by its code, in the gold marks and in the judgement."""

        def code(error_type: str | None) -> str | None:
            if error_type is None:
                return None
            return code_of(error_type)

        marks = tuple(mark.model_copy(update={"error_type": code(mark.error_type)}) for mark in self.gold.steps)
        types = tuple(code(error_type) for error_type in self.steps.types)
        return replace(
            self,
            gold=self.gold.model_copy(update={"steps": marks}),
            steps=self.steps._replace(types=types),
        )


def first_error_found(steps: JudgedSteps, unknown_as: UnknownAs = "apart") -> int | None:
    """The 0-based first step that the judge calls wrong, NO_ERROR where it calls none wrong, None where it is open.

    It is open where an earlier step could not be parsed. It is also open where no step is called wrong and one is
    `unknown`, unless unknown steps count as correct.
    """
    for i, label in enumerate(steps.labels):
        if label is None:
            return None
        if label in WRONG_LABELS:
            return i
    if unknown_as == "apart" and "unknown" in steps.labels:
        return None
    return NO_ERROR
