"""MR-GSM8K (Zeng et al. 2023, arXiv 2312.17080) and MR-Ben (Zeng et al. 2024, arXiv 2406.13975), and predictions.

MR-GSM8K, https://github.com/dvlab-research/MR-GSM8K: `uuid, question, ground_truth_solution, ground_truth_answer,
model_output_steps, model_output_answer_correctness, model_output_solution_correctness` (correct or wrong),
`model_output_solution_first_error_step, model_output_solution_first_error_reason, question_type`. MR-Ben,
Randolphzeng/Mr-Ben on the hub: `Question_UUID, Subject, Question, Options, Ground_Truth_Answer_Modified, Sampled_Model,
Model_Solution_Steps, Model_Solution_Correctness` (correct or incorrect), `Model_Solution_First_Error_Step,
Model_Solution_Error_Reason`; its files map each question to its solutions.

A model may have several solutions of one question, as in the coding files: the second one's id ends in `-2`.

The first error is the number that the step has in its text (`Step 3: …`), N/A for none: one step can take several
lines. For code it is the text of one or more of its lines. A prediction is the row with `Evaluation_Result`, as the
projects' own scorers read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pydantic import Field, JsonValue

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, drop_empty
from dikast.questions.solutions.answer_choices import choices_in, problem_text, read_reference
from dikast.questions.solutions.solution_format import (
    NO_ERROR,
    Prediction,
    SolutionFormat,
    as_references,
    fixed_adapter,
    judge_labels,
    marked_error,
    marks_until_error,
    predicted_error,
    solution_question,
    solution_steps,
)
from dikast.records import Grading, Question, StepMark

_STEP_LABEL = re.compile(r"\W*step\W{0,3}(\d{1,4})\b", re.IGNORECASE)
_STEP_NUMBER = re.compile(r"\s*(?:step\s*)?(\d{1,4})\s*", re.IGNORECASE)
# Whole words are compared, since "incorrect" contains "correct".
_CORRECTNESS = {"correct": True, "wrong": False, "incorrect": False}
_FIRST_ERROR = "model_output_solution_first_error_step"
NONE = "N/A"
SOLUTION_NUMBER = "Dikast_Solution_Number"


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

    @property
    def is_answer_right(self) -> bool | None:
        """Whether the solution's final answer is right; None if the row doesn't say."""
        if self.model_output_answer_correctness is None:
            return None
        return self.model_output_answer_correctness.strip().lower() == "correct"


class MrBenRow(DatasetRow):
    """A row of MR-Ben."""

    uuid: str = Field(alias="Question_UUID", coerce_numbers_to_str=True)
    question: str = Field(alias="Question")
    steps: tuple[str, ...] | str = Field(alias="Model_Solution_Steps")
    correctness: str = Field(alias="Model_Solution_Correctness")
    first_error: str = Field(default=NONE, alias="Model_Solution_First_Error_Step", coerce_numbers_to_str=True)
    # Ours, where a model has several solutions of the question.
    solution_number: int | None = Field(default=None, alias=SOLUTION_NUMBER)
    reasons: Any = Field(default=None, alias="Model_Solution_Error_Reason")
    rectified: Any = Field(default=None, alias="Model_Solution_Rectified_First_Error_Step")
    options: str | None = Field(default=None, alias="Options")
    subject: str | None = Field(default=None, alias="Subject")
    model: str | None = Field(default=None, alias="Sampled_Model")
    answer: str | None = Field(default=None, alias="Ground_Truth_Answer")
    answer_modified: str | None = Field(default=None, alias="Ground_Truth_Answer_Modified")

    @property
    def step_texts(self) -> tuple[str, ...]:
        """The steps; of a solution in one text, its lines that aren't blank."""
        if not isinstance(self.steps, str):
            return self.steps
        return tuple(filter(str.strip, self.steps.split("\n")))

    @property
    def id(self) -> str:
        """One question has the solutions of several models, and sometimes several of one."""
        number = None if self.solution_number is None else str(self.solution_number)
        return "-".join(filter(None, (self.uuid, self.model, number)))

    @property
    def reason(self) -> str:
        """What people wrote about the first error, each on a line."""
        return _one_text(self.reasons)

    @property
    def rectified_text(self) -> str:
        """The first wrong step as it should be."""
        return _one_text(self.rectified)


