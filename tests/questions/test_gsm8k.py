"""GSM8K as a choice of two."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.questions import QuestionSource, load_questions
from dikast.questions.distractor_numbers import read_numeral
from dikast.records import Question

PROBLEM = "A hen lays 16 eggs. 7 are eaten and the rest sold for $2 each. What do they bring?"
WORKED = "16 - 7 = <<16-7=9>>9 eggs are left.\nThey bring 9 * 2 = $<<9*2=18>>18.\n#### 18"


def load(folder: Path, *rows: dict[str, Any], seed: int = 0, **options: Any) -> list[Question]:
    (folder / "test.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    source = QuestionSource(dataset="gsm8k", path="test.jsonl", **options)
    return load_questions(source, base=folder, seed=seed)


def write_solutions(folder: Path, **finals: str) -> str:
    solutions = {model: {"is_correct": False, "solution": f"So:\nA: {final}"} for model, final in finals.items()}
    row = {"question": PROBLEM.replace(" ", "  "), "ground_truth": "…\nA: 18", **solutions}
    (folder / "solutions.jsonl").write_text(json.dumps(row), encoding="utf-8")
    return "solutions.jsonl"


def wrong_choice(question: Question) -> str:
    assert question.gold is not None
    return question.choices[1 - question.gold]


def test_without_solutions_the_wrong_answer_is_a_corruption(tmp_path: Path) -> None:
    [question] = load(tmp_path, {"question": PROBLEM, "answer": WORKED})
    assert question.id == "gsm8k-1"
    assert question.text == PROBLEM
    assert question.gold is not None
    assert question.choices[question.gold] == "18"
    assert wrong_choice(question) != "18"
    assert question.metadata["wrong_from"] == "corruption"
    assert question.metadata["solution"] == WORKED.replace("<<16-7=9>>", "").replace("<<9*2=18>>", "")


def test_a_models_wrong_answer_is_used_if_there_is_one(tmp_path: Path) -> None:
    solutions = write_solutions(tmp_path, small="26", large="18")
    [question] = load(tmp_path, {"question": PROBLEM, "answer": WORKED}, solutions=solutions)
    assert wrong_choice(question) == "26"
    assert question.metadata["wrong_from"] == "model"
    assert question.metadata["wrong_model"] == "small"


def test_the_file_of_solutions_can_be_the_data_set_itself(tmp_path: Path) -> None:
    row = {"question": PROBLEM, "ground_truth": "So it is.\nA: 18", "m": {"is_correct": False, "solution": "A: 4"}}
    [question] = load(tmp_path, row, wrong="model")
    assert set(question.choices) == {"18", "4"}


@pytest.mark.parametrize(
    ("finals", "expected"),
    [
        ({"a": "18.0"}, None),  # equal as a number, whatever the file says
        ({"a": "-5"}, None),  # another sign
        ({"a": "it is 5 * 1"}, None),  # no number
        ({"a": "2,000,000"}, "2000000"),  # in the style of the right answer
        ({"a": "$26"}, "26"),
        ({"a": "10.833333333333332", "b": "26"}, "26"),  # whole numbers come first
        ({"a": "10.833333333333332"}, "10.83"),
        ({"a": "10.5"}, "10.5"),
        ({"a": "17.9999"}, None),  # right when rounded
    ],
)
def test_which_wrong_answers_of_models_are_used(tmp_path: Path, finals: dict[str, str], expected: str | None) -> None:
    solutions = write_solutions(tmp_path, **finals)
    rows = [{"question": PROBLEM, "answer": WORKED}, {"question": "other", "answer": "#### 5"}]
    [first, _] = load(tmp_path, *rows, solutions=solutions)
    if expected is None:
        assert first.metadata["wrong_from"] == "corruption"
    else:
        assert wrong_choice(first) == expected


def test_wrong_model_leaves_out_problems_without_a_wrong_solution(tmp_path: Path) -> None:
    solutions = write_solutions(tmp_path, small="26")
    rows = [{"question": "other", "answer": "#### 5"}, {"question": PROBLEM, "answer": WORKED}]
    [question] = load(tmp_path, *rows, solutions=solutions, wrong="model")
    assert question.id == "gsm8k-2"
    assert load(tmp_path, rows[1], solutions=solutions, wrong="corrupted")[0].metadata["wrong_from"] == "corruption"
    with pytest.raises(BadInput, match="no question is left"):
        load(tmp_path, rows[0], solutions=solutions, wrong="model")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"question": PROBLEM}, "answer: the key 'answer' is missing"),
        ({"answer": WORKED}, "the key 'question' is missing"),
        ({"question": PROBLEM, "answer": "It is 18."}, "answer: the answer must end with its number after ####"),
        ({"question": PROBLEM, "answer": "#### a dozen"}, "answer: the answer must end with its number after ####"),
    ],
)
def test_a_row_that_is_not_gsm8k_is_reported_with_its_place(tmp_path: Path, row: dict[str, Any], expected: str) -> None:
    with pytest.raises(BadInput) as caught:
        load(tmp_path, row)
    assert str(caught.value).startswith(f"{tmp_path}/test.jsonl:1")
    assert expected in str(caught.value)


def test_the_same_seed_gives_the_same_questions_and_a_larger_limit_only_adds_some(tmp_path: Path) -> None:
    rows = [{"question": f"{i}?", "answer": f"<<3*{i}={3 * i}>>\n#### {i + 5}"} for i in range(40)]
    questions = load(tmp_path, *rows)
    assert load(tmp_path, *rows) == questions
    assert load(tmp_path, *rows, limit=10) == questions[:10]
    assert load(tmp_path, *rows, seed=1) != questions
    assert Counter(question.gold for question in questions) == {0: 20, 1: 20}


def number(text: str) -> Fraction:
    numeral = read_numeral(text)
    assert numeral is not None
    return numeral.value


def test_the_real_data_has_right_golds_and_wrong_distractors(shared_data: Path) -> None:
    source = QuestionSource(
        dataset="gsm8k", path="gsm8k/test_first400.jsonl", solutions="gsm8k/model_solutions_first400.jsonl"
    )
    questions = load_questions(source, base=shared_data, seed=0)
    lines = (shared_data / "gsm8k" / "test_first400.jsonl").read_text(encoding="utf-8").splitlines()
    finals = [number(json.loads(line)["answer"].split("####")[1]) for line in lines]
    golds = [number(question.choices[question.gold]) for question in questions if question.gold is not None]
    assert golds == finals
    assert all(number(wrong_choice(question)) != gold for question, gold in zip(questions, golds, strict=True))
    assert Counter(question.gold for question in questions) == {0: 200, 1: 200}
    origins = Counter(str(question.metadata["wrong_from"]) for question in questions)
    assert origins["model"] > 300
    assert origins["corruption"] > 30
