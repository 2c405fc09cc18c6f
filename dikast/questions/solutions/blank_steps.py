"""Steps without text: a judge is not shown them, and a prediction still counts them, as the data set does."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records import PROBLEM, Question, SolutionPart, StepLabel, StepMark

BLANK_STEPS = "blank_steps"
"""The key of the metadata under which the 0-based numbers of the dropped steps are, as the data set counts."""


def blank_numbers(steps: Sequence[str], marks: Sequence[StepMark] | None) -> list[int]:
    """The numbers of the steps without text. One that people marked as wrong stays a step: it has an error to find."""
    blank: list[int] = []
    for i, step in enumerate(steps):
        is_wrong = marks is not None and marks[i].is_wrong
        if not step.strip() and not is_wrong:
            blank.append(i)
    return blank


def kept_numbers(n_steps: int, blank: Sequence[int]) -> list[int]:
    """The numbers of the other steps, of `n_steps` in all."""
    return [i for i in range(n_steps) if i not in blank]


def marks_without(marks: Sequence[StepMark], kept: Sequence[int]) -> tuple[StepMark, ...]:
    """The marks of the steps that are kept, their premises counted as these are."""
    new_numbers = {old: new for new, old in enumerate(kept)} | {PROBLEM: PROBLEM}
    kept_marks: list[StepMark] = []
    for i in kept:
        mark = marks[i]
        if mark.premises is not None:
            premises = tuple(new_numbers[premise] for premise in mark.premises if premise in new_numbers)
            mark = mark.model_copy(update={"premises": premises})
        kept_marks.append(mark)
    return tuple(kept_marks)


def parts_without(parts: Sequence[SolutionPart], kept: Sequence[int], blank: Sequence[int]) -> tuple[SolutionPart, ...]:
    """The parts without the blank steps, the others counted as those that are kept.

    A number that no step has is left as it is, so that it is reported as a fault.
    """
    new_numbers = {old: new for new, old in enumerate(kept)}
    counted: list[SolutionPart] = []
    for part in parts:
        steps = tuple(new_numbers.get(step, step) for step in part.steps if step not in blank)
        counted.append(part.model_copy(update={"steps": steps}))
    return tuple(counted)


def data_set_numbers(question: Question) -> list[int]:
    """For each step of the question's solution its number in the data set, which counts blank steps too."""
    if question.solution is None:
        return []
    n_kept = len(question.solution.steps)
    blank = _dropped(question)
    return kept_numbers(n_kept + len(blank), blank)


def with_blank_texts(question: Question) -> list[str]:
    """The texts of the steps as the data set counts them, an empty one for each that was dropped."""
    if question.solution is None:
        return []
    numbers = data_set_numbers(question)
    texts = [""] * (len(numbers) + len(_dropped(question)))
    for number, text in zip(numbers, question.solution.steps, strict=True):
        texts[number] = text
    return texts


def with_blank_labels(question: Question, labels: Sequence[StepLabel]) -> tuple[StepLabel, ...]:
    """One label for each step as the data set counts them. Blank steps say nothing wrong: they are correct."""
    numbers = data_set_numbers(question)
    if not _dropped(question):
        return tuple(labels)
    everything = [StepLabel(step=i, label="correct") for i in range(len(numbers) + len(_dropped(question)))]
    old_numbers = dict(enumerate(numbers)) | {PROBLEM: PROBLEM}
    for number, label in zip(numbers, labels, strict=True):
        premises = label.premises
        if premises is not None:
            premises = tuple(old_numbers[premise] for premise in premises if premise in old_numbers)
        everything[number] = label.model_copy(update={"step": number, "premises": premises})
    return tuple(everything)


def _dropped(question: Question) -> list[int]:
    """The numbers of the dropped steps."""
    numbers = question.metadata.get(BLANK_STEPS)
    if not isinstance(numbers, list):
        return []
    return [number for number in numbers if isinstance(number, int)]
