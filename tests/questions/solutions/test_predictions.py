"""What a judge said, written as each data set's own scorer reads it."""

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


def written(read: Read, name: str, said: Grading | None) -> dict[str, Any]:
    (question,) = read(rows.ROWS[name])
    row: dict[str, Any] = json.loads(json.dumps(SOLUTION_FORMATS[name].write(question, said)))
    return row


SAID = grading("correct", "correct", "incorrect", types={2: "Reasoning Error"}, why="it is 14")


def test_projudge_lists(read: Read) -> None:
    row = written(read, "projudge", SAID)
    assert row["process_evaluation"] == [
        [rows.STEPS[0], "1", "", ""],
        [rows.STEPS[1], "1", "", ""],
        [rows.STEPS[2], "0", "Reasoning Error", "it is 14"],
    ]


def test_a_step_unparsed_or_unknown_is_neither_right_nor_wrong_for_projudge(read: Read) -> None:
    row = written(read, "projudge", grading("correct", None, "unknown"))
    assert [mark for _, mark, _, _ in row["process_evaluation"]] == ["1", "", ""]


def test_processbench_predictions_count_from_zero(read: Read) -> None:
    row = written(read, "processbench", SAID)
    assert (row["id"], row["label"], row["prediction"], row["match"]) == ("gsm8k-7", 1, 2, False)
    assert written(read, "processbench", grading("correct", "incorrect", "inherited"))["match"] is True
    assert written(read, "processbench", grading("correct", "correct", "correct"))["prediction"] == -1


@pytest.mark.parametrize("said", [None, grading(None, "incorrect", "correct"), grading("correct", "correct", None)])
def test_what_could_not_be_read_is_no_prediction(read: Read, said: Grading | None) -> None:
    row = written(read, "processbench", said)
    assert (row["prediction"], row["match"]) == (None, False)


def test_prmbench_labels_and_scores(read: Read) -> None:
    row = written(read, "prmbench", SAID)
    assert (row["idx"], row["validity"]) == ("circular_1", True)
    assert row["scores"]["step_level_validity_labels"] == [True, True, False]
    assert row["scores"]["step_level_validity_scores"] == [1.0, 1.0, -1.0]
    assert written(read, "prmbench", grading("correct", None, "correct"))["validity"] is False


def test_mr_gsm8k_counts_from_one_and_keeps_the_gold_for_its_scorer(read: Read) -> None:
    row = written(read, "mr-gsm8k", SAID)
    gold = "model_output_solution_"
    assert (row[gold + "correctness"], row[gold + "first_error_step"]) == ("wrong", "2")
    assert row["Evaluation_Result"] == {
        "solution_correctness": "wrong", "first_error_step": "3", "error_reason": "it is 14",
    }  # fmt: skip


def test_mr_ben_names_the_step_that_a_line_belongs_to(read: Read) -> None:
    row = written(read, "mr-ben", grading("correct", "incorrect", "correct", "correct"))
    assert row["Evaluation_Result"]["first_error_step"] == "1"
    assert row["Evaluation_Result"]["solution_correctness"] == "incorrect"
    assert row["Question_UUID"] == "u-1"
    right = written(read, "mr-ben", grading("correct", "correct", "correct", "correct"))
    assert right["Evaluation_Result"]["first_error_step"] == "N/A"


def test_numbers_of_steps_and_their_places() -> None:
    assert [number_of(i, ("Step 1: a", "b", "**Step 2**", "c")) for i in range(4)] == [1, 1, 2, 2]
    assert [number_of(i, ("a", "b")) for i in range(2)] == [1, 2]


def test_big_bench_mistake_tells_none_from_unparsed(read: Read) -> None:
    assert written(read, "big-bench-mistake", SAID)["mistake_index"] == 2
    none = written(read, "big-bench-mistake", grading("correct", "correct", "correct"))
    assert (none["mistake_index"], none["parsed"]) == (None, True)
    unparsed = written(read, "big-bench-mistake", None)
    assert (unparsed["mistake_index"], unparsed["parsed"]) == (None, False)


# What of a judge's labels the layout can say: all of them, only wrong or not, or only the first error.
WHOLE = {"dikast", "unified", "parc", "prm800k"}
BINARY = {"projudge"}
LABELS: list[Label] = ["correct", "neutral", "incorrect", "inherited"]


@given(st.lists(st.sampled_from(LABELS), min_size=3, max_size=3))
@pytest.mark.parametrize("name", sorted(WHOLE | BINARY))
def test_what_is_written_is_read_back(name: str, labels: list[Label]) -> None:
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
