"""Characters that a terminal would obey are replaced, and nothing else changes."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.sanitize import sanitize, sanitize_json


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\r\nlines\tand a tab", "two\nlines\tand a tab"),  # line ends and tabs stay
        ("over\rwritten", "over?written"),  # a carriage return alone
        ("\x1b[2J\x1b]0;x\x07", "?[2J?]0;x?"),  # escape sequences: clear the screen, set the title
        ("\x9b31m\x90", "?31m?"),  # the same in one byte: a colour
        ("\u202eright to left\u2066", "?right to left?"),  # the direction of text
        ("a\x00b\x08\x7f", "a?b??"),  # null, backspace, delete
        ("Grüße, 日本, 👩\u200d🔬, ∑", "Grüße, 日本, 👩\u200d🔬, ∑"),  # other scripts and joined emoji stay
    ],
)
def test_unsafe_characters_are_shown_as_question_marks(text: str, shown: str) -> None:
    assert sanitize(text) == shown


@given(st.text())
def test_no_unsafe_character_is_left(text: str) -> None:
    categories = {unicodedata.category(char) for char in sanitize(text) if char not in "\n\t\u200d"}
    assert not categories & {"Cc", "Cf", "Cs"}
    assert sanitize(sanitize(text)) == sanitize(text)


@given(st.dictionaries(st.text(), st.text()))
def test_sanitized_json_has_the_same_meaning_and_no_unsafe_character(data: dict[str, str]) -> None:
    for ensure_ascii in (True, False):
        sanitized = sanitize_json(json.dumps(data, ensure_ascii=ensure_ascii, indent=1))
        assert json.loads(sanitized) == data
        assert sanitize(sanitized) == sanitized
