"""Which questions are taken, and in which order, depends only on the source and the seed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.questions import QuestionSource, load_questions
from dikast.records import Question


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [{"id": f"q{i}", "question": f"{i}?", "choices": ["w", "x", "y", "z"], "answer": i % 4} for i in range(60)]
    (tmp_path / "q.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return tmp_path


def load(folder: Path, seed: int = 0, **options: Any) -> list[Question]:
    return load_questions(QuestionSource(file="q.jsonl", **options), base=folder, seed=seed)


def ids(questions: list[Question]) -> list[str]:
    return [question.id for question in questions]


def test_without_options_the_questions_are_those_of_the_file_in_its_order(folder: Path) -> None:
    questions = load(folder)
    assert ids(questions) == [f"q{i}" for i in range(60)]
    assert all(question.choices == ("w", "x", "y", "z") for question in questions)
    assert load(folder, seed=1) == questions


def test_a_larger_limit_only_adds_questions(folder: Path) -> None:
    for options in ({}, {"shuffle": True}, {"shuffle": True, "choices": 2}, {"balance": True}):
        assert load(folder, limit=7, **options) == load(folder, **options)[:7]


def test_a_limit_beyond_the_file_is_the_whole_file(folder: Path) -> None:
    assert load(folder, limit=1000) == load(folder)


def test_shuffling_takes_all_questions_once_in_an_order_that_the_seed_decides(folder: Path) -> None:
    shuffled = ids(load(folder, shuffle=True))
    assert shuffled != ids(load(folder))
    assert sorted(shuffled) == sorted(ids(load(folder)))
    assert ids(load(folder, shuffle=True)) == shuffled
    assert ids(load(folder, shuffle=True, seed=1)) != shuffled


def test_two_choices_are_the_right_one_and_the_same_wrong_one_in_any_order(folder: Path) -> None:
    in_order = {question.id: set(question.choices) for question in load(folder, choices=2)}
    shuffled = {question.id: set(question.choices) for question in load(folder, choices=2, shuffle=True)}
    assert in_order == shuffled
    assert sum(question.gold or 0 for question in load(folder, choices=2)) == 30


def test_an_absolute_path_does_not_start_at_the_base(folder: Path) -> None:
    source = QuestionSource(file=str(folder / "q.jsonl"), limit=1)
    assert ids(load_questions(source, base=Path("/elsewhere"), seed=0)) == ["q0"]


def test_a_shuffled_row_keeps_its_number_as_its_id(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("\n".join(json.dumps({"question": str(i)}) for i in range(1, 9)))
    questions = load(tmp_path, shuffle=True)
    assert ids(questions) == [question.text for question in questions]
