"""GSM8K (Cobbe et al. 2021, arXiv 2110.14168) as a choice of two: the right answer, and a wrong one.

The hub's openai/gsm8k and the original JSONL have `question` and `answer`, a worked solution with calculator notes
`<<48/2=24>>`, its final answer after `####`. The original repository's example_model_solutions.jsonl has `question`,
`ground_truth` and, for each of four models, `{"solution", "is_correct"}`, the final answer in a last line `A: …`.
"""

from __future__ import annotations

import random
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import ConfigDict

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions import files
from dikast.questions.distractor_numbers import Numeral, corrupted, read_numeral
from dikast.questions.row_adapter import DatasetRow, RowAdapter, known, question_of
from dikast.questions.source import QuestionSource, WrongAnswers
from dikast.records import Question

_FINAL = re.compile(r"^(?:####|A:)(.*)$", re.MULTILINE)
_NOTE = re.compile(r"<<[^<>]*=([^<>=]*)>>")
_NOTES = re.compile(r"<<[^<>]*>>")

# The final answers of models to one question, each with the model's name.
ModelAnswers = list[tuple[str, Numeral]]


class GsmRow(DatasetRow):
    """A row of either file; the models' solutions are the extra columns."""

    model_config = ConfigDict(extra="allow")

    question: str
    answer: str | None = None
    ground_truth: str | None = None


def maker(source: QuestionSource, base: Path, seed: int) -> RowAdapter:
    """What makes a question of a row: the right answer first, then the wrong one that the source asks for."""
    given = {} if source.solutions is None else _read_solutions(base / source.solutions)

    def make(document: Document, number: int) -> Question | None:
        row = into(GsmRow, document)
        worked, right = _right(row, document)
        offered = _model_answers(row) or given.get(_key(row.question), [])
        rng = random.Random(f"{seed}/gsm8k/{number}")
        wrong, origin = _wrong(right, source.wrong, offered, _steps(worked), rng)
        if wrong is None:
            return None
        metadata = known(dataset="gsm8k", row=number, solution=_NOTES.sub("", worked), **origin)
        parts = {"id": f"gsm8k-{number}", "text": row.question, "choices": (str(right), str(wrong)), "gold": 0}
        return question_of(document, parts | {"metadata": metadata})

    return make


def _right(row: GsmRow, document: Document) -> tuple[str, Numeral]:
    """The worked solution, and the answer it ends with."""
    worked = row.answer if row.answer is not None else row.ground_truth
    if worked is None:
        raise BadInput("the key 'answer' is missing", document.where(["answer"]))
    right = _final(worked)
    if right is None:
        raise BadInput("the answer must end with its number after ####", document.where(["answer"]))
    return worked, right


def _final(solution: str) -> Numeral | None:
    finals = _FINAL.findall(solution)
    return read_numeral(finals[-1]) if finals else None


def _steps(worked: str) -> list[Fraction]:
    """The intermediate results, as the calculator notes have them."""
    numerals = (read_numeral(result) for result in _NOTE.findall(worked))
    return [numeral.value for numeral in numerals if numeral is not None]


def _wrong(
    right: Numeral, policy: WrongAnswers, offered: ModelAnswers, steps: list[Fraction], rng: random.Random
) -> tuple[Numeral | None, dict[str, str]]:
    """A wrong answer and where it comes from; None where only a model's would do and there is none."""
    if policy != "corrupted":
        usable = _usable(offered, right)
        if usable:
            model, wrong = rng.choice(usable)
            return wrong, {"wrong_from": "model", "wrong_model": model}
        if policy == "model":
            return None, {}
    return corrupted(right, rng, steps), {"wrong_from": "corruption"}


def _usable(offered: ModelAnswers, right: Numeral) -> ModelAnswers:
    """The answers that are wrong by their number, whatever their file says of them, written like the right one.

    An answer of another sign is left out; so is one with more decimals, if there is any other: right answers are
    whole numbers, and a wrong one should not stand out.
    """
    same_sign = [(model, answer) for model, answer in offered if answer.is_negative == right.is_negative]
    written = [(model, _written_like(right, answer.value)) for model, answer in same_sign]
    wrong = [(model, answer) for model, answer in written if answer.value != right.value]
    return [(model, answer) for model, answer in wrong if answer.n_decimals == right.n_decimals] or wrong


def _written_like(right: Numeral, value: Fraction) -> Numeral:
    """The value in the style of `right`; decimals beyond its own are rounded to two at most."""
    wanted = (right.n_decimals, max(right.n_decimals, 1))
    n_decimals = next((n for n in wanted if (value * 10**n).denominator == 1), max(right.n_decimals, 2))
    return replace(right, magnitude=round(abs(value) * 10**n_decimals), n_decimals=n_decimals)


def _model_answers(row: GsmRow) -> ModelAnswers:
    """The final answers of the solutions in a row, right or wrong, where they end with a number."""
    columns: dict[str, Any] = row.model_extra or {}
    solutions = {model: value.get("solution") for model, value in columns.items() if isinstance(value, dict)}
    finals = {model: _final(text) for model, text in solutions.items() if isinstance(text, str)}
    return [(model, final) for model, final in finals.items() if final is not None]


def _read_solutions(path: Path) -> dict[str, ModelAnswers]:
    rows = (into(GsmRow, document) for document in files.read_rows(path))
    return {_key(row.question): _model_answers(row) for row in rows}


def _key(question: str) -> str:
    return " ".join(question.split())
