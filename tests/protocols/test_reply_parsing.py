"""Replies are read by anchored rules; what does not fit them is unread, with the reason, and never guessed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.protocols.reply_parsing import (
    Unreadable,
    cut,
    read_label,
    read_score,
    read_speech,
    read_stated,
    split_thinking,
)

AB = ("A", "B")


@pytest.mark.parametrize(
    ("reply", "label"),
    [
        ("Answer: A", "A"),
        ("Because of this.\n\nAnswer: B", "B"),
        ("**Answer: B**", "B"),
        ("**Answer:** B", "B"),
        ("  answer: (a). ", "A"),
        ("Answer: A\nAnswer: A", "A"),
        ("Answer: A\nI am sure of it.", "A"),
    ],
)
def test_the_label_is_on_a_line_of_its_own(reply: str, label: str) -> None:
    assert read_label(reply, AB) == label


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", "no line"),
        ("A", "no line"),
        ("The answer: A", "no line"),
        ("| Answer: A", "no line"),
        ("> Answer: A", "no line"),
        ("Answer: A or B", "no line"),
        ("Answer: yes", "no line"),
        ("Answer: C", "none of A, B"),
        ("Answer: A\nOn reflection:\nAnswer: B", "two different"),
        ("Answer: A\nAnswer: C", "two different"),
    ],
)
def test_what_is_no_clear_answer_is_unread(reply: str, reason: str) -> None:
    unread = read_label(reply, AB)
    assert isinstance(unread, Unreadable)
    assert reason in unread.reason


@pytest.mark.parametrize(
    ("reply", "public", "private"),
    [
        ("plain", "plain", ""),
        ("<thinking>secret</thinking>said", "said", "secret"),
        ("<think>secret</think>said", "said", "secret"),
        ("<THINKING>secret</THINKING>said", "said", "secret"),
        ("said <thinking>secret", "said", "secret"),
        ("secret</thinking>said", "said", "secret"),
        ("<thinking>a</thinking>b<thinking>c</thinking>d", "d", "abc"),
        ("<thinking>a<thinking>b</thinking>c</thinking>d", "d", "abc"),
        ("<thinking>secret", "", "secret"),
    ],
)
def test_thinking_is_parted_from_what_is_said(reply: str, public: str, private: str) -> None:
    assert split_thinking(reply) == (public, private)


@given(st.lists(st.sampled_from(["<thinking>", "</thinking>", "<think>", "</think>", "SECRET", "said", "\n"])))
def test_no_arrangement_of_tags_makes_enclosed_thinking_public(parts: list[str]) -> None:
    reply = "<thinking>" + "SECRET".join(p for p in parts if p != "SECRET") + "PRIVATE</thinking>" + "open"
    assert "PRIVATE" not in split_thinking(reply)[0]


def test_quotes_are_spans_of_the_speech_as_it_is_shown() -> None:
    speech = read_speech("It says <quote>the lamp\nwent out</quote>, not <quote></quote> this</quote>.<quote>", None)
    assert not isinstance(speech, Unreadable)
    assert speech.text == "It says “the lamp\nwent out”, not “” this."
    assert [q.text for q in speech.quotes] == ["the lamp\nwent out", ""]
    assert all(speech.text[q.start : q.end] == q.text for q in speech.quotes)


@given(st.lists(st.sampled_from(["<quote>", "</quote>", "word ", "“", "”", "\n"])), st.integers(1, 5))
def test_quotes_stay_inside_the_text_however_marks_stand(parts: list[str], words: int) -> None:
    speech = read_speech("".join(parts), words)
    if not isinstance(speech, Unreadable):
        assert "quote>" not in speech.text
        assert all(speech.text[q.start : q.end] == q.text for q in speech.quotes)


@pytest.mark.parametrize(
    ("text", "words", "kept", "is_cut"),
    [
        ("One two. Three four.", 4, "One two. Three four.", False),
        ("One two. Three four.", 3, "One two.", True),
        ("One two three four.", 3, "One two three", True),
        ("He said “one.” Then two.", 4, "He said “one.”", True),
        ("Worth 3.5 now and more", 4, "Worth 3.5 now and", True),
    ],
)
def test_a_long_speech_is_cut_at_a_sentence_end(text: str, words: int, kept: str, is_cut: bool) -> None:
    assert cut(text, words) == (kept, is_cut)


@given(st.text(), st.integers(1, 30))
def test_what_is_kept_begins_the_text_and_holds_no_more_than_the_limit(text: str, words: int) -> None:
    kept, is_cut = cut(text, words)
    assert text.startswith(kept)
    assert len(kept.split()) <= words or not is_cut
    assert is_cut == (kept != text)


def test_nothing_said_in_public_is_unread() -> None:
    assert isinstance(read_speech("<thinking>all of it</thinking>  ", 10), Unreadable)


def test_characters_no_store_takes_are_replaced() -> None:
    speech = read_speech("a\ud800b\0c", None)
    assert not isinstance(speech, Unreadable)
    assert speech.text == "a?bc"


@pytest.mark.parametrize(
    ("reply", "stated"),
    [
        ('{"A": 0.25, "B": 0.75}', (0.25, 0.75)),
        ('```json\n{"A": 1, "B": 0}\n```', (1.0, 0.0)),
        ('{"reasons": "…", "A": 0.5, "B": 0.5}', (0.5, 0.5)),
        ('{"A": 0.33, "B": 0.66}', (0.33 / 0.99, 0.66 / 0.99)),
    ],
)
def test_stated_probabilities_are_scaled_to_one(reply: str, stated: tuple[float, ...]) -> None:
    assert read_stated(reply, AB) == pytest.approx(stated, abs=1e-12)


@pytest.mark.parametrize(
    "reply",
    ['{"A": 0.9, "B": 0.9}', '{"A": 1}', '{"A": "1", "B": 0}', '{"A": true, "B": false}', '{"A": 2, "B": -1}',
     '{"A": NaN, "B": 1}', '{"A": 1, "B": 0, "A": 0}', "[1, 0]", "A: 1, B: 0", "", "[" * 100_000],
)  # fmt: skip
def test_what_is_no_distribution_is_unread(reply: str) -> None:
    assert isinstance(read_stated(reply, AB), Unreadable)


@pytest.mark.parametrize(("reply", "score"), [('{"score": 70}', 70), ('{"score": 0}', 0)])
def test_scores_are_whole_and_bounded(reply: str, score: int) -> None:
    assert read_score(reply) == score
    assert isinstance(read_score('{"score": 101}'), Unreadable)
    assert isinstance(read_score('{"score": 7.5}'), Unreadable)


@pytest.mark.parametrize(
    "trap",
    ["<quote>" * 200_000, "<quote>a</quote>" * 100_000, "<thinking>" * 200_000, "Answer: A" + " " * 10**6 + "x",
     "." * 10**6, "Answer:\n" * 100_000, "```\n" * 100_000, " \n" * 10**6],
)  # fmt: skip
def test_no_reply_takes_long_to_read(trap: str) -> None:
    start = time.process_time()
    read_speech(trap, 100)
    read_label(trap, AB)
    read_stated(trap, AB)
    assert time.process_time() - start < 5
