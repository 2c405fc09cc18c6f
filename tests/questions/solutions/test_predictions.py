"""A judge's labels, written as each data set's own scorer reads them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.input_files import Document
from dikast.questions.solutions import SOLUTION_FORMATS, format_named
from dikast.questions.solutions.mr_gsm8k import number_of
from dikast.records import Grading, Label, Question
from tests.questions.solutions import rows
from tests.questions.solutions.conftest import Read, grading, marks


def prediction(read: Read, name: str, judged: Grading | None) -> dict[str, Any]:
    (question,) = read(rows.ROWS[name])
    row: dict[str, Any] = json.loads(json.dumps(SOLUTION_FORMATS[name].write(question, judged)))
    return row


JUDGED = grading("correct", "correct", "incorrect", types={2: "Reasoning Error"}, reason="it is 14")


def test_projudge_gets_a_list_with_one_entry_a_step(read: Read) -> None:
    row = prediction(read, "projudge", JUDGED)
    assert row["process_evaluation"] == [
        [rows.STEPS[0], "1", "", ""],
        [rows.STEPS[1], "1", "", ""],
        [rows.STEPS[2], "0", "Reasoning Error", "it is 14"],
    ]


def test_a_step_unparsed_or_unknown_is_neither_right_nor_wrong_for_projudge(read: Read) -> None:
    row = prediction(read, "projudge", grading("correct", None, "unknown"))
    assert [mark for _, mark, _, _ in row["process_evaluation"]] == ["1", "", ""]


def test_processbench_predictions_count_from_zero(read: Read) -> None:
    row = prediction(read, "processbench", JUDGED)
    assert (row["id"], row["label"], row["prediction"], row["match"]) == ("gsm8k-7", 1, 2, False)
    assert prediction(read, "processbench", grading("correct", "incorrect", "inherited"))["match"] is True
    assert prediction(read, "processbench", grading("correct", "correct", "correct"))["prediction"] == -1


@pytest.mark.parametrize("judged", [None, grading(None, "incorrect", "correct"), grading("correct", "correct", None)])
def test_an_unparsed_step_before_the_first_error_leaves_no_prediction(read: Read, judged: Grading | None) -> None:
    row = prediction(read, "processbench", judged)
    assert (row["prediction"], row["match"]) == (None, False)


def test_prmbench_gets_a_label_and_a_score_for_every_step(read: Read) -> None:
    row = prediction(read, "prmbench", JUDGED)
    assert (row["idx"], row["validity"]) == ("circular_1", True)
    assert row["scores"]["step_level_validity_labels"] == [True, True, False]
    assert row["scores"]["step_level_validity_scores"] == [1.0, 1.0, -1.0]
    assert prediction(read, "prmbench", grading("correct", None, "correct"))["validity"] is False


def test_mr_gsm8k_counts_from_one_and_keeps_the_gold_for_its_scorer(read: Read) -> None:
    row = prediction(read, "mr-gsm8k", JUDGED)
    gold = "model_output_solution_"
    assert (row[gold + "correctness"], row[gold + "first_error_step"]) == ("wrong", "2")
    assert row["Evaluation_Result"] == {
        "solution_correctness": "wrong", "first_error_step": "3", "error_reason": "it is 14",
    }  # fmt: skip


def test_mr_ben_names_the_step_that_a_line_belongs_to(read: Read) -> None:
    row = prediction(read, "mr-ben", grading("correct", "incorrect", "correct", "correct"))
    assert row["Evaluation_Result"]["first_error_step"] == "1"
    assert row["Evaluation_Result"]["solution_correctness"] == "incorrect"
    assert row["Question_UUID"] == "u-1"
    right = prediction(read, "mr-ben", grading("correct", "correct", "correct", "correct"))
    assert right["Evaluation_Result"]["first_error_step"] == "N/A"


def test_a_step_without_a_number_belongs_to_the_last_numbered_one_before() -> None:
    assert [number_of(i, ("Step 1: a", "b", "**Step 2**", "c")) for i in range(4)] == [1, 1, 2, 2]
    assert [number_of(i, ("a", "b")) for i in range(2)] == [1, 2]


def test_big_bench_mistake_distinguishes_no_mistake_from_unparsed(read: Read) -> None:
    assert prediction(read, "big-bench-mistake", JUDGED)["mistake_index"] == 2
    none = prediction(read, "big-bench-mistake", grading("correct", "correct", "correct"))
    assert (none["mistake_index"], none["parsed"]) == (None, True)
    unparsed = prediction(read, "big-bench-mistake", None)
    assert (unparsed["mistake_index"], unparsed["parsed"]) == (None, False)


# Which labels a format can express: all, or only wrong and not wrong. The others have only the first error.
ALL_LABELS = {"dikast", "unified", "parc", "prm800k"}
ONLY_WRONG_OR_NOT = {"projudge"}
LABELS: list[Label] = ["correct", "neutral", "incorrect", "inherited"]


@given(st.lists(st.sampled_from(LABELS), min_size=3, max_size=3))
@pytest.mark.parametrize("name", sorted(ALL_LABELS | ONLY_WRONG_OR_NOT))
def test_a_prediction_reads_back_with_its_labels(name: str, labels: list[Label]) -> None:
    types = {i: "Mathematical_Error" for i, label in enumerate(labels) if label == "incorrect"}
    make = SOLUTION_FORMATS[name].make_adapter(Path("file"), False)
    question = make(Document(rows.ROWS[name], "file"), 1)
    assert question is not None
    row = SOLUTION_FORMATS[name].write(question, grading(*labels, types=types))
    back = format_named(name).make_adapter(Path("file"), False)(Document(json.loads(json.dumps(row)), "file"), 1)
    assert isinstance(back, Question)
    wrong = ("incorrect", "inherited")
    if name == "projudge":
        assert marks(back) == ["incorrect" if label in wrong else "correct" for label in labels]
    elif name == "prm800k":
        assert marks(back) == ["incorrect" if label in wrong else label for label in labels]
    elif name == "parc":
        assert marks(back) == [label if label in wrong else "correct" for label in labels]
    else:
        assert marks(back) == list(labels)
    assert back.solution is not None
    assert back.solution.steps == tuple(rows.STEPS)
    assert back.id == question.id
