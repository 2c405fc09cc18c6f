"""Sets of judged responses as the questions of an experiment."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.questions import QuestionSource, load_questions
from dikast.records import Question
from tests.importers.judgments import published_rows as rows
from tests.importers.judgments.published_rows import Row, changed, write_rows


def load(folder: Path, dataset: str, *lines: Row, name: str = "rows.jsonl", **options: Any) -> list[Question]:
    """The questions of these rows."""
    write_rows(folder / name, lines)
    return load_questions(QuestionSource(dataset=dataset, path=name, **options), base=folder, seed=0)


def test_a_pair_of_judgebench(tmp_path: Path) -> None:
    [question] = load(tmp_path, "judgebench", rows.JUDGEBENCH)
    assert (question.id, question.text, question.gold) == ("judgebench-p1", "What is 2 + 2?", 0)
    assert question.choices == ("Four: 4", "Five: 5")
    assert question.metadata == {
        "dataset": "judgebench", "row": 1, "responses": "pair", "category": "mmlu-pro-health",
        "original_id": "6603", "response_model": "writer",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("votes", "gold", "is_tie"),
    [((1, 1, 2), 0, None), ((2, "2", 0), 1, None), ((0, 0, 1), None, True), ((0, 1, 2), None, None)],
)
def test_the_majority_of_pandalms_annotators_is_right_and_may_be_a_tie(
    tmp_path: Path, votes: tuple[object, ...], gold: int | None, is_tie: bool | None
) -> None:
    voted = changed(rows.PANDALM_PAIR, **{f"annotator{i}": vote for i, vote in enumerate(votes, start=1)})
    [question] = load(tmp_path, "pandalm", voted)
    assert (question.gold, question.gold_tie) == (gold, bool(is_tie))
    assert question.metadata["annotators"] == [int(str(vote)) for vote in votes]
    assert question.text == "Shorten it.\n\nWell, yes."


def test_a_response_that_became_a_boolean_is_a_text_again(tmp_path: Path) -> None:
    [question] = load(tmp_path, "pandalm", changed(rows.PANDALM_PAIR, response1=True, response2=12))
    assert question.choices == ("true", "12")


def test_sets_with_the_better_response_first_are_balanced(tmp_path: Path) -> None:
    contextual = load(tmp_path, "contextual", *[rows.CONTEXTUAL] * 10, name="faithfulness_summ.jsonl")
    rewards = load(tmp_path, "rewardbench", *[changed(rows.REWARDBENCH, id=i) for i in range(10)])
    for questions in (contextual, rewards):
        assert Counter(question.gold for question in questions) == {0: 5, 1: 5}
    assert {question.metadata["category"] for question in contextual} == {"faithfulness_summ"}
    assert contextual[0].source == "Anna came. Ben stayed."
    assert {question.choices[question.gold or 0] for question in rewards} == {"2"}


def test_a_person_is_part_of_the_question_of_a_personalized_judge(tmp_path: Path) -> None:
    [question, tie] = load(tmp_path, "personalized", rows.PERSONALIZED, changed(rows.PERSONALIZED, ground_truth="C"))
    assert "The person is 40." in question.text
    assert question.text.endswith("What should I cook?")
    assert (question.gold, tie.gold, tie.gold_tie) == (1, None, True)


def test_a_single_response_is_right_or_wrong(tmp_path: Path) -> None:
    [question] = load(tmp_path, "triviaqa-judges", rows.TRIVIAQA, name="judged.csv")
    assert (question.choices, question.gold, question.references) == (
        ("correct", "incorrect"),
        0,
        ("Tin Tin", "Tintin"),
    )
    assert (question.metadata["category"], question.metadata["human_is_sure"]) == ("llama2-7b", True)


def test_the_three_kinds_of_mllm_rows(tmp_path: Path) -> None:
    score, pair, batch = load(tmp_path, "mllm-judge", rows.MLLM_SCORE, rows.MLLM_PAIR, rows.MLLM_BATCH)
    assert (score.choices, score.gold) == (("1", "2", "3", "4", "5"), 3)
    assert (pair.choices, pair.gold, pair.metadata["models"]) == (("Umbrellas.", "Sticks."), 0, ["gpt4", "gemini"])
    assert (len(batch.choices), batch.gold, batch.metadata["gold_ranking"]) == (4, 2, [2, 3, 0, 1])
    assert [question.metadata["responses"] for question in (score, pair, batch)] == ["score", "pair", "ranking"]


def test_an_image_beside_the_rows_is_shown_and_none_is_missed(tmp_path: Path) -> None:
    (tmp_path / "101.jpg").write_bytes(b"\xff\xd8\xff\xe0 picture")
    score, pair = load(tmp_path, "mllm-judge", rows.MLLM_SCORE, rows.MLLM_PAIR)
    assert [image[:23] for image in score.images] == ["data:image/jpeg;base64,"]
    assert (pair.images, pair.metadata["image_path"]) == ((), "image/2.jpg")


def test_an_image_outside_the_folder_is_never_read(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"\xff\xd8\xff secret")
    inner = tmp_path / "data"
    inner.mkdir()
    with pytest.raises(BadInput, match="an image must be in the question file's folder"):
        load(inner, "mllm-judge", changed(rows.MLLM_SCORE, image_path="../secret.jpg"))


def test_responses_that_look_the_same_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"rows.jsonl:1: two responses look the same, 'Four: 4'"):
        load(tmp_path, "judgebench", changed(rows.JUDGEBENCH, response_B="Four:  4 "))


@pytest.mark.parametrize("dataset", ["judgelm", "pandalm", "personalized", "triviaqa-judges", "mllm-judge"])
def test_a_set_that_is_not_on_the_hub_needs_a_path(dataset: str) -> None:
    with pytest.raises(BadInput, match="is not on the hub: give the path of its file"):
        load_questions(QuestionSource(dataset=dataset), base=Path(), seed=0)


def test_the_published_sets_are_read(shared_data: Path) -> None:
    folder = shared_data / "judge"

    def golds(dataset: str, name: str) -> Counter[int | None]:
        questions = load_questions(QuestionSource(dataset=dataset, path=name), base=folder, seed=0)
        return Counter(question.gold for question in questions)

    assert golds("pandalm", "pandalm_testset.jsonl") == {0: 422, 1: 472, None: 105}
    assert golds("judgebench", "judgebench_haiku_sample.jsonl") == {0: 27, 1: 27}


def test_a_row_is_json_of_any_kind_and_never_a_traceback(tmp_path: Path) -> None:
    hostile: list[object] = [{}, {"label": 1}, {"answer1": []}, {"answers": None, "id": 1}, {"idx": [1]}]
    for dataset in ("judgebench", "pandalm", "judgelm", "contextual", "personalized", "mllm-judge", "rewardbench"):
        for row in hostile:
            (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n")
            with pytest.raises(BadInput, match=r"rows.jsonl:1"):
                load_questions(QuestionSource(dataset=dataset, path="rows.jsonl"), base=tmp_path, seed=0)
