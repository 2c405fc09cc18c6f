"""Numbers written in words: `two hundred and five`, `minus three quarters`, `three point one four`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from fractions import Fraction
from functools import lru_cache
from itertools import takewhile

from dikast.language import tokens
from dikast.verify.text.foreign_numbers import counts_abroad, foreign_number_at, foreign_share

_UNITS = {w: i for i, w in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen".split())}  # fmt: skip
_TENS = {w: 10 * (i + 2) for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_SCALES = {"thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHARES = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "twentieth": 20, "hundredth": 100, "thousandth": 1000,
}  # fmt: skip
_FIRST = {"first": 1, "second": 2}
_COUNTS = {"dozen": 12, "score": 20}
_BAKERS = "baker's"  # a dozen and one
_SIGNS = ("minus", "negative")
_COUNTING = frozenset({*_UNITS, *_TENS, *_SCALES, *_SHARES, "hundred"})
_JOINTS = frozenset({*_SIGNS, _BAKERS, "point", "and", "a", "an", "of"})
_MAKING = _COUNTING | {*_COUNTS}
_PARTS = _MAKING | _JOINTS
_OTHER_SCALES = {
    "lakh": 10**5, "crore": 10**7, "hundred": 100, "bn": 10**9, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8,
    "tsd": 1000, "tausend": 1000, "mio": 10**6, "mln": 10**6, "millionen": 10**6, "millone": 10**6, "mrd": 10**9,
    "milliard": 10**9, "milliarde": 10**9, "milliarden": 10**9,
}  # fmt: skip
_SCALE_VALUES = {**_SCALES, **_OTHER_SCALES, "dozen": _COUNTS["dozen"]}
_MAX_TEXT = 200
_MAX_WORDS = 12
_NO_LANGUAGE: frozenset[str] = frozenset()


# Every kind of comparison reads the same texts.
@lru_cache(maxsize=2048)
def number_in_words(text: str) -> str | None:
    """The formula of a number in words: `205`, `-3/4`, `2+1/2`, `3.14`; None if the text is anything else."""
    row = tokens(text) if len(text) <= _MAX_TEXT else []
    words = [token.text.casefold() for token in row if token.text != ","]
    number = number_of_words([part for word in words for part in word.split("-")])
    if number is not None or not words:
        return number
    foreign = foreign_number_at(words, 0, _NO_LANGUAGE)
    return foreign[0] if foreign is not None and foreign[1] == len(words) else None


def number_at(words: Sequence[str], at: int, languages: frozenset[str] = _NO_LANGUAGE) -> tuple[str, int] | None:
    """The formula of the longest number in words that begins at a word, and the place behind it.

    English words are read in every text; others where they show their language, or the text is written in it.
    """
    if (foreign := foreign_number_at(words, at, languages)) is not None:
        return foreign
    for parts, n in _spelt(words, at):
        if (value := number_of_words(parts)) is not None:
            return value, at + n
    return None


def share_at(words: Sequence[str], at: int, languages: frozenset[str] = _NO_LANGUAGE) -> tuple[str, int] | None:
    """The longest share in words that begins at a word, such as `3/4` of `three quarters`, and how many words it is."""
    for parts, n in _spelt(words, at):
        if (share := _share(parts)) is not None:
            return share, n
    foreign = foreign_number_at(words, at, languages)
    if foreign is not None:
        return (foreign[0], foreign[1] - at) if "/" in foreign[0] and "+" not in foreign[0] else None
    bare = foreign_share(words[at], languages) if at < len(words) else None
    return None if bare is None else (bare, 1)


def _spelt(words: Sequence[str], at: int) -> Iterator[tuple[list[str], int]]:
    """The words from a place on that may be one number, the longest first: their parts, and how many words they are."""
    row = list(takewhile(bool, map(_parts_of, words[at : at + _MAX_WORDS])))
    for n in range(len(row), 0, -1):
        yield [part for parts in row[:n] for part in parts], n


# Most words of a text are not numbers, and every reader asks about each of them.
@lru_cache(maxsize=4096)
def _parts_of(word: str) -> tuple[str, ...]:
    """The parts of a word with hyphens that may be in a number; none where it has another part."""
    parts = tuple(word.casefold().split("-"))
    return parts if all(_is_in(_PARTS, part) for part in parts) else ()


def number_of_words(parts: list[str]) -> str | None:
    """The formula of the number that these words are, without hyphens."""
    if not parts:
        return None
    sign = "-" if parts[0] in _SIGNS else ""
    value = _unsigned(parts[1:] if sign else parts)
    if value is None:
        return None
    return f"-({value})" if sign and "+" in value else sign + value


@lru_cache(maxsize=4096)
def may_count(word: str) -> bool:
    """Whether a word can make a number with those beside it, in any language; every number has such a word."""
    parts = word.casefold().split("-")
    return counts_abroad(word) or any(_is_in(_MAKING, part) for part in parts)


def _is_in(words: Set[str], part: str) -> bool:
    return part in words or part.removesuffix("s") in words


def is_number_word(word: str) -> bool:
    """Whether a word can be part of a number in words, and is more than an `and` or an `a`."""
    return all(_is_in(_COUNTING, part) for part in word.casefold().split("-"))


def is_scale(word: str) -> bool:
    """`million`, `dozen`, `lakh`: a word that multiplies the number before it."""
    return scale_value(word) is not None


def scale_value(word: str) -> int | None:
    """How many a scale is: a million, a dozen; None for any other word."""
    return _SCALE_VALUES.get(word.casefold().removesuffix("s"))


def spelt_scale(word: str) -> str:
    """The scale as the parser knows it: `dozen`, or `* 100000` for `lakh`."""
    lower = word.casefold().removesuffix("s")
    factor = _OTHER_SCALES.get(lower)
    return lower if factor is None else f"* {factor}"


def _unsigned(parts: list[str]) -> str | None:
    if not parts:
        return None
    if "point" in parts:
        at = parts.index("point")
        return _with_point(parts[:at], parts[at + 1 :])
    if parts[-1] in _SCALES and any(part.removesuffix("s") in _SHARES for part in parts):
        return _scaled(parts[:-1], _SCALES[parts[-1]])
    if (share := _share(parts)) is not None:
        # `nine hundred and two tenths`: 902 tenths, or 900 and a fifth.
        return None if "and" in parts else share
    return _mixed(parts) or _as_text(_whole(parts))


def _as_text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _with_point(before: list[str], behind: list[str]) -> str | None:
    """`three point one four`, `point five`."""
    whole = _whole(before) if before else 0
    if whole is None or not behind or not all(_UNITS.get(part, 10) < 10 for part in behind):
        return None
    return f"{whole}." + "".join(str(_UNITS[part]) for part in behind)


def _scaled(parts: list[str], scale: int) -> str | None:
    """`ten and a half | million`, `half a | million`, `a quarter of a | million`."""
    before = parts[:-1] if parts[-1] == "a" else parts
    many = _unsigned(before[:-1] if before[-1:] == ["of"] else before)
    return None if many is None else str(_sum_of(many) * scale)


def _sum_of(formula: str) -> Fraction:
    """The value of `2+1/2`."""
    return sum(map(Fraction, formula.split("+")), Fraction(0))


def _mixed(parts: list[str]) -> str | None:
    """`two and three quarters` as `2+3/4`; two dozen and a half are two and a half dozen."""
    joints = (at for at in range(1, len(parts) - 1) if parts[at] == "and" and _share(parts[at + 1 :]) is not None)
    at = next(joints, None)
    if at is None or parts[at - 1] == "dozen":
        return None
    whole = _whole(parts[:at])
    return None if whole is None else f"{whole}+{_share(parts[at + 1 :])}"


def _share(parts: list[str]) -> str | None:
    """`three quarters` as `3/4`; `a half`, `half`, `one hundredth` too."""
    if not parts:
        return None
    below = _SHARES.get(parts[-1].removesuffix("s"))
    if below is None:
        return None
    above = 1 if parts[:-1] in ([], ["a"], ["an"]) else _whole(parts[:-1])
    is_bare = not parts[:-1] and below != 2
    return None if above is None or is_bare else f"{above}/{below}"


def _whole(parts: list[str]) -> int | None:
    """A whole number: scales decrease, hundreds and tens are where they may be."""
    if (counted := next((i for i, part in enumerate(parts) if part.removesuffix("s") in _COUNTS), None)) is not None:
        return _counted(parts[:counted], parts[counted].removesuffix("s"), parts[counted + 1 :])
    if parts[-1:] in ([], ["and"]):
        return None
    total, smallest, current = 0, 10**15, 1 if _begins_with_article(parts) else None
    for part in parts[1:] if _begins_with_article(parts) else parts:
        if current is not None and _SCALES.get(part, smallest) < smallest:
            total, smallest, current = total + current * _SCALES[part], _SCALES[part], None
        elif (grown := _with_word(current, part)) is not None:
            current = grown
        elif part != "and" or not _may_join(current, total):
            return None
    return None if current is None and not total else total + (current or 0)


def _begins_with_article(parts: list[str]) -> bool:
    """`a hundred`."""
    return len(parts) > 1 and parts[0] in ("a", "an")


def _may_join(current: int | None, total: int) -> bool:
    """Whether an `and` may follow: behind hundreds or a scale; `thirty and six` are two numbers."""
    return bool(current and current % 100 == 0) or (current is None and total > 0)


def _counted(before: list[str], count: str, after: list[str]) -> int | None:
    """`two dozen`, `a baker's dozen`, `three score and ten`; `a score` is mostly a result of a test."""
    is_long = count == "dozen" and before[-1:] == [_BAKERS]
    before, size = (before[:-1], _COUNTS[count] + 1) if is_long else (before, _COUNTS[count])
    is_one = before in ([], ["a"])
    many = "1" if is_one else _unsigned(before[:-1] if before[-1] == "a" else before)
    beyond = _rest(after)
    if many is None or beyond is None or beyond >= size:
        return None
    if is_one and count == "score":
        return None
    counted = _sum_of(many) * size
    return int(counted) + beyond if counted.denominator == 1 else None


def _rest(after: list[str]) -> int | None:
    """The ten of `three score and ten`; 0 without any more words."""
    if not after:
        return 0
    return _whole(after[1:]) if after[0] == "and" else None


def ordinal(word: str) -> int | None:
    """3 for `third` and `3rd`; None if the word is no ordinal."""
    number = word[:-2]
    if word[-2:] in ("st", "nd", "rd", "th") and number.isdecimal():
        return int(number)
    if word in _FIRST:
        return _FIRST[word]
    tens, _, last = word.rpartition("-")
    value = _FIRST.get(last) or (None if last == "half" else _SHARES.get(last))
    return value if value is None or not tens else _TENS.get(tens, -value) + value


def _with_word(current: int | None, word: str) -> int | None:
    """The number below a thousand with one more word: `two` and `hundred` make 200. None if it can't follow."""
    if word == "hundred" and current is not None and 0 < current < 100:
        return current * 100
    value = _UNITS.get(word, _TENS.get(word))
    return None if value is None or not _has_room(current, value) else (current or 0) + value


def _has_room(current: int | None, value: int) -> bool:
    """Whether a number below a hundred may follow: `two hundred | five`, `twenty | five`, but not `five | five`."""
    if not current:
        return current is None
    if current % 100 == 0:
        return 0 < value < 100
    is_of_tens = current % 10 == 0 and current % 100 >= 20
    return is_of_tens and 0 < value < 10
