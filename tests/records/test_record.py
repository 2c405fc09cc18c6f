"""All records are frozen, and nothing is lost in JSON."""

from __future__ import annotations

import math

import pytest
from pydantic import ValidationError

from dikast.records import Look, Question


@pytest.mark.parametrize("field", Question.model_fields)
def test_records_are_frozen(field: str) -> None:
    question = Question(id="1", text="?")
    with pytest.raises(ValidationError, match="frozen"):
        setattr(question, field, "!")


def test_an_infinite_log_probability_survives_json() -> None:
    look = Look(round=1, order=(0, 1), status="decided", probabilities=(1.0, 0.0), logp=(0.0, -math.inf))
    assert Look.model_validate_json(look.model_dump_json()) == look
