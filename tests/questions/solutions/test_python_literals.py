"""A Python list is read without running it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.questions.solutions.python_literals import MAX_DEPTH, read_list

texts = st.recursive(st.text(max_size=20), lambda inner: st.lists(inner, max_size=4), max_leaves=12)


@given(st.lists(texts, max_size=5))
def test_a_list_written_by_repr_reads_back(value: list[object]) -> None:
    assert read_list(repr(value)) == value


def test_quotes_brackets_and_escapes_as_judges_write_them() -> None:
    assert read_list("""[ ["a 'b'", "1", None, ''], ('c', '0', "x\\ny", '''d'''), ]""") == [
        ["a 'b'", "1", "", ""],
        ["c", "0", "x\ny", "d"],
    ]
    assert read_list(r"['\\frac{1}{2}', '\u00b7', '\x41', '\q']") == ["\\frac{1}{2}", "·", "A", "\\q"]


@pytest.mark.parametrize(
    "text", ["", "'a'", "[", "['a'", "['a' 'b']", "[a]", "['a]", "[] x", "__import__('os')", "[1 + 1]", "[[]"]
)
def test_a_text_that_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="character"):
        read_list(text)


def test_a_list_nested_too_deep_is_refused() -> None:
    with pytest.raises(ValueError, match="character"):
        read_list("[" * (MAX_DEPTH + 5) + "]" * (MAX_DEPTH + 5))
