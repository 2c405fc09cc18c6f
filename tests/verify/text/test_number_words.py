"""Numbers in words of five languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.verify.text.number_words import may_count, number_at, number_in_words, ordinal

NOTHING: frozenset[str] = frozenset()
GERMAN_UNITS = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()
GERMAN_TENS = ["", "zehn", *"zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()]
CHINESE_DIGITS = "零一二三四五六七八九"


def in_german(n: int) -> str:
    """Numbers under a million, but for those with a teen in them, which have names of their own."""
    if n >= 1000:
        return in_german(n // 1000) + "tausend" + (in_german(n % 1000) if n % 1000 else "")
    if n >= 100:
        return GERMAN_UNITS[n // 100] + "hundert" + (in_german(n % 100) if n % 100 else "")
    if n < len(GERMAN_UNITS):
        return GERMAN_UNITS[n]
    tens, unit = divmod(n, 10)
    return (f"{GERMAN_UNITS[unit]}und" if unit else "") + GERMAN_TENS[tens]


def in_chinese(n: int) -> str:
    """Numbers from 1 to 9,999, with a 零 for skipped places."""
    text, is_skipped = "", False
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // place % 10
        if digit:
            text += ("零" if is_skipped and text else "") + CHINESE_DIGITS[digit] + sign
        is_skipped = not digit
    return text


@given(st.integers(21, 999_999).filter(lambda n: not {n % 100, n // 1000 % 100} & set(range(13, 20))))
def test_german_numbers_are_read_as_they_are_spelt(n: int) -> None:
    assert number_in_words(in_german(n)) == str(n)


@given(st.integers(11, 9_999))
def test_chinese_numbers_are_read_as_they_are_spelt(n: int) -> None:
    spelt = in_chinese(n)
    assert number_at(list(spelt), 0) == (str(n), len(spelt))


@pytest.mark.parametrize(
    ("words", "formula"),
    [
        ("soixante et onze", "71"),
        ("quatre-vingts", "80"),
        ("quatre-vingt-dix-neuf", "99"),
        ("mille deux cent trente-quatre", "1234"),
        ("trois quarts", "3/4"),
        ("deux douzaines", "24"),
        ("ciento veintiuno", "121"),
        ("mil quinientos", "1500"),
        ("tres cuartos", "3/4"),
        ("anderthalb", "1+1/2"),
        ("dreiviertel", "3/4"),
        ("百分之三十", "30%"),
        ("一亿二千万", "120000000"),
        ("trente-dix-sept", None),
        ("soixante-dix-sept", "77"),
        ("deux et demi", "2+1/2"),
        ("une demi-douzaine", "6"),
        ("mil millones", "1000000000"),
        ("dos y medio", "2+1/2"),
        ("eine halbe Million", "500000"),
        ("zwölfhundert", "1200"),
        ("一半", "1/2"),
        # Words of English, too, or no numbers.
        ("once", None),
        ("cent", None),
        ("media", None),
        ("vingt vingt", None),
        ("二五", None),
        ("五〇", None),  # a way to write 50
        ("万五", None),
        ("treinta y dos tercios", None),  # 32 thirds, or 30 and two thirds
        ("dozen five", None),
        ("and five", None),
        ("minus", None),
        ("baker's", None),
    ],
)
def test_a_number(words: str, formula: str | None) -> None:
    assert number_in_words(" ".join(words) if "百" in words or "一" in words or "二" in words else words) == formula


def test_a_short_word_is_a_number_only_in_its_language() -> None:
    assert number_at(["dos"], 0, NOTHING) is None
    assert number_at(["dos"], 0, frozenset({"es"})) == ("2", 1)


@pytest.mark.parametrize(
    ("words", "formula"),
    [
        ("ten and a half million", "10500000"),
        ("half a million", "500000"),
        ("half a dozen", "6"),
        ("two and a half dozen", "30"),
        ("three score and ten", "70"),
        ("a baker's dozen", "13"),
        ("two lakh", "200000"),
        ("minus two and a half", "-(2+1/2)"),
        ("three point one four", "3.14"),
        ("nine hundred and five", "905"),
        ("thirty and six", None),
        ("nine hundred and two tenths", None),  # 902 tenths, or 900 and a fifth
    ],
)
def test_english_scales_and_counts(words: str, formula: str | None) -> None:
    assert number_in_words(words) == formula


@pytest.mark.parametrize(
    ("word", "place"),
    [("first", 1), ("3rd", 3), ("third", 3), ("twenty-first", 21), ("half", None), ("ten", None), ("st", None)],
)
def test_an_ordinal(word: str, place: int | None) -> None:
    assert ordinal(word) == place


@pytest.mark.parametrize(
    "word", ["three", "Half", "twenty-one", "scores", "hundred", "einundzwanzig", "vingt", "mil", "三", "半"]
)
def test_a_word_that_may_make_a_number(word: str) -> None:
    assert may_count(word)


@pytest.mark.parametrize("word", ["a", "and", "point", "minus", "hour", "pi", "X", "und-so-weiter", ""])
def test_a_word_that_makes_no_number(word: str) -> None:
    assert not may_count(word)


WORDS = "a and of point minus half third dozen twenty five hundred thousand million hour un et demi deux zwei und drei".split()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), st.sampled_from([NOTHING, frozenset({"de", "fr"})]))
def test_no_number_is_without_a_word_that_may_make_one(words: list[str], languages: frozenset[str]) -> None:
    found = number_at(words, 0, languages)
    assert found is None or any(map(may_count, words[: found[1]]))