def _one_text(texts: Any) -> str:
    """One text or several, each on a line. What is no text says nothing: some rows have null."""
    if not isinstance(texts, list):
        texts = [texts]
    stripped = [text.strip() for text in texts if isinstance(text, str)]
    return "\n".join(text for text in stripped if text != NONE)


def read_gsm8k_row(document: Document, number: int) -> Question:
    """The question of a row of MR-GSM8K."""
    row = into(MrGsm8kRow, document)
    steps = row.model_output_steps
    first = None
    if not _is_correct(row.model_output_solution_correctness, document, "model_output_solution_correctness"):
        written = row.model_output_solution_first_error_step
        first = _step_index(written, steps)
        if first is None:
            message = f"the number of one of the {len(steps)} steps is needed, got {written!r}"
            raise BadInput(message, document.where([_FIRST_ERROR]))
    return solution_question(
        document,
        steps,
        marks_until_error(len(steps), first, reason=row.model_output_solution_first_error_reason or ""),
        id=row.uuid,
        text=row.question,
        references=as_references(row.ground_truth_answer),
        reference_solution=row.ground_truth_solution,
        metadata=drop_empty(
            dataset="mr-gsm8k",
            row=number,
            subject="math",
            question_type=row.question_type,
        ),
        is_answer_right=row.is_answer_right,
    )


def read_ben_row(document: Document, number: int) -> Question:
    """The question of a row of MR-Ben."""
    row = into(MrBenRow, document)
    choices = choices_in(row.options)
    answer = (row.answer_modified or row.answer or "").strip()
    references, gold = read_reference(answer, choices)
    return solution_question(
        document,
        row.step_texts,
        _ben_marks(row, document),
        id=row.id,
        text=problem_text(row.question, row.options, choices),
        choices=choices,
        gold=gold,
        references=references,
        metadata=drop_empty(
            dataset="mr-ben",
            row=number,
            subject=row.subject,
            uuid=row.uuid,
            rectified=row.rectified_text,
        ),
        author=row.model,
    )


def number_solutions(rows: Iterable[Document]) -> Iterator[Document]:
    """The rows of MR-Ben, with a number where the model has another solution of the question in an earlier row."""
    earlier: dict[tuple[str, str], list[str]] = {}
    for document in rows:
        data = document.data
        solutions = earlier.setdefault((str(data.get("Question_UUID")), str(data.get("Sampled_Model"))), [])
        solution = str(data.get("Model_Solution_Steps"))
        # The same solution again is no other solution: its id is taken, and that is said.
        if solution not in solutions:
            solutions.append(solution)
            if len(solutions) > 1:
                document = replace(document, data={**data, SOLUTION_NUMBER: len(solutions)})
        yield document


def _ben_marks(row: MrBenRow, document: Document) -> tuple[StepMark, ...]:
    """The marks of the steps. Where the error is described in words alone, as sometimes for code, none is labelled."""
    steps = row.step_texts
    if _is_correct(row.correctness, document, "Model_Solution_Correctness"):
        return marks_until_error(len(steps), None)
    first = _step_index(row.first_error, steps)
    if first is None:
        first = _quoted_index(row.first_error, steps)
    if first is None:
        return (StepMark(),) * len(steps)
    return marks_until_error(len(steps), first, reason=row.reason)


def _is_correct(word: str, document: Document, key: str) -> bool:
    """Whether the word says that the solution is correct. Raises BadInput for an unknown word."""
    is_correct = _CORRECTNESS.get(word.strip().lower())
    if is_correct is None:
        raise BadInput(f"correct, wrong or incorrect is needed, got {word!r}", document.where([key]))
    return is_correct


def _step_index(written: str, steps: tuple[str, ...]) -> int | None:
    """The 0-based step with the number that is written; None if it is no number, or no step has it."""
    match = _STEP_NUMBER.fullmatch(written)
    if match is None:
        return None
    number = int(match[1])
    labels = _step_labels(steps)
    if number in labels:
        return labels.index(number)
    # Steps are counted from 1 only if none has a number in its text.
    is_unlabelled = set(labels) == {None}
    if is_unlabelled and 1 <= number <= len(steps):
        return number - 1
    return None


def _quoted_index(written: str, steps: tuple[str, ...]) -> int | None:
    """The 0-based step with which the lines that are written begin; None unless they are in one place alone."""
    quoted = _lines(written)
    lines: list[tuple[str, int]] = []
    for i, step in enumerate(steps):
        lines += [(line, i) for line in _lines(step)]
    texts = [text for text, _ in lines]
    n_quoted = len(quoted)
    starts = [i for i in range(len(texts) - n_quoted + 1) if texts[i : i + n_quoted] == quoted]
    if not quoted or len(starts) != 1:
        return None
    return lines[starts[0]][1]


