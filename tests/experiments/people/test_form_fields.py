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


def test_a_list_of_objects_is_left_to_json() -> None:
    assert form_fields(Listed) == ()
    assert "note" in form_in_words(Listed)


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
