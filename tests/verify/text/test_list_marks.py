"""Items of a list: the dash at the beginning of a line is its mark, and no minus."""

from __future__ import annotations

import pytest

from dikast.verify.deciders.step_claims import examine
from dikast.verify.text.list_marks import without_list_marks


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("- 3 · 4 = 12", "  3 · 4 = 12"),
        ("We have:\n  * 2 + 3 = 5\n  * 3 + 3 = 6", "We have:\n    2 + 3 = 5\n    3 + 3 = 6"),
        ("-3 + 4 = 1", "-3 + 4 = 1"),
        ("12 - 5\n- 3 = 4", "12 - 5\n- 3 = 4"),
        ("a * b", "a * b"),
    ],
)
def test_a_mark_becomes_a_blank_where_a_line_begins_anew(text: str, bare: str) -> None:
    assert without_list_marks(text)[0] == bare


@pytest.mark.parametrize(
    ("step", "statuses"),
    [
        ("- 6 ÷ 4 = 1 with a remainder of 2", ["verified"]),
        ("- 6 ÷ 4 = 1 with a remainder of 3", ["refuted"]),
        ("- 3 · 4 = 12\n- 3 · 5 = 16", ["verified", "refuted"]),
        ("Divide:\n\n    - 7 · 8 = 56\n", ["verified"]),
        # It may be a minus after all, with which the claim holds.
        ("- 2 + 3 = 1", ["unknown"]),
        ("- 5 = -5", ["unknown"]),
    ],
)
def test_items_are_decided_without_their_marks(step: str, statuses: list[str]) -> None:
    assert [found["status"] for found in examine(step, (), "", lambda message: None)] == statuses
