"""Questions: what contradicts itself is refused."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from dikast.records import Question


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({"choices": ("a", "b"), "gold": 2}, "gold must be the index of one of the 2 choices, got 2", id="gold too large"),
        pytest.param({"choices": ("a", "b"), "gold": -1}, "got -1", id="gold below 0"),
        pytest.param({"gold": 0}, "one of the 0 choices", id="gold without choices"),
        pytest.param({"choices": ("a",), "gold": 0}, "a single choice is judged by itself", id="one choice that is right"),
        pytest.param({"choices": ("a", "a")}, "must differ", id="repeated choice"),
        pytest.param({"images": ("/etc/passwd",)}, "data: or http", id="image is a path"),
        pytest.param({"id": ""}, "at least 1 character", id="empty id"),
        pytest.param({"colour": "red"}, "Extra inputs", id="unknown field"),
    ],
)  # fmt: skip
def test_a_question_that_contradicts_itself_is_refused(fields: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        Question.model_validate({"id": "1", "text": "?", **fields})
