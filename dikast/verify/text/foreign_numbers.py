"""Numbers in words of German, French, Spanish and Chinese: `einundzwanzig`, `quatre-vingt-dix`, `三分之二`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Literal, get_args

WordKind = Literal["unit", "tens", "hundred", "hundreds", "scale", "share", "mixed", "count", "joint"]

_ROWS = Path(__file__).with_name("foreign_numbers.tsv")
_KINDS: dict[str, WordKind] = {kind: kind for kind in get_args(WordKind)}
# They are also words of English, or names of units, so they alone do not show their language.
_ALSO_ENGLISH = frozenset("once cent cents sept mille million millions tiers quart quarts media octavo".split())
_LEAST_TELLING = 4  # letters of a word that shows its language by itself
_LONGEST = 12  # words
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIAD, _MYRIADS = "万", {"万": 10**4, "亿": 10**8}
_HALF = "半"
_PERCENT = "百分之"
_PART_OF = "分之"
_CHINESE = frozenset({*_DIGITS, *_PLACES, *_MYRIADS, "分", "之", "点"})


@dataclass(frozen=True)
class NumberWord:
    """A word of a number, with what it does there."""

    kind: WordKind
    value: int


FOREIGN = frozenset({"de", "fr", "es"})


@cache
def number_words() -> dict[str, dict[str, NumberWord]]:
    """The words of each language."""
    known: dict[str, dict[str, NumberWord]] = {}
    for line in _ROWS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, kind, first, step, words = line.split("\t")
        for i, spellings in enumerate(words.split()):
            word = NumberWord(_KINDS[kind], int(first) + i * int(step))
            known.setdefault(language, {}).update(dict.fromkeys(spellings.split("|"), word))
    return known


def foreign_number_at(words: Sequence[str], at: int, languages: frozenset[str]) -> tuple[str, int] | None:
    """The formula of the longest number that begins at a word, and the place behind it.

    A language counts if the text is in it, or if a word of the number is in no other language.
    """
    if (chinese := _chinese_at(words, at)) is not None:
        return chinese
    row = list(takewhile(bool, map(_spellings, words[at : at + _LONGEST])))
    for n in range(len(row), 0, -1):
        is_told = any(map(_tells, words[at : at + n]))
        for language in number_words():
            spelt = [spellings.get(language, ()) for spellings in row[:n]]
            if not all(spelt) or not (is_told or language in languages):
                continue
            value = _number([spelling for word in spelt for spelling in word])
            if value is not None:
                return value, at + n
    return None


def counts_abroad(word: str) -> bool:
    """Whether a word can be one of a number in another language."""
    return bool(_spellings(word)) or word in _CHINESE or word == _HALF


def foreign_share(word: str, languages: frozenset[str]) -> str | None:
    """`1/4` for `quart` in `une heure et quart`, where the text is in its language."""
    number_words_of = [
        known.get(word.casefold()) for language, known in number_words().items() if language in languages
    ]
    return next(
        (f"1/{number.value}" for number in number_words_of if number is not None and number.kind == "share"), None
    )


def chinese_count_at(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """`三`, `半`, `两个半` before the name of a unit: the formula, and the place behind it."""
    signs = "".join(takewhile(lambda word: len(word) == 1 and word in _CHINESE, words[at : at + _LONGEST]))
    value, end = _chinese(signs), at + len(signs)
    if not signs and words[at : at + 1] == [_HALF]:
        return "1/2", at + 1
    if value is None:
        return None
    is_mixed = list(words[end : end + 2]) == ["个", _HALF]
    return (f"{value}+1/2", end + 2) if is_mixed else (value, end)


def languages_of_numbers(words: Sequence[str]) -> frozenset[str]:
    """The languages of a text's number words, if these are in no other language."""
    telling = [word.casefold() for word in words if _is_telling(word.casefold())]
    return frozenset(name for name, known in number_words().items() if any(word in known for word in telling))


def _is_telling(word: str) -> bool:
    return len(word) >= _LEAST_TELLING and word not in _ALSO_ENGLISH


def _tells(word: str) -> bool:
    """Whether a part of a word shows its language by itself."""
    return any(map(_is_telling, word.casefold().split("-")))


# Most words of a text are not numbers, and every reader asks about each of them.
@lru_cache(maxsize=4096)
def _spellings(word: str) -> dict[str, tuple[NumberWord, ...]]:
    """The number words that a word is made of, by language; none if another word is in it."""
    words_by_language: dict[str, tuple[NumberWord, ...]] = {}
    for language, known in number_words().items():
        parts = [part for joined in word.casefold().split("-") for part in _split(joined, known)]
        if all(part in known for part in parts):
            words_by_language[language] = tuple(known[part] for part in parts)
    return words_by_language


