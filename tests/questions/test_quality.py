"""QuALITY in its three formats."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.questions import QuestionSource, load_questions
from dikast.records import Question

OPTIONS = ["Red", "Green", "Blue", "Grey"]
ORIGINAL = {
    "article_id": "1",
    "title": "The Harbour",
    "article": "The boat was blue. Its sail was red.",
    "questions": [
        {
            "question": "Which colour was the boat? ",
            "options": OPTIONS,
            "gold_label": 3,
            "difficult": 0,
            "question_unique_id": "1_A_1",
            "writer_label": 3,
        },
        {
            "question": "Which colour was the sail?",
            "options": OPTIONS,
            "gold_label": 1,
            "difficult": 1,
            "question_unique_id": "1_A_2",
        },
    ],
}
FLAT = {"article": "The boat was blue.", "question": "Which?", "options": OPTIONS, "answer": 2, "hard": True}


def load(folder: Path, *rows: dict[str, Any], **options: Any) -> list[Question]:
    # The release's own file names end in the split, which is no known suffix.
    (folder / "QuALITY.htmlstripped.dev").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    source = QuestionSource(dataset="quality", path="QuALITY.htmlstripped.dev", **options)
    return load_questions(source, base=folder, seed=0)


def test_the_original_release_has_one_article_a_line(tmp_path: Path) -> None:
    boat, sail = load(tmp_path, ORIGINAL)
    assert (boat.id, boat.text, boat.choices) == ("1_A_1", "Which colour was the boat?", tuple(OPTIONS))
    assert (boat.gold, sail.gold) == (2, 0)
    assert boat.source == sail.source == ORIGINAL["article"]
    assert boat.metadata == {"dataset": "quality", "row": 1, "article_id": "1", "title": "The Harbour", "hard": False}


def test_the_hubs_formats_have_one_question_a_row(tmp_path: Path) -> None:
    labelled = {key: value for key, value in FLAT.items() if key not in ("answer", "hard")}
    first, second = load(tmp_path, FLAT, {**labelled, "gold_label": 3, "difficult": 1, "question_unique_id": "u"})
    assert (first.id, first.gold, first.metadata["hard"]) == ("quality-1", 2, True)
    assert (second.id, second.gold, second.metadata["hard"]) == ("u", 2, True)


def test_hard_keeps_the_hard_questions_or_the_others(tmp_path: Path) -> None:
    assert [question.id for question in load(tmp_path, ORIGINAL, hard=True)] == ["1_A_2"]
    assert [question.id for question in load(tmp_path, ORIGINAL, hard=False)] == ["1_A_1"]


def test_two_choices_keep_the_right_one(tmp_path: Path) -> None:
    for question in load(tmp_path, ORIGINAL, choices=2):
        assert len(question.choices) == 2
        assert question.gold is not None
        assert question.choices[question.gold] == {"1_A_1": "Blue", "1_A_2": "Red"}[question.id]


def test_a_test_split_has_no_right_answers(tmp_path: Path) -> None:
    [question] = load(tmp_path, {key: value for key, value in FLAT.items() if key != "answer"})
    assert question.gold is None


def test_repeated_options_become_one(tmp_path: Path) -> None:
    [question] = load(tmp_path, {**FLAT, "options": ["Red", "Red", "Blue", "Blue"], "answer": 3})
    assert (question.choices, question.gold) == (("Red", "Blue"), 1)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"answer": 4}, "answer: a number from 0 to 3 is needed, got 4"),
        ({"gold_label": 0}, "gold_label: a number from 1 to 4 is needed, got 0"),
        ({"questions": ["what?"]}, "questions: a list of objects is needed"),
        ({"options": ["Red", "Red", "Red"]}, "a question needs two different choices"),
        ({"options": None}, "options: Input should be a list"),
    ],
)
def test_a_row_that_is_not_quality_is_reported_with_its_place(
    tmp_path: Path, change: dict[str, Any], expected: str
) -> None:
    with pytest.raises(BadInput) as caught:
        load(tmp_path, FLAT, FLAT | change)
    assert "QuALITY.htmlstripped.dev:2" in str(caught.value)
    assert expected in str(caught.value)
