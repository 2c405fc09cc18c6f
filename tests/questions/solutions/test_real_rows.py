"""Rows as the data sets publish them, with what is odd in some of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.input_files import BadRows
from dikast.questions import QuestionSource, load_questions
from dikast.questions.solutions import SOLUTION_FORMATS, read_solutions
from dikast.records import Question
from tests.questions.solutions import rows
from tests.questions.solutions.conftest import Read, grading, marks

CLASS_FILES = ("prmbench_prm800k_test_p1_4o_circular.jsonl", "prmbench_prm800k_test_p1_4o_redundency.jsonl")


# --- PRMBench


def test_prmbench_error_steps_that_the_solution_lacks_mark_nothing(read: Read) -> None:
    (question,) = read(rows.PRMBENCH | {"error_steps": [0, 2, 4]})
    assert marks(question) == ["correct", "incorrect", "correct"]
    assert question.metadata["error_steps_outside"] == [0, 4]


def test_a_prmbench_solution_with_no_error_step_of_its_own_is_not_called_right(read: Read) -> None:
    (question,) = read(rows.PRMBENCH | {"error_steps": [4]})
    assert marks(question) == [None, None, None]
    # A valid other solution, as in the class `multi_solutions`, has no error step at all.
    (right,) = read(rows.PRMBENCH | {"error_steps": []})
    assert marks(right) == ["correct"] * 3


def test_prmbench_ids_are_those_of_its_scorer(read: Read) -> None:
    shared = rows.PRMBENCH | {"idx": "prm_test_p1_0"}
    questions = read(shared, shared | {"classification": "redundency"}, rows.PRMBENCH)
    assert [question.id for question in questions] == [
        "circular_prm_test_p1_0",
        "correct_prm_test_p1_0",
        "redundency_prm_test_p1_0",
        "circular_1",
    ]
    assert SOLUTION_FORMATS["prmbench"].write(questions[0], None)["idx"] == "circular_prm_test_p1_0"


def test_the_class_files_of_prmbench_are_read_as_they_are(shared_data: Path, tmp_path: Path) -> None:
    together = tmp_path / "prmbench.jsonl"
    together.write_text("".join((shared_data / "process_raw" / name).read_text() for name in CLASS_FILES))
    questions = list(read_solutions(together))
    # 60 rows of either class, and for the rows of one class the originals, which the scorer wants too.
    assert len({question.id for question in questions}) == 180
    controls = [question for question in questions if question.metadata["classification"] == "correct"]
    assert {question.id for question in controls} == {
        question.id.replace("redundency_", "correct_", 1)
        for question in questions
        if question.metadata["classification"] == "redundency"
    }
    assert {mark for question in controls for mark in marks(question)} == {"correct"}
    odd = [question for question in questions if "error_steps_outside" in question.metadata]
    assert len(odd) == 3


@pytest.mark.parametrize("idx", ["prm_test_p1_0", "redundency_prm_test_p1_0"])
def test_prmbench_controls_are_those_that_its_scorer_makes(read: Read, idx: str) -> None:
    row = rows.PRMBENCH | {"idx": idx, "classification": "redundency", "modified_question": "And 2 + 3 · 5?"}
    control, changed = read(row)
    assert (control.id, changed.id) == ("correct_prm_test_p1_0", "redundency_prm_test_p1_0")
    assert control.text == rows.PRMBENCH["original_question"]
    assert control.solution is not None
    assert control.solution.steps == ("12 + 2 = 14",)
    assert marks(control) == ["correct"]
    # Right and wrong labels are written as of any other row.
    prediction = SOLUTION_FORMATS["prmbench"].write(control, grading("correct"))
    assert (prediction["idx"], prediction["validity"]) == ("correct_prm_test_p1_0", True)


@pytest.mark.parametrize("lacking", ["original_process", "original_question"])
def test_a_prmbench_row_without_its_original_has_no_control(read: Read, lacking: str) -> None:
    row = {**rows.PRMBENCH, "classification": "redundency"}
    del row[lacking]
    assert len(read(row)) == 1


# --- MR-Ben


def test_several_solutions_of_one_model_under_one_id_are_told_apart(read: Read) -> None:
    other = rows.MR_BEN | {"Model_Solution_Steps": ["a = 1", "return a"], "Model_Solution_Correctness": "correct"}
    third = other | {"Model_Solution_Steps": ["return 1"]}
    questions = read(rows.MR_BEN, other, third)
    assert [question.id for question in questions] == ["u-1-a-model", "u-1-a-model-2", "u-1-a-model-3"]
    with pytest.raises(BadInput, match="the id 'u-1-a-model' is taken"):
        read(rows.MR_BEN, other, rows.MR_BEN)


def test_the_numbers_of_solutions_do_not_depend_on_shuffling(tmp_path: Path) -> None:
    solutions = [
        rows.MR_BEN | {"Model_Solution_Steps": [f"a = {i}"], "Model_Solution_Correctness": "correct"} for i in range(9)
    ]
    path = tmp_path / "coding.json"
    path.write_text(json.dumps({"u-1": solutions}), encoding="utf-8")

    def steps_by_id(**options: Any) -> dict[str, object]:
        source = QuestionSource(dataset="mr-ben", path="coding.json", **options)
        questions = load_questions(source, base=tmp_path, seed=3)
        return {question.id: question.solution for question in questions}

    assert steps_by_id(shuffle=True) == steps_by_id()
    assert steps_by_id() == {question.id: question.solution for question in read_solutions(path)}


CODE = ["def f(n):", "    if n == 0:", "        return 1", "    return n * f(n)", ""]


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("return n * f(n)", 3),
        ("    if n == 0:\n        return 1", 1),
        ("return 1\n\n    return n * f(n)\n", 2),
        ("return", None),
        ("the recursion never ends", None),
        ("if n == 0:\nreturn n", None),
        ("", None),
    ],
)
def test_a_first_error_that_is_quoted_from_the_code_is_found(read: Read, written: str, first: int | None) -> None:
    row = rows.MR_BEN | {"Model_Solution_Steps": CODE, "Model_Solution_First_Error_Step": written}
    (question,) = read(row)
    located = [None] * 4 if first is None else ["correct"] * first + ["incorrect"] + [None] * (3 - first)
    assert marks(question) == located


def test_a_quote_that_is_in_two_places_locates_nothing(read: Read) -> None:
    twice = ["x = 1", "y = 2", "x = 1"]
    row = rows.MR_BEN | {"Model_Solution_Steps": twice, "Model_Solution_First_Error_Step": "x = 1"}
    assert marks(read(row)[0]) == [None] * 3
    assert marks(read(row | {"Model_Solution_First_Error_Step": "y = 2\nx = 1"})[0]) == ["correct", "incorrect", None]


# --- blank steps

STEPS_KEYS = {
    "processbench": "steps",
    "prmbench": "modified_process",
    "mr-gsm8k": "model_output_steps",
    "big-bench-mistake": "steps",
    "dikast": "steps",
}


def with_blank_first(name: str) -> Question:
    """The solution of the format's row with a blank step before its others."""
    row = dict(rows.ROWS[name])
    row[STEPS_KEYS[name]] = [" \n", *row[STEPS_KEYS[name]]]
    for key, value in (("label", 2), ("mistake_index", 2), ("error_steps", [3, 4])):
        if key in row:
            row[key] = value
    for key in ("labels", "types", "reasons"):
        if row.get(key) is not None:
            row[key] = [None, *row[key]]
    if row.get("premises") is not None:
        row["premises"] = [None, [-1], [-1, 1], [0, 2]]
    return _read_one(row, name)


