"""The forms of seats, asked field by field: what is filled in comes out as the form's own JSON."""

from __future__ import annotations

from typing import Literal

import pytest
from pydantic import BaseModel

from dikast.agents import form_in_words
from dikast.experiments.people import filled_in
from dikast.experiments.people.form_fields import form_fields
from dikast.protocols import LabelsAsked, labels_form, premises_form


class Part(BaseModel):
    note: str
    holds: bool


class Chosen(BaseModel):
    level: Literal["1", "2"]
    score: Literal[1, 2]


class Whole(BaseModel):
    part: Part
    claims: list[str]
    score: int


class Listed(BaseModel):
    parts: list[Part]


class Nested(BaseModel):
    lists: list[Listed]


class Open(BaseModel):
    contest: str | None
    why: str = ""
    step: int | None = None


def test_values_one_level_down_are_fields_of_their_own() -> None:
    fields = form_fields(Whole)
    assert [field.path for field in fields] == [("part", "note"), ("part", "holds"), ("claims",), ("score",)]
    text = filled_in(fields, ["So it is.", "no", "one\n\n two \n", "3"])
    assert Whole.model_validate_json(text) == Whole(
        part=Part(note="So it is.", holds=False), claims=["one", "two"], score=3
    )


def test_a_choice_keeps_its_type() -> None:
    text = filled_in(form_fields(Chosen), ["1", "2"])
    assert Chosen.model_validate_json(text) == Chosen(level="1", score=2)


def test_a_list_of_objects_is_asked_in_rows_and_empty_ones_are_none() -> None:
    fields = form_fields(Listed)
    assert [(field.path, field.row) for field in fields[:3]] == [
        (("parts", "note"), 0), (("parts", "holds"), 0), (("parts", "note"), 1),
    ]  # fmt: skip
    empty = [""] * len(fields)
    assert Listed.model_validate_json(filled_in(fields, empty)) == Listed(parts=[])
    text = filled_in(fields, ["So.", "yes", "", "", "Not so.", "no", *empty[6:]])
    assert Listed.model_validate_json(text).parts == [Part(note="So.", holds=True), Part(note="Not so.", holds=False)]


def test_a_row_that_was_begun_and_not_finished_is_refused() -> None:
    fields = form_fields(Listed)
    with pytest.raises(ValueError, match="holds"):
        Listed.model_validate_json(filled_in(fields, ["So.", *[""] * (len(fields) - 1)]))


def test_what_may_be_left_out_or_null_may_be_empty() -> None:
    fields = form_fields(Open)
    assert [field.optional for field in fields] == ["null", "out", "out"]
    assert Open.model_validate_json(filled_in(fields, ["", "", ""])) == Open(contest=None)
    assert Open.model_validate_json(filled_in(fields, ["a", "b", "2"])) == Open(contest="a", why="b", step=2)


def test_lists_within_lists_are_left_to_json() -> None:
    assert form_fields(Nested) == ()
    assert "note" in form_in_words(Nested)


def test_the_details_of_a_judges_labels_can_be_filled_in() -> None:
    """As many rows as there are steps, and no more."""
    form = labels_form(LabelsAsked(2, codes=("C", "M"), has_details=True)).model
    fields = form_fields(form)
    assert {field.row for field in fields} == {None, 0, 1}
    typed = {("2",): "incorrect", ("1",): "correct", ("details", "step"): "2", ("details", "error"): "C"}
    texts = ["" if field.row else typed.get(field.path, "") for field in fields]
    form.model_validate_json(filled_in(fields, texts))


@pytest.mark.parametrize("text", ["", "many", "1e999", "[]"])
def test_what_is_no_number_is_left_for_the_form_to_refuse(text: str) -> None:
    fields = form_fields(Whole)
    filled = filled_in(fields, ["", "maybe", "", text])
    with pytest.raises(ValueError, match="score"):
        Whole.model_validate_json(filled)


def test_labels_of_steps_are_chosen_one_by_one() -> None:
    form = labels_form(LabelsAsked(2)).model
    fields = form_fields(form)
    assert [field.path for field in fields] == [("1",), ("2",)]
    assert {"correct", "incorrect"} <= set(fields[0].choices)
    form.model_validate_json(filled_in(fields, ["correct", "incorrect"]))


def test_premises_are_numbers() -> None:
    form = premises_form(3).model
    fields = form_fields(form)
    assert {field.kind for field in fields} == {"numbers"}
    form.model_validate_json(filled_in(fields, ["0", "0, 1"]))
