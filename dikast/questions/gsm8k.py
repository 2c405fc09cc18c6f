"""GSM8K (Cobbe et al. 2021, arXiv 2110.14168) as a choice of two: the right answer, and a wrong one.

The hub's openai/gsm8k and the original JSONL have `question` and `answer`, a worked solution with calculator notes
`<<48/2=24>>` and its final answer after `####`. The original repository's example_model_solutions.jsonl has `question`,
`ground_truth` and, for each of four models, `{"solution", "is_correct"}`, with the final answer in a last line `A: …`.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from pydantic import ConfigDict

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions import row_files
from dikast.questions.distractor_numbers import Numeral, corrupt_numeral, read_numeral
from dikast.questions.question_source import QuestionSource, WrongAnswers
from dikast.questions.row_adapter import DatasetRow, RowAdapter, build_question, drop_empty
from dikast.records import Question

_FINAL_ANSWER = re.compile(r"^(?:####|A:)(.*)$", re.MULTILINE)
_NOTE_RESULT = re.compile(r"<<[^<>]*=([^<>=]*)>>")
_NOTE = re.compile(r"<<[^<>]*>>")

# The final answers of models to one question, each with the model's name.
ModelAnswers = list[tuple[str, Numeral]]


class GsmRow(DatasetRow):
    """A row of either file. The models' solutions are the extra columns."""

    model_config = ConfigDict(extra="allow")

    question: str
    answer: str | None = None
    ground_truth: str | None = None


def gsm8k_adapter(source: QuestionSource, base: Path, seed: int) -> RowAdapter:
    """The adapter of GSM8K's rows. The right answer is the first choice, and a wrong one, as the source asks, follows.

    A row is left out if only a model's wrong answer would do and there is none.
    """
    answers_by_question: dict[str, ModelAnswers] = {}
    if source.solutions is not None:
        answers_by_question = _read_model_answers(base / source.solutions)

    def adapt(document: Document, number: int) -> Question | None:
        row = into(GsmRow, document)
        solution = _right_solution(row, document)
        right = _right_answer(solution, document)
        # Models' answers in the row itself come before those of the file `solutions`.
        model_answers = _model_answers(row) or answers_by_question.get(_question_key(row.question), [])
        # One generator for each row, so that a row's wrong answer doesn't depend on the rows before.
        rng = random.Random(f"{seed}/gsm8k/{number}")
        chosen = _choose_wrong_answer(right, source.wrong, model_answers, solution, rng)
        if chosen is None:
            return None
        wrong, origin = chosen
        fields = {
            "id": f"gsm8k-{number}",
            "text": row.question,
            "choices": (str(right), str(wrong)),
            "gold": 0,
            "metadata": drop_empty(
                dataset="gsm8k",
                row=number,
                solution=_NOTE.sub("", solution),
                **origin,
            ),
        }
        return build_question(document, fields)

    return adapt


def _right_solution(row: GsmRow, document: Document) -> str:
    """The right solution, under the key that the file has it."""
    if row.answer is not None:
        return row.answer
    if row.ground_truth is None:
        raise BadInput("the key 'answer' is missing", document.where(["answer"]))
    return row.ground_truth


def _right_answer(solution: str, document: Document) -> Numeral:
    """The answer of the right solution. Raises BadInput if it doesn't end with a number."""
    answer = _final_number(solution)
    if answer is None:
        raise BadInput("the answer must end with its number after ####", document.where(["answer"]))
    return answer


def _final_number(solution: str) -> Numeral | None:
    """The number that a solution ends with; None if there is no final answer, or it is no number."""
    finals = _FINAL_ANSWER.findall(solution)
    if not finals:
        return None
    return read_numeral(finals[-1])


def _intermediate_results(solution: str) -> list[Fraction]:
    """The results in the calculator notes."""
    numerals = map(read_numeral, _NOTE_RESULT.findall(solution))
    return [numeral.value for numeral in numerals if numeral is not None]


def _choose_wrong_answer(
    right: Numeral,
    policy: WrongAnswers,
    model_answers: ModelAnswers,
    solution: str,
    rng: random.Random,
) -> tuple[Numeral, dict[str, str]] | None:
    """A wrong answer, and the metadata that says where it is from.

    None if the policy allows only a model's answer and none can be used.
    """
    if policy != "corrupted":
        usable = _usable_answers(model_answers, right)
        if usable:
            model, wrong = rng.choice(usable)
            return wrong, {"wrong_from": "model", "wrong_model": model}
        if policy == "model":
            return None
    wrong = corrupt_numeral(right, rng, _intermediate_results(solution))
    return wrong, {"wrong_from": "corruption"}


def _usable_answers(model_answers: ModelAnswers, right: Numeral) -> ModelAnswers:
    """The wrong answers, written like the right one. Wrong is decided by the number, not by what the file says.

    Answers with another sign are left out. So are answers with more decimals, if there is any other: right answers
    are whole numbers, and a wrong one should not stand out.
    """
    wrong: ModelAnswers = []
    for model, answer in model_answers:
        if answer.sign != right.sign:
            continue
        styled = _write_like(right, answer.value)
        # Compared after rounding: 17.9999 is written as 18.
        if styled.value != right.value:
            wrong.append((model, styled))
    as_precise = [(model, answer) for model, answer in wrong if answer.n_decimals == right.n_decimals]
    return as_precise or wrong


def _write_like(right: Numeral, value: Fraction) -> Numeral:
    """The value in the style of `right`. Further decimals than its own are rounded to two at most."""
    n_decimals = _decimals_needed(right.n_decimals, value)
    return replace(right, magnitude=round(abs(value) * 10**n_decimals), n_decimals=n_decimals)


def _decimals_needed(usual: int, value: Fraction) -> int:
    """How many decimals show the value: the usual number, or one if that is needed and enough, else two at least."""
    for n_decimals in (usual, max(usual, 1)):
        if (value * 10**n_decimals).denominator == 1:
            return n_decimals
    return max(usual, 2)


def _model_answers(row: GsmRow) -> ModelAnswers:
    """The final answers of the models' solutions in a row, right or wrong, without those that are no number."""
    answers: ModelAnswers = []
    columns = row.model_extra or {}
    for model, column in columns.items():
        match column:
            case {"solution": str(solution)}:
                answer = _final_number(solution)
                if answer is not None:
                    answers.append((model, answer))
    return answers


def _read_model_answers(path: Path) -> dict[str, ModelAnswers]:
    """The models' answers of a file by the question's text."""
    answers: dict[str, ModelAnswers] = {}
    for document in row_files.read_rows(path):
        row = into(GsmRow, document)
        key = _question_key(row.question)
        answers[key] = _model_answers(row)
    return answers


def _question_key(question: str) -> str:
    """The question's text, whatever white space is between its words: the two files differ in it."""
    return " ".join(question.split())
