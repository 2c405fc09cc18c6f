"""Replies are read by anchored rules. A reply that does not fit them is unreadable, with the reason; nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.protocols.reply_parsing import (
    Speech,
    cut_to_words,
    read_score,
    read_speech,
    read_stated,
)
from dikast.replies import Unreadable, read_label

AB = ("A", "B")


def test_quotes_are_spans_of_the_speech_as_it_is_shown() -> None:
    speech = read_speech("It says <quote>the lamp\nwent out</quote>, not <quote></quote> this</quote>.<quote>", None)
    assert not isinstance(speech, Unreadable)
    assert speech.text == "It says “the lamp\nwent out”, not “” this."
    assert [quote.text for quote in speech.quotes] == ["the lamp\nwent out", ""]
    assert all(speech.text[quote.start : quote.end] == quote.text for quote in speech.quotes)


@given(st.lists(st.sampled_from(["<quote>", "</quote>", "word ", "“", "”", "\n"])), st.integers(1, 5))
def test_quotes_are_spans_of_the_text_for_any_arrangement_of_marks(parts: list[str], words: int) -> None:
    speech = read_speech("".join(parts), words)
    if not isinstance(speech, Unreadable):
        assert "quote>" not in speech.text
        assert all(speech.text[quote.start : quote.end] == quote.text for quote in speech.quotes)


@pytest.mark.parametrize(
    ("text", "words", "speech", "is_cut"),
    [
        ("One two. Three four.", 4, "One two. Three four.", False),
        ("One two. Three four.", 3, "One two.", True),
        ("One two three four.", 3, "One two three", True),  # no sentence ends before
        ("He said “one.” Then two.", 4, "He said “one.”", True),  # the quotation mark belongs to the sentence
        ("Worth 3.5 now and more", 4, "Worth 3.5 now and", True),  # a decimal point ends no sentence
    ],
)
def test_a_speech_over_its_word_limit_is_cut_at_a_sentence_end(
    text: str, words: int, speech: str, is_cut: bool
) -> None:
    assert cut_to_words(text, words) == (speech, is_cut)


@given(st.text(), st.integers(1, 30))
def test_a_cut_speech_is_the_beginning_of_the_text_within_the_limit(text: str, words: int) -> None:
    speech, is_cut = cut_to_words(text, words)
    assert text.startswith(speech)
    assert len(speech.split()) <= words or not is_cut
    assert is_cut == (speech != text)


def test_a_reply_without_public_text_is_unreadable() -> None:
    assert isinstance(read_speech("<thinking>all of it</thinking>  ", 10), Unreadable)


def test_characters_that_no_store_accepts_are_replaced_or_removed() -> None:
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
    [
        '{"A": 0.9, "B": 0.9}',  # adds up to more than 1
        '{"A": 1}',  # a label is missing
        '{"A": "1", "B": 0}',  # a text is no number
        '{"A": true, "B": false}',  # nor is a truth value
        '{"A": 2, "B": -1}',  # adds up to 1, but with numbers out of range
        '{"A": NaN, "B": 1}',
        '{"A": 1, "B": 0, "A": 0}',  # one key with two values
        "[1, 0]",
        "A: 1, B: 0",
        "",
        "[" * 100_000,  # too deep for the JSON reader
    ],
)
def test_a_reply_that_states_no_distribution_is_unreadable(reply: str) -> None:
    assert isinstance(read_stated(reply, AB), Unreadable)


@pytest.mark.parametrize(("reply", "score"), [('{"score": 70}', 70), ('{"score": 0}', 0)])
def test_a_score_is_a_whole_number_from_0_to_100(reply: str, score: int) -> None:
    assert read_score(reply) == score
    assert isinstance(read_score('{"score": 101}'), Unreadable)
    assert isinstance(read_score('{"score": 7.5}'), Unreadable)


@pytest.mark.parametrize(
    "reply",
    [
        "<quote>" * 200_000,
        "<quote>a</quote>" * 100_000,
        "<thinking>" * 200_000,
        "Answer: A" + " " * 10**6 + "x",
        "." * 10**6,
        "Answer:\n" * 100_000,
        "```\n" * 100_000,
        " \n" * 10**6,
    ],
)
def test_no_reply_takes_long_to_read(reply: str) -> None:
    """Each of these needs quadratic time, or worse, from a reader that backtracks: it would never end."""
    assert isinstance(read_speech(reply, 100), Speech | Unreadable)
    assert isinstance(read_label(reply, AB), str | Unreadable)
    assert isinstance(read_stated(reply, AB), Unreadable)


def test_a_word_of_megabytes_is_not_one_word() -> None:
    text, is_cut = cut_to_words("x" * 3_000_000, 50)
    assert (len(text), is_cut) == (5000, True)
    text, is_cut = cut_to_words("So. " + "'" * 3_000_000, 50)
    assert (text, is_cut) == ("So.", True)
    link = "https://example.org/" + "p" * 70
    assert cut_to_words(f"See {link} now.", 3) == (f"See {link} now.", False), "a link is a word"
