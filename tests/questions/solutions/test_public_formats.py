"""The public sets of labelled steps, each read from its own format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.input_files import Document
from dikast.questions.solutions import SOLUTION_FORMATS, format_of, read_solutions
from dikast.records import Marking, Question, Solution
from tests.questions.solutions import rows
from tests.questions.solutions.conftest import Read, marks


def solution_of(question: Question) -> tuple[Solution, Marking]:
    assert question.solution is not None
    assert question.solution.marking is not None
    return question.solution, question.solution.marking


def test_there_is_a_row_of_every_format() -> None:
    assert rows.ROWS.keys() == SOLUTION_FORMATS.keys()


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_the_keys_of_a_row_show_its_format(name: str) -> None:
    assert format_of(Document(rows.ROWS[name], "file")).name == name


@pytest.mark.parametrize("name", SOLUTION_FORMATS)
def test_in_each_row_the_second_step_is_the_first_error(read: Read, name: str) -> None:
    (question,) = read(rows.ROWS[name])
    solution, marking = solution_of(question)
    assert marking.first_error == solution.steps.index(rows.STEPS[1])
    assert marking.is_located
    assert question.text.startswith(("What is 2 + 3 · 4?", "2 + 3 * 4 ="))


@pytest.mark.parametrize("name", ["processbench", "mr-gsm8k", "mr-ben", "big-bench-mistake", "prm800k"])
def test_sets_that_stop_at_the_first_error_leave_later_steps_unlabelled(read: Read, name: str) -> None:
    assert marks(read(rows.ROWS[name])[0])[-2:] == ["incorrect", None]


def test_projudge_is_read_from_a_list_and_from_a_python_list_in_a_text(read: Read) -> None:
    (plain,) = read(rows.PROJUDGE)
    (written,) = read(rows.PROJUDGE | {"process_evaluation": repr(rows.PROJUDGE["process_evaluation"])})
    assert written == plain
    _, marking = solution_of(plain)
    assert marking.steps[1].error_type == "Numerical Calculation Error"
    assert marking.steps[1].reason == "12 + 2 is 14"
    assert marks(plain) == ["correct", "incorrect", "incorrect"]
    assert plain.metadata == {"dataset": "projudge", "row": 1, "subject": "Math", "modality": "pure_text"}


def test_projudge_images_are_read_beside_the_file(tmp_path: Path, read: Read) -> None:
    row = rows.PROJUDGE | {"image_paths": {"image_1": "figure.png"}}
    with pytest.raises(BadInput, match=r"solutions.jsonl:1, image_paths: no such image: 'figure.png'"):
        read(row)
    assert next(read_solutions(tmp_path / "solutions.jsonl", images=False)).images == ()


def test_projudge_from_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    pytest.importorskip("datasets")
    path = tmp_path / "test.parquet"
    parquet.write_table(pyarrow.Table.from_pylist([rows.PROJUDGE]), path)
    (question,) = read_solutions(path)
    assert marks(question) == ["correct", "incorrect", "incorrect"]


def test_every_step_of_a_right_processbench_solution_is_correct(read: Read) -> None:
    (question,) = read(rows.PROCESSBENCH | {"label": -1})
    assert marks(question) == ["correct"] * 3
    assert solution_of(question)[1].first_error is None


def test_prm800k_phase_2_has_the_generated_solution_with_its_ratings(read: Read) -> None:
    (question,) = read(rows.PRM800K)
    solution, _ = solution_of(question)
    assert (solution.steps, solution.answer) == (tuple(rows.STEPS), "15")
    assert marks(question) == ["neutral", "incorrect", None]
    assert question.references == ("14",)


def test_prm800k_phase_1_has_the_steps_that_the_labeller_chose(read: Read) -> None:
    human = {"completions": [{"text": "so 15", "rating": -1}], "human_completion": "so 14", "chosen_completion": None}
    steps = [rows.PRM800K["label"]["steps"][0], human]
    problem = {"problem": "What is 2 + 3 · 4?"}
    (question,) = read({"labeler": "x", "question": problem, "label": {"steps": steps, "finish_reason": "solution"}})
    assert solution_of(question)[0].steps == (rows.STEPS[0], "so 14")
    assert marks(question) == ["neutral", "correct"]


def test_prmbench_counts_from_one_and_marks_every_error(read: Read) -> None:
    (question,) = read(rows.PRMBENCH)
    assert marks(question) == ["correct", "incorrect", "incorrect"]
    _, marking = solution_of(question)
    assert [mark.error_type for mark in marking.steps] == [None, "circular", "circular"]
    assert [mark.reason for mark in marking.steps] == ["", "It adds wrongly.", ""]


def test_mr_names_the_first_error_by_the_number_in_the_steps_text(read: Read) -> None:
    (question,) = read(rows.MR_BEN)
    assert marks(question) == ["correct", "correct", "incorrect", None]
    assert (question.choices, question.gold, question.id) == (("14", "15"), 0, "u-1-a-model")
    (bare,) = read(rows.MR_GSM8K | {"model_output_steps": ["12", "15", "15"]})
    assert marks(bare) == ["correct", "incorrect", None]


def test_incorrect_is_not_taken_for_the_word_correct_in_it(read: Read) -> None:
    assert marks(read(rows.MR_BEN | {"Model_Solution_Correctness": "Incorrect"})[0])[2] == "incorrect"
    with pytest.raises(BadInput, match="Model_Solution_Correctness: correct, wrong or incorrect is needed"):
        read(rows.MR_BEN | {"Model_Solution_Correctness": "not correct"})


def test_an_mr_ben_error_described_in_words_leaves_all_steps_unlabelled(read: Read) -> None:
    (question,) = read(rows.MR_BEN | {"Subject": "coding", "Model_Solution_First_Error_Step": "return n - 1"})
    assert marks(question) == [None] * 4


def test_mr_ben_files_map_questions_to_their_solutions(tmp_path: Path) -> None:
    path = tmp_path / "math.json"
    other = rows.MR_BEN | {"Sampled_Model": "another"}
    path.write_text(json.dumps({"u-1": [rows.MR_BEN, other]}), encoding="utf-8")
    assert [question.id for question in read_solutions(path)] == ["u-1-a-model", "u-1-another"]


def test_parc_has_inherited_errors_and_premises(read: Read) -> None:
    (question,) = read(rows.PARC)
    _, marking = solution_of(question)
    assert marks(question) == ["correct", "incorrect", "inherited"]
    assert [mark.premises for mark in marking.steps] == [(-1,), (-1, 0), (1,)]
    assert (marking.steps[1].error_type, marking.steps[1].reason) == ("Mathematical_Error", "12 + 2 is 14")


def test_big_bench_mistake_has_answer_and_target(read: Read) -> None:
    (question,) = read(rows.MISTAKE, name="multistep_arithmetic.jsonl")
    solution, marking = solution_of(question)
    assert (question.id, question.references) == ("multistep_arithmetic-1", ("14",))
    assert (solution.answer, marking.is_answer_right) == ("15", False)


def test_null_premises_are_not_known(read: Read) -> None:
    (question,) = read(rows.UNIFIED | {"extra": {"premises_0idx_minus1_is_question": None}})
    _, marking = solution_of(question)
    assert [mark.premises for mark in marking.steps] == [None, None, None]


def test_the_common_schema(read: Read) -> None:
    (question,) = read(rows.UNIFIED)
    solution, marking = solution_of(question)
    assert marks(question) == ["correct", "incorrect", "inherited"]
    assert [mark.reason for mark in marking.steps] == ["", "12 + 2 is 14", "15 is wrong"]
    assert marking.steps[1].premises == (-1, 0)
    assert (solution.answer, solution.author, question.metadata["suspect_gold"]) == ("15", "a model", True)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (rows.PROCESSBENCH | {"label": 3}, "solutions.jsonl:1, label: -1 or the index of one of the 3 steps"),
        (rows.PROCESSBENCH | {"label": -2}, "solutions.jsonl:1, label: -1 or the index"),
        (rows.MISTAKE | {"mistake_index": 9}, "mistake_index: null or the index of one of the 3 steps"),
        (
            rows.MR_GSM8K | {"model_output_solution_first_error_step": "7"},
            "model_output_solution_first_error_step: the number of one of the 3 steps is needed, got '7'",
        ),
        (rows.PROJUDGE | {"process_evaluation": [["a", "2", "", ""]]}, "process_evaluation[0]: a text and"),
        (rows.PROJUDGE | {"process_evaluation": "[['a', '1'"}, "process_evaluation: not a list"),
        (rows.UNIFIED | {"step_labels": [1]}, "step_labels: 3 steps need as many, got 1"),
        (
            rows.UNIFIED | {"extra": {"premises_0idx_minus1_is_question": {"1": [0, "a"]}}},
            "premises_0idx_minus1_is_question: a mapping such as",
        ),
        (rows.UNIFIED | {"first_error": 0}, "first_error: the labels' first error is 1, and this says 0"),
        ({**rows.PRM800K, "label": {"steps": [{"completions": [{"text": "a", "rating": 5}]}]}}, "rating"),
    ],
)
def test_a_bad_row_is_reported_with_its_place(read: Read, row: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(row)
    assert message in str(caught.value)


def test_every_row_of_the_real_data_is_read_with_its_first_error(shared_data: Path) -> None:
    for path in sorted((shared_data / "process").glob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines()
        questions = list(read_solutions(path))
        assert len(questions) == len(lines)
        for question, line in zip(questions, lines, strict=True):
            _, marking = solution_of(question)
            first = json.loads(line)["first_error"]
            assert marking.first_error == (None if first == -1 else first)
