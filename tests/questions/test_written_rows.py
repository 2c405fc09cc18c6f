"""Questions that are written as rows of our own formats are read again as they were."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from pydantic import JsonValue

from dikast.questions import (
    QuestionSource,
    load_questions,
    planted_solutions,
    question_row,
    read_solutions,
    solution_row,
)
from dikast.records import Question, Solution

IMAGE = "data:image/png;base64,iVBORw0KGgo="
QUESTIONS = (
    Question(id="open", text="How many?", references=("4", "four"), reference_solution="Count.", images=(IMAGE,)),
    Question(id="closed", text="Which?", choices=("a", "b"), gold=0, source="It is a.", metadata={"level": 2}),
    Question(id="unknown", text="Which?", choices=("a", "b")),
)


def write(path: Path, rows: Iterable[Mapping[str, JsonValue]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_questions_are_read_as_they_were(tmp_path: Path) -> None:
    file = write(tmp_path / "rows.jsonl", map(question_row, QUESTIONS))
    assert load_questions(QuestionSource(file=file.name), base=tmp_path, seed=0) == [*QUESTIONS]


def test_solutions_are_read_as_they_were_with_their_marks(tmp_path: Path) -> None:
    marked = list(planted_solutions(20))
    plain = QUESTIONS[1].model_copy(update={"source": None, "solution": Solution(steps=("It is a.",), answer="a")})
    file = write(tmp_path / "rows.jsonl", map(solution_row, [*marked, plain]))
    assert list(read_solutions(file)) == [*marked, plain]


def test_a_question_without_a_solution_is_no_row_of_solutions() -> None:
    with pytest.raises(ValueError, match="has no solution"):
        solution_row(QUESTIONS[0])