def _lines(text: str) -> list[str]:
    """The lines with text, without the space around and the width of the space in them."""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _step_labels(steps: tuple[str, ...]) -> list[int | None]:
    """The number that each step has in its text."""
    labels: list[int | None] = []
    for step in steps:
        match = _STEP_LABEL.match(step)
        if match is None:
            labels.append(None)
        else:
            labels.append(int(match[1]))
    return labels


def number_of(index: int, steps: tuple[str, ...]) -> int:
    """The number of the step at `index`: in its text, or in the last numbered step before it, else counted from 1."""
    for label in reversed(_step_labels(steps[: index + 1])):
        if label is not None:
            return label
    return index + 1


def _step_texts(question: Question) -> tuple[str, ...]:
    """The texts of the steps as the data set counts them."""
    return tuple(map(str, solution_steps(question)))


def _evaluation_result(question: Question, grading: Grading | None, wrong: str) -> dict[str, JsonValue]:
    """The judge's result; `wrong` is the data set's word for a wrong solution."""
    first = predicted_error(question, grading)
    # Empty texts are neither of the data set's words, so that an unparsed reply is no judgement.
    if first is None or question.solution is None or grading is None:
        return {
            "solution_correctness": "",
            "first_error_step": "",
            "error_reason": "",
        }
    if first == NO_ERROR:
        return {
            "solution_correctness": "correct",
            "first_error_step": NONE,
            "error_reason": NONE,
        }
    label = judge_labels(question, grading)[first]
    number = number_of(first, _step_texts(question))
    return {
        "solution_correctness": wrong,
        "first_error_step": str(number),
        "error_reason": label.explanation,
    }


def _gold_fields(question: Question, wrong: str) -> tuple[str, str, str]:
    """The gold correctness, first error and reason, as the rows have them."""
    solution = question.solution
    if solution is None or solution.marking is None:
        return "", "", ""
    marking = solution.marking
    first = marked_error(question)
    if first is not None and marking.first_error is not None:
        number = number_of(first, _step_texts(question))
        return wrong, str(number), marking.steps[marking.first_error].reason
    # Without a label, a step may be wrong: such a solution is in the file because it is wrong somewhere.
    if not marking.is_located:
        return wrong, NONE, NONE
    return "correct", NONE, NONE


def write_gsm8k(question: Question, grading: Grading | None) -> Prediction:
    """The row of MR-GSM8K with its gold fields and the judge's result."""
    correctness, first, reason = _gold_fields(question, "wrong")
    return {
        "uuid": question.id,
        "question": question.text,
        "question_type": question.metadata.get("question_type"),
        "model_output_steps": solution_steps(question),
        "model_output_solution_correctness": correctness,
        "model_output_solution_first_error_step": first,
        "model_output_solution_first_error_reason": reason,
        "Evaluation_Result": _evaluation_result(question, grading, "wrong"),
    }


def write_ben(question: Question, grading: Grading | None) -> Prediction:
    """The row of MR-Ben with its gold fields and the judge's result."""
    correctness, first, reason = _gold_fields(question, "incorrect")
    options = [f"{chr(ord('A') + i)}: {choice}" for i, choice in enumerate(question.choices)]
    return {
        "Question_UUID": question.metadata.get("uuid", question.id),
        "Subject": question.metadata.get("subject"),
        "Sampled_Model": None if question.solution is None else question.solution.author,
        "Question": question.text,
        "Options": "\n".join(options),
        "Model_Solution_Steps": solution_steps(question),
        "Model_Solution_Correctness": correctness,
        "Model_Solution_First_Error_Step": first,
        "Model_Solution_Error_Reason": reason,
        "Model_Solution_Rectified_First_Error_Step": question.metadata.get("rectified", NONE),
        "Evaluation_Result": _evaluation_result(question, grading, "incorrect"),
    }


GSM8K_FORMAT = SolutionFormat("mr-gsm8k", frozenset({"model_output_steps"}), fixed_adapter(read_gsm8k_row), write_gsm8k)
BEN_FORMAT = SolutionFormat(
    "mr-ben", frozenset({"Model_Solution_Steps"}), fixed_adapter(read_ben_row), write_ben, number_solutions, "Subject"
)
