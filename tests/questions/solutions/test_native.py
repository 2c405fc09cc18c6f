"""Our own format of worked solutions: what may be written, what it means, and which message a mistake gets."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.questions import QuestionSource, load_questions
from dikast.questions.solutions import read_solutions, solution_row
from tests.questions.solutions.conftest import Read, marks

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=")
ROW: dict[str, Any] = {"id": "a", "problem": "What is 2 + 3 · 4?", "steps": ["3 · 4 = 12", "2 + 12 = 15"]}


def test_a_row_needs_only_an_id_a_problem_and_steps(read: Read) -> None:
    (question,) = read(ROW)
    assert question.text == "What is 2 + 3 · 4?"
    assert question.solution is not None
    assert question.solution.steps == ("3 · 4 = 12", "2 + 12 = 15")
    assert question.solution.marking is None


def test_a_row_with_every_key(read: Read) -> None:
    more = {
        "reference": "14",
        "reference_solution": "12 + 2 = 14",
        "answer": 15,
        "labels": ["correct", "inherited"],
        "types": [None, "NC"],
        "reasons": [None, "12 + 2 is 14"],
        "premises": [[-1], [-1, 0]],
        "answer_is_right": False,
        "author": "a model",
        "metadata": {"subject": "math"},
    }
    (question,) = read(ROW | more)
    solution = question.solution
    assert solution is not None
    assert solution.marking is not None
    assert (question.references, question.reference_solution) == (("14",), "12 + 2 = 14")
    assert (solution.answer, solution.author, solution.marking.is_answer_right) == ("15", "a model", False)
    assert solution.marking.steps[1].model_dump() == {
        "label": "inherited", "error_type": "NC", "reason": "12 + 2 is 14", "premises": (-1, 0),
    }  # fmt: skip
    assert question.metadata == {"subject": "math"}


def test_parts_have_points_and_steps_of_their_own(read: Read) -> None:
    """A step without text is dropped, and the parts count as the steps are counted then. They are written back."""
    parts = [{"name": "a", "points": 2, "steps": [0, 1]}, {"name": "b", "points": 3, "steps": [2]}]
    (question,) = read(ROW | {"steps": ["3 · 4 = 12", " ", "2 + 12 = 15"], "parts": parts})
    assert question.solution is not None
    assert [(part.name, part.points, part.steps) for part in question.solution.parts] == [
        ("a", 2, (0,)),
        ("b", 3, (1,)),
    ]
    assert solution_row(question)["parts"] == [
        {"name": "a", "points": 2.0, "steps": [0]},
        {"name": "b", "points": 3.0, "steps": [1]},
    ]


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ([{"name": "a", "points": 2, "steps": [0, 2]}], "a part has step 2"),
        ([{"name": "a", "points": 2, "steps": [0]}, {"name": "b", "points": 2, "steps": [0]}], "here one is in two"),
        ([{"name": "a", "points": 2}, {"name": "A", "points": 2}], "names of parts must differ"),
        ([{"name": "a", "points": 0}], "parts"),
    ],
)
def test_parts_that_can_not_be_are_told(read: Read, parts: list[Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read(ROW | {"parts": parts})


def test_parts_need_steps_one_by_one(read: Read) -> None:
    row = {"id": "a", "problem": "?", "solution": "One. Two.", "parts": [{"name": "a", "points": 1, "steps": [0]}]}
    with pytest.raises(BadInput, match="write `steps` one by one"):
        read(row)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([1, -1], ["correct", "incorrect"]),
        ([0, None], ["neutral", None]),
        ([True, False], ["correct", "incorrect"]),
        (["neutral", "inherited"], ["neutral", "inherited"]),
    ],
)
def test_labels_are_words_numbers_or_truth_values(read: Read, labels: list[Any], expected: list[str | None]) -> None:
    assert marks(read(ROW | {"labels": labels})[0]) == expected


def test_a_reference_among_choices_is_the_gold_one(read: Read) -> None:
    (question,) = read(ROW | {"choices": ["15", "14"], "reference": "B"})
    assert (question.gold, question.references) == (1, ())


def test_images_are_beside_the_file_and_read_only_if_wanted(tmp_path: Path, read: Read) -> None:
    (tmp_path / "figure.png").write_bytes(PNG)
    (question,) = read(ROW | {"images": ["figure.png"]})
    assert question.images[0].startswith("data:image/png;base64,")
    (without_images,) = read_solutions(tmp_path / "solutions.jsonl", images=False)
    assert without_images.images == ()


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"labels": ["correct"]}, "solutions.jsonl:1, labels: 2 steps need as many labels, got 1"),
        ({"labels": [1, 1], "types": ["NC"]}, "solutions.jsonl:1, types: 2 steps need as many types, got 1"),
        ({"types": [None, "NC"]}, "solutions.jsonl:1, types: types describe labels, and there are none"),
        ({"labels": [1, 1], "premises": [[-1], [1]]}, "premises[1]: step 1 can rest on steps before it and on -1"),
        ({"solution": "3 · 4 = 12"}, "one of `steps` and `solution` is needed"),
        ({"step": []}, "unknown key 'step': did you mean 'steps'?"),
        ({"labels": ["right", 1]}, "solutions.jsonl:1, labels[0]"),
        ({"choices": ["14", "15"], "reference": "16"}, "solutions.jsonl:1, reference: '16' is no choice"),
        ({"images": ["none.png"]}, "solutions.jsonl:1, images[0]: no such image"),
    ],
)
def test_a_mistake_is_reported_with_its_place(read: Read, more: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(ROW | more)
    assert message in str(caught.value)


def test_an_id_used_twice_and_an_empty_file_are_errors(read: Read) -> None:
    with pytest.raises(BadInput, match=r"the id 'a' is taken by .*solutions\.jsonl:1"):
        read(ROW, ROW)
    with pytest.raises(BadInput, match="no solution is in this file"):
        read()


def test_for_a_row_in_no_known_format_the_error_describes_our_own(read: Read) -> None:
    with pytest.raises(BadInput, match=r"solutions\.jsonl:1: not a worked solution in any format known"):
        read({"text": "3 · 4 = 12"})
    with pytest.raises(BadInput, match="no format 'projuge': did you mean 'projudge'"):
        read(ROW, format="projuge")


def test_a_solution_in_one_text_is_split_into_its_steps(read: Read) -> None:
    row = {"id": "a", "problem": "2 + 3 · 4?", "solution": "Step 1: 3 · 4 = 12\nStep 2: 2 + 12 = 15"}
    (question,) = read(row)
    assert question.solution is not None
    assert len(question.solution.steps) == 2
    with pytest.raises(BadInput, match="labels: the solution splits into 2 steps, and 3 are labelled: write `steps`"):
        read(row | {"labels": [1, 1, 1]})


def test_an_experiment_reads_them_as_the_dataset_solutions(tmp_path: Path, read: Read) -> None:
    read(ROW, ROW | {"id": "b"})
    source = QuestionSource(dataset="solutions", path="solutions.jsonl", limit=1)
    (question,) = load_questions(source, base=tmp_path, seed=0)
    assert question.solution is not None
