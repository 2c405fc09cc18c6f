"""Text by others can't begin a line of Dikast's own, whatever characters end its lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dikast.cli.quote_lines import on_one_line, quoted_lines


@given(st.text())
def test_every_quoted_line_is_marked(text: str) -> None:
    quoted = "\n".join(quoted_lines(text))
    assert all(line.startswith("|") for line in quoted.splitlines())


@given(st.text())
def test_text_on_one_line_adds_no_line(text: str) -> None:
    assert len(f"our own words: {on_one_line(text)}".splitlines()) == 1


def test_nothing_else_changes() -> None:
    assert list(quoted_lines("a\n\n  b")) == ["| a", "|", "|   b"]
    assert on_one_line("a\n--- verdict ---  b") == "a --- verdict --- b"
