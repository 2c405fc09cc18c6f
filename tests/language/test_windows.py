"""Patterns of a token between its neighbours."""

from __future__ import annotations

import pytest

from dikast.language import GLUED, NO_TOKEN, NOTHING, fits_any, kind_in, pattern, text_in, tokens, windows

PATTERNS = {
    "the cent of per cent": pattern(text_in({"cent"}), before=text_in({"per"})),
    "a colon with a blank behind it": pattern(text_in({":"}) & GLUED, after=~GLUED),
    "a word between numbers": pattern(kind_in("word"), before=kind_in("number"), after=kind_in("number")),
    "a number at an end": pattern(kind_in("number"), after=NO_TOKEN),
    "a number two behind a word": pattern(kind_in("number"), first=kind_in("word") | text_in({"("})),
}


@pytest.mark.parametrize(
    ("name", "text", "fitting"),
    [
        ("the cent of per cent", "5 per cent", ["cent"]),
        ("the cent of per cent", "5 cent", []),
        ("a colon with a blank behind it", "Step 3: 4", [":"]),
        ("a colon with a blank behind it", "10:30", []),
        ("a word between numbers", "1 in 4", ["in"]),
        ("a word between numbers", "in 4", []),
        ("a number at an end", "2 + 3", ["3"]),
        ("a number two behind a word", "x = 3", ["3"]),
        ("a number two behind a word", "(-5)", ["5"]),
    ],
)
def test_a_pattern_fits_where_all_its_tests_hold(name: str, text: str, fitting: list[str]) -> None:
    found = [around.here.text for around in windows(tokens(text)) if PATTERNS[name](around)]
    assert found == fitting
    assert fitting or not any(fits_any(around, [PATTERNS[name]]) for around in windows(tokens(text)))


def test_a_window_has_nothing_beyond_the_ends_of_its_row() -> None:
    one, two = tokens("1 2")
    assert windows([one, two]) == [(NOTHING, NOTHING, one, two, NOTHING), (NOTHING, one, two, NOTHING, NOTHING)]
