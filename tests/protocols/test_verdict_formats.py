"""How a judge names a candidate, in each of the formats and in others than it was asked for."""

from __future__ import annotations

import pytest

from dikast.protocols import FORMATS, FormatName, NamedCandidate, read_named
from dikast.replies import Unreadable

FIRST, SECOND, TIE = NamedCandidate(0), NamedCandidate(1), NamedCandidate(2)

KEPT: list[tuple[FormatName, str, NamedCandidate]] = [
    ("answer", "Answer: A", FIRST),
    ("answer", "Both are equal.\nAnswer: Tie", TIE),
    ("brackets", "I find the second better. [[B]]", SECOND),
    ("brackets", "**[[c]]**", TIE),
    ("strength", "[[A>>B]]", NamedCandidate(0, "strong")),
    ("strength", "My verdict is [[B>A]].", NamedCandidate(1, "slight")),
    ("strength", "[[A=B]]", TIE),
    ("output", "Output (b)", SECOND),
    ("number", "2", SECOND),
    ("number", "tie.", TIE),
    ("decision", "So my final decision is Response 2.", SECOND),
    ("result", "The first one has it.\n[RESULT] A", FIRST),
    ("json", '```json\n{"choice": "B"}\n```', SECOND),
]


@pytest.mark.parametrize(("name", "text", "meant"), KEPT)
def test_each_format_is_read(name: FormatName, text: str, meant: NamedCandidate) -> None:
    assert read_named(text, name, 2, ties=True) == meant


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("answer", "strength")])
@pytest.mark.parametrize("text", ["Answer: B", "B", "Response B is better."])
def test_another_way_to_name_a_candidate_is_read_but_does_not_keep_the_format(name: FormatName, text: str) -> None:
    assert read_named(text, name, 2, ties=True) == NamedCandidate(1, is_format_kept=False)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("brackets", "[[A]], no, [[B]]"),
        ("brackets", "Answer: B\n[[A]]"),
        ("strength", "[[A>B]] or rather [[B>A]]"),
        ("output", "Output (a)\nOutput (b)"),
        ("result", "Answer: A\n[RESULT] B"),
    ],
)
def test_two_candidates_are_a_conflict(name: FormatName, text: str) -> None:
    found = read_named(text, name, 2, ties=False)
    assert isinstance(found, Unreadable)
    assert found.is_conflict


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", ["", "I can't say.", "[[D]]", "Both have their merits."])
def test_a_reply_that_names_none_is_unread_and_never_a_tie(name: FormatName, text: str) -> None:
    assert isinstance(read_named(text, name, 2, ties=True), Unreadable)


def test_a_tie_is_none_of_the_names_where_there_are_no_ties() -> None:
    assert isinstance(read_named("Tie", "number", 2, ties=False), Unreadable)
    assert isinstance(read_named("[[C]]", "brackets", 2, ties=False), Unreadable)


def test_three_candidates_have_three_names() -> None:
    assert read_named("Response 3\n3", "number", 3, ties=True) == NamedCandidate(2)
    assert FORMATS["brackets"].names(3, True) == ("A", "B", "C", "D")