def _read_one(row: dict[str, Any], name: str) -> Question:
    from dikast.input_files import Document

    question = SOLUTION_FORMATS[name].make_adapter(Path("file"), False)(Document(row, "file"), 1)
    assert question is not None
    return question


@pytest.mark.parametrize("name", STEPS_KEYS)
def test_blank_steps_are_dropped_with_their_marks(name: str) -> None:
    question = with_blank_first(name)
    assert question.solution is not None
    assert question.solution.steps == tuple(rows.STEPS)
    assert question.solution.marking is not None
    assert question.solution.marking.first_error == 1
    assert question.metadata["blank_steps"] == [0]


def test_premises_are_counted_as_the_steps_that_are_left() -> None:
    question = with_blank_first("dikast")
    assert question.solution is not None
    assert question.solution.marking is not None
    assert [mark.premises for mark in question.solution.marking.steps] in ([(-1,), (-1, 0), (1,)], [None] * 3)


def test_predictions_count_the_blank_steps_too() -> None:
    judged = grading("correct", "incorrect", "inherited")
    row = SOLUTION_FORMATS["processbench"].write(with_blank_first("processbench"), judged)
    assert (row["label"], row["prediction"], row["match"], row["steps"]) == (2, 2, True, ["", *rows.STEPS])
    scores = SOLUTION_FORMATS["prmbench"].write(with_blank_first("prmbench"), judged)["scores"]
    assert isinstance(scores, dict)
    assert scores["step_level_validity_labels"] == [True, True, False, False]
    row = SOLUTION_FORMATS["big-bench-mistake"].write(with_blank_first("big-bench-mistake"), judged)
    assert row["mistake_index"] == 2


def test_a_blank_step_that_people_call_wrong_stays(read: Read) -> None:
    (question,) = read(rows.PROCESSBENCH | {"steps": [rows.STEPS[0], " "], "label": 1})
    assert marks(question) == ["correct", "incorrect"]


# --- bad rows


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_a_bad_row_of_any_format_is_named_and_left_out(tmp_path: Path, name: str) -> None:
    path = tmp_path / "rows.jsonl"
    first = next(iter(SOLUTION_FORMATS[name].keys))
    good, broken = json.dumps(rows.ROWS[name]), json.dumps(rows.ROWS[name] | {first: {"no": 1}})
    path.write_text("\n".join([good, "{not json", broken, "[1]"]), encoding="utf-8")
    bad = BadRows(skips=True)
    assert len(list(read_solutions(path, name, images=False, bad=bad))) == 1
    assert [str(error).split("rows.jsonl:")[1][0] for error in bad.errors] == ["2", "3", "4"]
    with pytest.raises(BadInput, match=r"rows\.jsonl:2"):
        list(read_solutions(path, name, images=False))


def test_questions_are_loaded_without_the_bad_rows(tmp_path: Path) -> None:
    lines = ['{"id": "a", "question": "1?"}', '{"id": "a", "question": "2?"}', "no", '{"id": "b", "question": "3?"}']
    (tmp_path / "q.jsonl").write_text("\n".join(lines), encoding="utf-8")
    source = QuestionSource(file="q.jsonl", skip_bad=True, limit=2)
    bad = BadRows(skips=True)
    assert [question.id for question in load_questions(source, base=tmp_path, seed=0, bad=bad)] == ["a", "b"]
    assert len(bad.errors) == 2
    assert "skip_bad" not in source.model_dump()


def test_a_file_of_bad_rows_alone_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("no\nno\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"no question is left to ask: 2 rows can't be used, the first: .*q.jsonl:1"):
        load_questions(QuestionSource(file="q.jsonl", skip_bad=True), base=tmp_path, seed=0)
