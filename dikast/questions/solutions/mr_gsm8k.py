"""MR-GSM8K (Zeng et al. 2023, arXiv 2312.17080) and MR-Ben (Zeng et al. 2024, arXiv 2406.13975), and predictions.

MR-GSM8K, https://github.com/dvlab-research/MR-GSM8K: `uuid, question, ground_truth_solution, ground_truth_answer,
model_output_steps, model_output_answer_correctness, model_output_solution_correctness` (correct or wrong),
`model_output_solution_first_error_step, model_output_solution_first_error_reason, question_type`. MR-Ben,
Randolphzeng/Mr-Ben on the hub: `Question_UUID, Subject, Question, Options, Ground_Truth_Answer_Modified, Sampled_Model,
Model_Solution_Steps, Model_Solution_Correctness` (correct or incorrect), `Model_Solution_First_Error_Step,
Model_Solution_Error_Reason`; its files map each question to its solutions.

The first error is the number that the step bears in its text (`Step 3: …`), N/A for none: one step can go over several
lines. A prediction is the row with `Evaluation_Result`, as the projects' own scorers read it.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import Field

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, known
from dikast.questions.solutions.answer_choices import choice_named, choices_in
from dikast.questions.solutions.solution_format import (
    NO_ERROR,
    Prediction,
    SolutionFormat,
    first_said,
    plain,
    solved,
    until_first_error,
)
from dikast.records import Grading, Question, StepMark

_NUMBERED = re.compile(r"\W*step\W{0,3}(\d{1,4})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?:step\s*)?(\d{1,4})\s*", re.IGNORECASE)
NONE = "N/A"


class MrGsm8kRow(DatasetRow):
    """A row of MR-GSM8K."""

    uuid: str = Field(coerce_numbers_to_str=True)
    question: str
    model_output_steps: tuple[str, ...]
    model_output_solution_correctness: str
    model_output_solution_first_error_step: str = Field(default=NONE, coerce_numbers_to_str=True)
    model_output_solution_first_error_reason: str | None = None
    model_output_answer_correctness: str | None = None
    ground_truth_solution: str | None = None
    ground_truth_answer: str | None = Field(default=None, coerce_numbers_to_str=True)
    question_type: str | None = None


class MrBenRow(DatasetRow):
    """A row of MR-Ben."""

    uuid: str = Field(alias="Question_UUID", coerce_numbers_to_str=True)
    question: str = Field(alias="Question")
    steps: tuple[str, ...] | str = Field(alias="Model_Solution_Steps")
    correctness: str = Field(alias="Model_Solution_Correctness")
    first_error: str = Field(default=NONE, alias="Model_Solution_First_Error_Step", coerce_numbers_to_str=True)
    reasons: Any = Field(default=None, alias="Model_Solution_Error_Reason")
    options: str | None = Field(default=None, alias="Options")
    subject: str | None = Field(default=None, alias="Subject")
    model: str | None = Field(default=None, alias="Sampled_Model")
    answer: str | None = Field(default=None, alias="Ground_Truth_Answer")
    answer_modified: str | None = Field(default=None, alias="Ground_Truth_Answer_Modified")


def make_gsm8k(document: Document, number: int) -> Question:
    """The question of a row of MR-GSM8K."""
    row = into(MrGsm8kRow, document)
    steps, word = row.model_output_steps, row.model_output_answer_correctness
    key = "model_output_solution_first_error_step"
    is_right = _is_right(row.model_output_solution_correctness, document, "model_output_solution_correctness")
    first = None if is_right else _index(row.model_output_solution_first_error_step, steps)
    if first is None and not is_right:
        message = f"the number of one of the {len(steps)} steps is needed, got"
        raise BadInput(f"{message} {row.model_output_solution_first_error_step!r}", document.where([key]))
    return solved(
        document,
        steps,
        until_first_error(len(steps), first, reason=row.model_output_solution_first_error_reason or ""),
        id=row.uuid,
        text=row.question,
        references=() if row.ground_truth_answer is None else (row.ground_truth_answer,),
        reference_solution=row.ground_truth_solution,
        metadata=known(dataset="mr-gsm8k", row=number, subject="math", question_type=row.question_type),
        is_answer_right=None if word is None else word.strip().lower() == "correct",
    )


def make_ben(document: Document, number: int) -> Question:
    """The question of a row of MR-Ben. Where an error is told in words (code), the steps stay unlabelled."""
    row = into(MrBenRow, document)
    steps = tuple(line for line in row.steps.split("\n") if line.strip()) if isinstance(row.steps, str) else row.steps
    is_right = _is_right(row.correctness, document, "Model_Solution_Correctness")
    first = None if is_right else _index(row.first_error, steps)
    if is_right or first is not None:
        marks = until_first_error(len(steps), first, reason=_reason(row.reasons))
    else:
        marks = (StepMark(),) * len(steps)
    choices = choices_in(row.options)
    answer = (row.answer_modified or row.answer or "").strip()
    text = row.question if choices or not row.options else f"{row.question}\n\n{row.options}"
    gold = choice_named(answer, choices)
    return solved(
        document,
        steps,
        marks,
        id=f"{row.uuid}-{row.model}" if row.model else row.uuid,
        text=text,
        choices=choices,
        gold=gold,
        references=(answer,) if answer and gold is None else (),
        metadata=known(dataset="mr-ben", row=number, subject=row.subject, uuid=row.uuid),
        author=row.model,
    )


def _is_right(word: str, document: Document, key: str) -> bool:
    # "incorrect" holds "correct": only whole words count.
    said = {"correct": True, "wrong": False, "incorrect": False}.get(word.strip().lower())
    if said is None:
        raise BadInput(f"correct, wrong or incorrect is needed, got {word!r}", document.where([key]))
    return said


def _index(written: str, steps: tuple[str, ...]) -> int | None:
    """The 0-based step with the number that is written; None where that names none."""
    found = _NUMBER.fullmatch(written)
    if found is None:
        return None
    number = int(found[1])
    numbers = _numbers(steps)
    if any(bears is not None for bears in numbers):
        return numbers.index(number) if number in numbers else None
    return number - 1 if 1 <= number <= len(steps) else None


def _numbers(steps: tuple[str, ...]) -> list[int | None]:
    """The number that each step bears in its text."""
    found = [_NUMBERED.match(step) for step in steps]
    return [None if match is None else int(match[1]) for match in found]


def number_of(index: int, steps: tuple[str, ...]) -> int:
    """The number of the step at `index`: the one it bears, or the last step before it that bears one, else from 1."""
    borne = [number for number in _numbers(steps)[: index + 1] if number is not None]
    return borne[-1] if borne else index + 1


def _reason(reasons: Any) -> str:
    texts = reasons if isinstance(reasons, list) else [reasons]
    return "\n".join(text.strip() for text in texts if isinstance(text, str) and text.strip() != NONE)


def _result(question: Question, grading: Grading | None, wrong: str) -> dict[str, Any]:
    said = first_said(question, grading)
    if said is None or question.solution is None or grading is None:
        return {"solution_correctness": "", "first_error_step": "", "error_reason": ""}
    if said == NO_ERROR:
        return {"solution_correctness": "correct", "first_error_step": NONE, "error_reason": NONE}
    reason = next(label.explanation for label in grading.steps if label.step == said)
    number = number_of(said, question.solution.steps)
    return {"solution_correctness": wrong, "first_error_step": str(number), "error_reason": reason}


def _gold(question: Question, wrong: str) -> tuple[str, str, str]:
    """The gold correctness, first error and reason, as rows write them."""
    solution = question.solution
    if solution is None or solution.marking is None:
        return "", "", ""
    first = solution.marking.first_error
    if first is None:
        return ("correct" if solution.marking.is_located else wrong), NONE, NONE
    return wrong, str(number_of(first, solution.steps)), solution.marking.steps[first].reason


def write_gsm8k(question: Question, grading: Grading | None) -> Prediction:
    """The row with its gold fields and the judge's result."""
    correctness, first, reason = _gold(question, "wrong")
    return {
        "uuid": question.id,
        "question": question.text,
        "question_type": question.metadata.get("question_type"),
        "model_output_steps": [] if question.solution is None else list(question.solution.steps),
        "model_output_solution_correctness": correctness,
        "model_output_solution_first_error_step": first,
        "model_output_solution_first_error_reason": reason,
        "Evaluation_Result": _result(question, grading, "wrong"),
    }


def write_ben(question: Question, grading: Grading | None) -> Prediction:
    """The row with its gold fields and the judge's result."""
    correctness, first, reason = _gold(question, "incorrect")
    solution = question.solution
    return {
        "Question_UUID": question.metadata.get("uuid", question.id),
        "Subject": question.metadata.get("subject"),
        "Sampled_Model": None if solution is None else solution.author,
        "Question": question.text,
        "Options": "\n".join(f"{chr(65 + i)}: {choice}" for i, choice in enumerate(question.choices)),
        "Model_Solution_Steps": [] if solution is None else list(solution.steps),
        "Model_Solution_Correctness": correctness,
        "Model_Solution_First_Error_Step": first,
        "Model_Solution_Error_Reason": reason,
        "Evaluation_Result": _result(question, grading, "incorrect"),
    }


GSM8K = SolutionFormat("mr-gsm8k", frozenset({"model_output_steps"}), plain(make_gsm8k), write_gsm8k)
BEN = SolutionFormat("mr-ben", frozenset({"Model_Solution_Steps"}), plain(make_ben), write_ben)
