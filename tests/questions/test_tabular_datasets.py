"""Data sets with one question in each row, in the formats of the hub and of their original files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.questions import QuestionSource, load_questions
from dikast.records import Question

MMLU = {"question": "Which is even?", "subject": "sums", "choices": ["1", "2", "3", "5"], "answer": 1}
GPQA = {
    "Question": "Which is even?\n",
    "Correct Answer": "2\n",
    "Incorrect Answer 1": "1",
    "Incorrect Answer 2": "3",
    "Incorrect Answer 3": "5",
    "Subdomain": "Number theory",
    "High-level domain": "Mathematics",
    "Writer's Difficulty Estimate": "Easy",
    "Record ID": "rec1",
    "Canary String": "…",
}
TRUTHFUL = {"question": "Is 2 odd?", "mc1_targets": {"choices": ["No", "Yes", "At times"], "labels": [1, 0, 0]}}
BOOLQ = {"question": "is 2 even", "answer": True, "passage": "2 is even.", "title": "2"}
LOGIC_LM = {
    "id": "ProntoQA_1",
    "context": "Every wumpus is red. Max is a wumpus.",
    "question": "Is the following statement true or false? Max is red.",
    "options": ["A) True", "B) False"],
    "answer": "A",
}
GENERATED = {
    "in_context_example0": {},
    "test_example": {"question": "Max is a wumpus.", "query": "True or false: Max is red.", "answer": "False"},
}


def load(folder: Path, dataset: str, *rows: dict[str, Any], name: str = "rows.jsonl", **options: Any) -> list[Question]:
    (folder / name).write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return load_questions(QuestionSource(dataset=dataset, path=name, **options), base=folder, seed=0)


def load_one(folder: Path, dataset: str, row: dict[str, Any]) -> Question:
    [question] = load(folder, dataset, row)
    return question


def right(question: Question) -> str:
    assert question.gold is not None
    return question.choices[question.gold]


def test_mmlu_keeps_its_choices_in_order(tmp_path: Path) -> None:
    assert load_one(tmp_path, "mmlu", MMLU) == Question(
        id="mmlu-1",
        text="Which is even?",
        choices=("1", "2", "3", "5"),
        gold=1,
        metadata={"dataset": "mmlu", "row": 1, "subject": "sums"},
    )


def test_mmlu_as_csv_has_its_choices_in_columns(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("question,A,B,C,D,answer\nWhich is even?,1,2,3,5,B\n", encoding="utf-8")
    [question] = load_questions(QuestionSource(dataset="mmlu", path="m.csv"), base=tmp_path, seed=0)
    assert (question.choices, question.gold) == (("1", "2", "3", "5"), 1)


def test_gpqa_has_the_right_answer_equally_often_at_every_position(tmp_path: Path) -> None:
    rows = [{**GPQA, "Record ID": f"rec{i}"} for i in range(8)]
    questions = load(tmp_path, "gpqa", *rows)
    assert sorted(question.gold or 0 for question in questions) == [0, 0, 1, 1, 2, 2, 3, 3]
    assert {right(question) for question in questions} == {"2"}
    assert questions[0].id == "rec0"
    assert questions[0].text == "Which is even?"
    assert questions[0].metadata == {
        "dataset": "gpqa",
        "row": 1,
        "subject": "Mathematics",
        "subdomain": "Number theory",
        "difficulty": "Easy",
        "record": "rec0",
    }


def test_truthfulqa_in_both_formats(tmp_path: Path) -> None:
    original = {"question": "Is 2 odd?", "mc1_targets": {"No": 1, "Yes": 0, "At times": 0}}
    question = load_one(tmp_path, "truthfulqa", TRUTHFUL)
    assert set(question.choices) == {"No", "Yes", "At times"}
    assert right(question) == "No"
    assert load_one(tmp_path, "truthfulqa", original) == question


def test_truthfulqa_with_two_choices_is_balanced(tmp_path: Path) -> None:
    questions = load(tmp_path, "truthfulqa", *[TRUTHFUL] * 10, choices=2)
    assert [len(question.choices) for question in questions] == [2] * 10
    assert sum(question.gold or 0 for question in questions) == 5


@pytest.mark.parametrize(("answer", "gold"), [(True, 0), (False, 1), ("False", 1)])
def test_boolq_is_a_yes_or_no_question_about_a_passage(tmp_path: Path, answer: bool | str, gold: int) -> None:
    question = load_one(tmp_path, "boolq", {**BOOLQ, "answer": answer})
    assert (question.choices, question.gold, question.source) == (("Yes", "No"), gold, "2 is even.")


def test_prontoqa_has_its_premises_in_the_text_for_all_to_see(tmp_path: Path) -> None:
    question = load_one(tmp_path, "prontoqa", LOGIC_LM)
    assert question.id == "ProntoQA_1"
    assert question.text == f"{LOGIC_LM['context']}\n\n{LOGIC_LM['question']}"
    assert (question.choices, question.gold, question.source) == (("True", "False"), 0, None)


def test_prontoqa_as_its_generator_writes_it(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(json.dumps({"example1": GENERATED, "example2": GENERATED}), encoding="utf-8")
    first, second = load_questions(QuestionSource(dataset="prontoqa", path="p.json"), base=tmp_path, seed=0)
    assert (first.text, first.gold) == ("Max is a wumpus.\n\nTrue or false: Max is red.", 1)
    assert second.id == "prontoqa-2"


@pytest.mark.parametrize(
    ("dataset", "row", "expected"),
    [
        ("mmlu", {**MMLU, "answer": 4}, "answer: an index from 0 to 3 is needed"),
        ("mmlu", {**MMLU, "answer": "E"}, "answer: 'E' is no choice"),
        ("mmlu", {"question": "a?"}, "the key 'choices' is missing"),
        ("gpqa", {"Question": "a?"}, "the key 'Correct Answer' is missing"),
        ("truthfulqa", {**TRUTHFUL, "mc1_targets": {"No": 1, "Yes": 1}}, "mc1_targets: each choice needs a label"),
        ("truthfulqa", {**TRUTHFUL, "mc1_targets": "No"}, "mc1_targets: a mapping of keys to values is needed"),
        (
            "truthfulqa",
            {**TRUTHFUL, "mc1_targets": {"choices": ["a", "b"], "labels": [1]}},
            "mc1_targets: each choice needs a label",
        ),
        ("boolq", {**BOOLQ, "answer": "perhaps"}, "answer: Input should be a valid boolean"),
        ("prontoqa", {**LOGIC_LM, "answer": "Unknown"}, "answer: True, False, A or B is needed, got 'Unknown'"),
        ("prontoqa", {"test_example": 3}, "a mapping of keys to values is needed here"),
    ],
)
def test_a_row_that_is_not_of_the_data_set_is_reported_with_its_place(
    tmp_path: Path, dataset: str, row: dict[str, Any], expected: str
) -> None:
    with pytest.raises(BadInput) as caught:
        load(tmp_path, dataset, row)
    assert str(caught.value).startswith(f"{tmp_path}/rows.jsonl:1")
    assert expected in str(caught.value)
