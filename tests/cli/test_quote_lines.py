"""What somebody else wrote can't begin a line of ours, whatever ends a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dikast.cli.quote_lines import in_line, said


@given(st.text())
def test_every_line_of_it_is_marked(words: str) -> None:
    told = "\n".join(said(words))
    assert all(line.startswith("|") for line in told.splitlines())


@given(st.text())
def test_in_a_line_of_ours_it_makes_no_line_of_its_own(words: str) -> None:
    assert len(f"of ours: {in_line(words)}".splitlines()) == 1


def test_nothing_else_changes() -> None:
    assert list(said("a\n\n  b")) == ["| a", "|", "|   b"]
    assert in_line("a\n--- verdict ---  b") == "a --- verdict --- b"