def _number(words: Sequence[NumberWord]) -> str | None:
    """The number of these words: whole, a share, or a whole number with a share."""
    last, is_alone = words[-1], len(words) == 1
    if last.kind == "mixed":
        return f"{last.value}+1/2" if is_alone else None
    if last.kind not in ("count", "share"):
        whole = _whole(words)
        return None if whole is None else str(whole)
    many = 1 if is_alone else _whole(words[:-1])
    if many is None:
        return None
    if last.kind == "count":
        return str(many * last.value)
    is_bare = is_alone and last.value != 2  # `quart` alone may be an ordinal
    return None if is_bare else f"{many}/{last.value}"


def _split(word: str, known: dict[str, NumberWord]) -> list[str]:
    """The words of a German compound; the word itself where it is not one."""
    words: list[str] = []
    remaining = word
    while remaining and word not in known:
        longest = next((remaining[:n] for n in range(len(remaining), 1, -1) if remaining[:n] in known), None)
        if longest is None:
            return [word]
        words.append(longest)
        remaining = remaining[len(longest) :]
    return words or [word]


def _whole(words: Sequence[NumberWord]) -> int | None:
    """A whole number: scales decrease, hundreds and tens are where they may be."""
    if "joint" in (words[0].kind, words[-1].kind):
        return None
    total, smallest, current = 0, 10**15, None
    is_joined = False
    for word in words:
        if word.kind == "scale" and word.value < smallest:
            many = 1 if current is None else current
            total, smallest, current = total + many * word.value, word.value, None
        elif word.kind != "joint" and (current := _with_word(current, word, is_joined)) is None:
            return None
        is_joined = word.kind == "joint"
    return total + (current or 0)


def _with_word(current: int | None, word: NumberWord, is_joined: bool) -> int | None:
    """The number below a thousand with one more word; None if it can't follow."""
    if word.kind == "hundred":
        many = 1 if current is None else current
        return word.value * many if 0 < many < 10 else None
    if word.kind not in ("unit", "tens", "hundreds"):
        return None
    if current is None:
        return word.value
    if word.kind != "hundreds" and _is_of_hundreds(current):
        return current + word.value if word.value else None
    return _behind_unit(current, word, is_joined) if word.kind == "tens" else _behind_tens(current, word)


def _is_of_hundreds(number: int) -> bool:
    return number > 0 and number % 100 == 0


def _behind_unit(current: int, tens: NumberWord, is_joined: bool) -> int | None:
    """quatre-vingt, einundzwanzig: tens behind a number below ten."""
    below = current % 100
    if (below, tens.value) == (4, 20) and not is_joined:
        return current - below + 80
    return current + tens.value if is_joined and 0 < below < 10 else None


def _behind_tens(current: int, word: NumberWord) -> int | None:
    """vingt-deux; soixante-dix and quatre-vingt-dix go on to nineteen."""
    below = current % 100
    room = 20 if below in (60, 80) else 10
    has_room = below >= 20 and below % 10 == 0 and 0 < word.value < room
    return current + word.value if has_room else None


def _chinese_at(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """A number of two signs or more: a single one may be part of any word."""
    signs = "".join(takewhile(lambda word: len(word) == 1 and word in _CHINESE, words[at : at + _LONGEST]))
    for n in range(len(signs), 1, -1):
        value = _chinese(signs[:n])
        if value is not None:
            return value, at + n
    return None


def _chinese(signs: str) -> str | None:
    if signs.startswith(_PERCENT):
        share = _chinese_whole(signs.removeprefix(_PERCENT))
        return None if share is None else f"{share}%"
    below, is_share, above = signs.partition(_PART_OF)
    values = [_chinese_whole(numeral) for numeral in ((above, below) if is_share else (below,))]
    return None if None in values else "/".join(map(str, values))


def _chinese_whole(signs: str) -> int | None:
    """`三千零二十`: each digit with the place behind it, and each run of them with its myriad."""
    total, run, digit = 0, 0, None
    for sign in signs:
        if sign in _DIGITS:
            if digit:  # `二五` is no number
                return None
            digit = _DIGITS[sign]
        elif sign in _PLACES:
            run, digit = run + (1 if digit is None else digit) * _PLACES[sign], None
        elif sign in _MYRIADS:
            run += digit or 0
            # 亿 multiplies all that is before it, 万 only what follows a 亿
            total = total + run * _MYRIADS[sign] if sign == _MYRIAD else (total + run) * _MYRIADS[sign]
            run, digit = 0, None
        else:
            return None
    is_empty = not signs or (total == run == 0 and digit is None)
    return None if is_empty else total + run + (digit or 0)
