"""The questions of the NYU debates, and their stories."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.questions import QuestionSource, load_questions
from dikast.records import Question

STORY = {"article_id": "7", "title": "The Harbour", "tokens": ["The", "boat", "was", "n't", "red", ".", "\n", "It"]}
DEBATE = {
    "id": "the-harbour-0",
    "article_id": "7",
    "story_title": "The Harbour",
    "question": "Which colour was the boat? \n",
    "answers": ["Red", "Blue \n"],
    "correct_index": 1,
    "turns": [],
}


def write(path: Path, *rows: dict[str, Any]) -> None:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")


def load(folder: Path, *debates: dict[str, Any], **options: Any) -> list[Question]:
    write(folder / "debates.jsonl", *debates)
    write(folder / "stories.jsonl", STORY)
    return load_questions(QuestionSource(dataset="nyu", path="debates.jsonl", **options), base=folder, seed=0)


def test_a_debate_becomes_its_question(tmp_path: Path) -> None:
    assert load(tmp_path, DEBATE) == [
        Question(
            id="nyu-the-harbour-0",
            text="Which colour was the boat?",
            choices=("Red", "Blue"),
            gold=1,
            source="The boat was n't red . \n It",
            metadata={
                "dataset": "nyu",
                "row": 1,
                "article_id": "7",
                "title": "The Harbour",
                "debates": ["the-harbour-0"],
            },
        )
    ]


def test_two_debates_about_one_question_give_one_question(tmp_path: Path) -> None:
    swapped = {**DEBATE, "id": "the-harbour-1", "answers": ["Blue", "Red"], "correct_index": 0}
    other = {**DEBATE, "id": "the-harbour-2", "question": "Which colour was it not?"}
    first, second = load(tmp_path, DEBATE, swapped, other)
    assert first.metadata["debates"] == ["the-harbour-0", "the-harbour-1"]
    assert second.id == "nyu-the-harbour-2"


def test_the_stories_are_found_beside_the_debates_or_named(tmp_path: Path) -> None:
    [question] = load(tmp_path, DEBATE)
    write(tmp_path / "more_stories.jsonl", STORY)
    with pytest.raises(BadInput, match="--stories FILE"):
        load(tmp_path, DEBATE)
    assert load(tmp_path, DEBATE, stories="more_stories.jsonl") == [question]


def test_two_different_stories_of_one_article_are_an_error(tmp_path: Path) -> None:
    [question] = load(tmp_path, DEBATE)
    write(tmp_path / "twice.jsonl", STORY, STORY)
    assert load(tmp_path, DEBATE, stories="twice.jsonl") == [question]
    write(tmp_path / "twice.jsonl", STORY, STORY | {"tokens": ["Another"]})
    with pytest.raises(BadInput, match=r"twice\.jsonl:2, article_id: an earlier row has another story of article '7'"):
        load(tmp_path, DEBATE, stories="twice.jsonl")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"correct_index": 2}, "correct_index: an index from 0 to 1 is needed, got 2"),
        ({"correct_index": 0}, "correct_index: the-harbour-0 and the-harbour-0 disagree on the right answer"),
        ({"article_id": "8"}, "article_id: the stories hold no article '8'"),
        ({"answers": "Red"}, "answers: Input should be a list"),
    ],
)
def test_a_row_that_is_not_a_debate_is_reported_with_its_place(
    tmp_path: Path, change: dict[str, Any], expected: str
) -> None:
    with pytest.raises(BadInput) as caught:
        load(tmp_path, DEBATE, DEBATE | change)
    assert str(caught.value).startswith(f"{tmp_path}/debates.jsonl:2, {expected}")


def test_without_a_path_the_error_says_that_the_data_set_is_not_on_the_hub() -> None:
    with pytest.raises(BadInput, match="the dataset nyu is not on the hub: give the path"):
        load_questions(QuestionSource(dataset="nyu"), base=Path(), seed=0)


def test_the_real_data_has_each_debate_once_and_spans_that_fit_the_stories(shared_data: Path) -> None:
    questions = load_questions(QuestionSource(dataset="nyu", path="oversight"), base=shared_data, seed=0)
    debates: list[str] = []
    for question in questions:
        ids = question.metadata["debates"]
        assert isinstance(ids, list)
        debates += [str(name) for name in ids]
    lines = (shared_data / "oversight" / "nyu_debates_full_sample.jsonl").read_text(encoding="utf-8").splitlines()
    rows = {row["id"]: row for row in map(json.loads, lines)}
    assert sorted(debates) == sorted(rows)
    assert len(questions) == 50
    assert all(question.source and len(question.choices) == 2 for question in questions)
    quoted = [
        (row["article_id"], segment["span"])
        for row in rows.values()
        for turn in row["turns"]
        for segment in turn.get("segments", [])
        if "span" in segment
    ]
    sources = {question.metadata["article_id"]: (question.source or "").split(" ") for question in questions}
    article, (begin, end) = quoted[0]
    assert " ".join(sources[article][begin:end]).startswith("`` Well , we 've landed safely")
