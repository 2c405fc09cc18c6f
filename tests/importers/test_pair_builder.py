"""Pairs of a right and a wrong response: what the verifier marks, which are paired, and what is left out."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.importers import PairingCounts, ResponsePair, build_pairs, read_graded
from dikast.input_files import BadRows
from dikast.questions import QuestionSource, load_questions
from tests.cli.conftest import Dikast
from tests.importers.judgments.published_rows import write_rows

RIGHT, WRONG = "Two and two.\nThe answer is 4.", "I add them.\nThe answer is 5."
MIXED: dict[str, Any] = {
    "id": "sum",
    "question": "What is 2 + 2?",
    "reference": "4",
    "responses": [RIGHT, WRONG],
    "source": "sums",
}


def built(folder: Path, *rows: dict[str, Any], **options: int) -> tuple[list[ResponsePair], PairingCounts]:
    """The pairs of these rows."""
    path = write_rows(folder / "graded.jsonl", rows)
    return build_pairs(read_graded([path], BadRows()), **options)


def test_a_right_and_a_wrong_response_are_a_pair_that_judgebench_reads(tmp_path: Path) -> None:
    [pair], counts = built(tmp_path, MIXED)
    better = pair.response_A if pair.label == "A>B" else pair.response_B
    assert better == RIGHT
    assert (pair.original_id, pair.source) == ("sum", "sums")
    assert (counts.questions, counts.pairs, counts.marks["right"], counts.marks["wrong"]) == (1, 1, 1, 1)
    write_rows(tmp_path / "pairs.jsonl", [pair.model_dump()])
    [question] = load_questions(QuestionSource(dataset="judgebench", path="pairs.jsonl"), base=tmp_path, seed=0)
    assert question.choices[question.gold or 0] == RIGHT


@pytest.mark.parametrize(
    ("responses", "left_out"),
    [
        ([RIGHT, RIGHT + " "], {"all_right": 1, "repeated": 1}),
        ([WRONG], {"all_wrong": 1}),
        (["I don't know.", "Hm."], {"neither": 1}),
    ],
)
def test_questions_without_both_are_counted(tmp_path: Path, responses: list[str], left_out: dict[str, int]) -> None:
    pairs, counts = built(tmp_path, {**MIXED, "responses": responses})
    assert pairs == []
    assert {name: getattr(counts, name) for name in left_out} == left_out


def test_responses_without_a_final_answer_are_in_no_pair(tmp_path: Path) -> None:
    [pair], counts = built(tmp_path, {**MIXED, "responses": [RIGHT, "It could be anything.", WRONG]})
    assert {pair.response_A, pair.response_B} == {RIGHT, WRONG}
    assert counts.marks["unstated"] == 1


def test_the_verifier_decides_and_the_files_own_grade_is_compared(tmp_path: Path) -> None:
    graded = [{"response": RIGHT, "is_correct": False}, {"response": WRONG, "is_correct": False}]
    pairs, counts = built(tmp_path, {**MIXED, "responses": graded})
    assert (len(pairs), counts.disagreeing) == (1, 1)


def test_the_right_response_is_first_as_often_as_second(tmp_path: Path) -> None:
    rows = [{**MIXED, "id": str(i), "question": f"What is 2 + 2, for the {i}th time?"} for i in range(10)]
    pairs, _ = built(tmp_path, *rows)
    assert Counter(pair.label for pair in pairs) == {"A>B": 5, "B>A": 5}
    assert built(tmp_path, *rows)[0] == pairs
    assert built(tmp_path, *rows, seed=1)[0] != pairs


def test_several_pairs_of_a_question_are_different(tmp_path: Path) -> None:
    responses = [RIGHT, "4 it is.\nThe answer is 4.", WRONG]
    pairs, _ = built(tmp_path, {**MIXED, "responses": responses}, most_per_question=5)
    assert len({pair.pair_id for pair in pairs}) == 2


def test_responses_in_rows_of_their_own_belong_to_one_question(tmp_path: Path) -> None:
    rows = [{"problem": "What is 2 + 2?", "answer": "4", "response": text, "model": "m"} for text in (RIGHT, WRONG)]
    [pair], _ = built(tmp_path, *rows)
    assert (pair.response_model, pair.source) == ("m", "graded")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"question": "?", "reference": "4"}], "graded.jsonl:1: a response to the question is needed"),
        ([{"question": "?", "reference": "4", "responses": [5]}], "graded.jsonl:1, responses[0]"),
        ([{"question": "?", "responses": ["4"]}], "graded.jsonl:1"),
        ([{**MIXED, "reference": " "}], "graded.jsonl:1, reference: a reference is needed"),
        ([MIXED, {**MIXED, "reference": "5"}], "graded.jsonl:2: another row of question 'sum' has another"),
    ],
)
def test_rows_that_cant_be_used(tmp_path: Path, rows: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        built(tmp_path, *rows)
    assert message in str(caught.value)


def test_the_command_writes_pairs_and_says_what_was_left_out(dikast: Dikast, tmp_path: Path) -> None:
    write_rows(tmp_path / "graded.jsonl", [MIXED, {**MIXED, "id": "other", "responses": [WRONG]}, {"question": "?"}])
    assert dikast("pairs", "graded.jsonl", "--out", "pairs.jsonl").code == 2
    ended = dikast("pairs", "graded.jsonl", "--out", "pairs.jsonl", "--skip-bad")
    assert ended.code == 0, ended.err
    assert "1 pairs of 2 questions" in ended.out
    assert "1 with wrong ones alone" in ended.out
    assert "left out: 1 row" in ended.err
    [line] = Path("pairs.jsonl").read_text().splitlines()
    assert set(json.loads(line)) == {
        "pair_id", "original_id", "source", "question", "response_model", "response_A", "response_B", "label",
    }  # fmt: skip


def test_gsm8ks_model_solutions_are_read_as_they_are(shared_data: Path) -> None:
    path = shared_data / "gsm8k" / "model_solutions_first400.jsonl"
    questions = read_graded([path], BadRows())
    assert len(questions) == 400
    pairs, counts = build_pairs(questions[:20])
    # The file says of each solution whether it is right, and the verifier agrees.
    assert (counts.disagreeing, counts.marks["unknown"]) == (0, 0)
    assert len(pairs) == counts.questions - counts.all_right - counts.all_wrong
