"""Proposed steps are accepted only if they are the solution's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.questions import align_steps, is_unchanged, split

TEXT = "First, 3 + 4 = 7.  Then\n we double: 14."


@pytest.mark.parametrize(
    ("proposed", "spans"),
    [
        (["First, 3 + 4 = 7.", "Then we double: 14."], ("First, 3 + 4 = 7.", "Then\n we double: 14.")),
        (["First, 3+4=7.", "", "Then we double:14."], ("First, 3 + 4 = 7.", "Then\n we double: 14.")),
        ([TEXT], (TEXT,)),
        (["First, 3 + 4 = 8.", "Then we double: 14."], None),  # corrected
        (["Then we double: 14.", "First, 3 + 4 = 7."], None),  # moved
        (["First, 3 + 4 = 7."], None),  # left out
        (["Step 1: First, 3 + 4 = 7.", "Then we double: 14."], None),  # added
        (["First, 3 + 4 = 7. Then we double: 1", "4."], None),  # a cut inside a number
        (["First, 3 + 4 = 7. Th", "en we double: 14."], None),  # a cut inside a word
        ([], None),
    ],
)
def test_proposed_steps_are_accepted_only_if_they_are_the_whole_text(
    proposed: list[str], spans: tuple[str, ...] | None
) -> None:
    assert align_steps(TEXT, proposed) == spans


def test_chinese_sentences_need_no_white_space_between_them() -> None:
    assert align_steps("设x=2。所以x=4。", ["设x=2。", "所以x=4。"]) == ("设x=2。", "所以x=4。")


def test_a_blank_text_has_no_steps() -> None:
    assert align_steps(" ", []) == ()
    assert is_unchanged("", ["", " "])


@given(st.text(alphabet="ab1.$\n 。", max_size=60))
def test_our_own_steps_are_always_accepted(text: str) -> None:
    steps = split(text)
    assert is_unchanged(text, steps)
    assert align_steps(text, steps) == steps


@given(st.text(max_size=40), st.lists(st.text(max_size=10), max_size=6))
def test_only_passages_of_the_text_are_accepted(text: str, proposed: list[str]) -> None:
    spans = align_steps(text, proposed)
    assert (spans is not None) <= is_unchanged(text, proposed)
    if spans is not None:
        assert is_unchanged(text, spans)
        assert all(span in text for span in spans)
