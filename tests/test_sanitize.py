"""What a terminal would act on, made harmless, and nothing else changed."""

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
        ("two\r\nlines\tand a tab", "two\nlines\tand a tab"),
        ("over\rwritten", "over?written"),
        ("\x1b[2J\x1b]0;x\x07", "?[2J?]0;x?"),
        ("\x9b31m\x90", "?31m?"),
        ("\u202eright to left\u2066", "?right to left?"),
        ("a\x00b\x08\x7f", "a?b??"),
        ("Grüße, 日本, 👩\u200d🔬, ∑", "Grüße, 日本, 👩\u200d🔬, ∑"),
    ],
)
def test_by_example(text: str, shown: str) -> None:
    assert sanitize(text) == shown


@given(st.text())
def test_nothing_that_acts_is_left(text: str) -> None:
    left = {unicodedata.category(char) for char in sanitize(text) if char not in "\n\t\u200d"}
    assert not left & {"Cc", "Cf", "Cs"}
    assert sanitize(sanitize(text)) == sanitize(text)


@given(st.dictionaries(st.text(), st.text()))
def test_json_means_the_same(data: dict[str, str]) -> None:
    for ensure_ascii in (True, False):
        told = sanitize_json(json.dumps(data, ensure_ascii=ensure_ascii, indent=1))
        assert json.loads(told) == data
        assert sanitize(told) == told
