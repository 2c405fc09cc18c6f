"""Numbers written in words, in five languages: `two hundred and five`, `quatre-vingt-dix`, `einundzwanzig`, `三分之二`.

The words are rows of `number_words.tsv`, whose head says what a word of each kind does in a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Literal, get_args

from dikast.language import tokens, word_group

NumberWordKind = Literal[
    "unit", "tens", "hundreds", "scores", "times", "scale", "share", "half", "ordinal", "mixed", "joint", "skipped",
    "article", "sign", "point", "of", "over",
]  # fmt: skip

FOREIGN = frozenset({"de", "fr", "es"})
_ALWAYS_READ = frozenset({"en", "zh"})
_ROWS = Path(__file__).with_name("number_words.tsv")
_KINDS: dict[str, NumberWordKind] = {kind: kind for kind in get_args(NumberWordKind)}
_ROOM: dict[NumberWordKind, int] = {"unit": 1, "tens": 10, "hundreds": 100, "scores": 20, "article": 0}
_SHARES = frozenset({"share", "half", "ordinal"})
_JOINTS = frozenset({"joint", "skipped"})
_EMPTY = frozenset({"joint", "article", "sign", "point", "of", "over"})
_BESIDE = "+"
_DOZENS = (12, 13)
# They are also words of English, or names of units, so they alone do not show their language.
_LEAST_TELLING = 4  # letters of a word that shows its language by itself
_SHORTEST_CHINESE = 2  # signs: a single one may be a part of any word
_IN_FIGURES = ("thousand", "million", "billion", "trillion", "dozen")  # the parser reads these behind figures
_MAX_TEXT, _MAX_WORDS = 200, 20
_NO_LANGUAGE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class NumberWord:
    """A word of a number; one that multiplies has the least and the most that it does."""

    kind: NumberWordKind
    value: int
    least: int = 0
    most: int = 0

    @property
    def multiplies(self) -> bool:
        """`hundred`, `million`, `dozen`."""
        return self.most > 0

    @property
    def counts(self) -> bool:
        """Whether it is more than an `and` or an `a`; `first` and `second` are no parts of a number."""
        return self.kind not in _EMPTY and not (self.kind == "ordinal" and self.value < 3)

    @property
    def is_share(self) -> bool:
        """`half`, `third`."""
        return self.kind in _SHARES and self.counts


_NO_NUMBER = NumberWord("ordinal", 1)  # it fits nowhere


@cache
def _vocabulary() -> Mapping[str, Mapping[str, NumberWord]]:
    """The words of each language."""
    known: dict[str, dict[str, NumberWord]] = {}
    for line in _ROWS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        language, kind, first, step, words = line.split("\t")
        least, _, most = step.rpartition("-")
        for i, spellings in enumerate(words.split()):
            value = int(first) + (0 if least else i * int(step))
            word = NumberWord(_KINDS[kind], value, int(least or 0), int(most) if least else 0)
            known.setdefault(language, {}).update(dict.fromkeys(spellings.split("|"), word))
    return known


@cache
def _pieces() -> Mapping[str, frozenset[str]]:
    """What the words of each language are made of: `quatre` and `vingt` of `quatre+vingt`."""
    return {name: frozenset(_BESIDE.join(known).split(_BESIDE)) for name, known in _vocabulary().items()}


# Most words of a text are not numbers, and every reader asks about each of them.
@lru_cache(maxsize=4096)
def _spellings(word: str) -> Mapping[str, tuple[str, ...]]:
    """The pieces that a word is made of, in each language whose number words have them all."""
    joined = word.casefold().split("-")
    spelt: dict[str, tuple[str, ...]] = {}
    for language, known in _pieces().items():
        parts = joined if language == "en" else [part for piece in joined for part in _split(piece, known)]
        if known.issuperset(parts):
            spelt[language] = tuple(parts)
    return spelt


def _split(word: str, known: frozenset[str]) -> list[str]:
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


def _words_of(pieces: Sequence[str], language: str) -> Iterator[NumberWord]:
    """The words that the pieces make: `quatre vingt` is one."""
    known = _vocabulary()[language]
    at = 0
    while at < len(pieces):
        pair = known.get(_BESIDE.join(pieces[at : at + 2])) if at + 1 < len(pieces) else None
        yield pair or known.get(pieces[at]) or _NO_NUMBER
        at += 1 if pair is None else 2


# Every kind of comparison reads the same texts.
@lru_cache(maxsize=2048)
def number_in_words(text: str) -> str | None:
    """The formula of a number in words: `205`, `-3/4`, `2+1/2`, `3.14`; None if the text is anything else."""
    row = tokens(text) if len(text) <= _MAX_TEXT else []
    words = [token.text for token in row if token.text != ","]
    number = number_at(words, 0) if words else None
    return number[0] if number is not None and number[1] == len(words) else None


def number_at(words: Sequence[str], at: int, languages: frozenset[str] = _NO_LANGUAGE) -> tuple[str, int] | None:
    """The formula of the longest number in words that begins at a word, and the place behind it.

    English and Chinese words are read in every text; others where they show their language, or the text is in it.
    """
    return _longest(_number, words, at, languages | _ALWAYS_READ)


def share_at(words: Sequence[str], at: int, languages: frozenset[str] = _NO_LANGUAGE) -> tuple[str, int] | None:
    """The longest share in words that begins at a word, such as `3/4` of `three quarters`, and the place behind it.

    A `quart` alone is one where the text is in its language: `une heure et quart`.
    """
    share = _longest(_share, words, at, languages | _ALWAYS_READ)
    return share or _longest(_bare_share, words, at, languages & FOREIGN)


def chinese_count_at(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """`三`, `半`, `两个半` before the name of a unit: the formula, and the place behind it."""
    return _longest(_number, words, at, frozenset({"zh"}), shortest_chinese=1)


def _longest(
    read: Callable[[Sequence[NumberWord]], str | None],
    words: Sequence[str],
    at: int,
    languages: frozenset[str],
    shortest_chinese: int = _SHORTEST_CHINESE,
) -> tuple[str, int] | None:
    """The formula of the longest run of words from a place on that is read as a number, and the place behind it."""
    spelt = list(takewhile(bool, map(_spellings, words[at : at + _MAX_WORDS])))
    for n in range(len(spelt), 0, -1):
        spoken = languages | FOREIGN if any(map(_tells, words[at : at + n])) else languages
        for language in spelt[0].keys() & spoken:
            is_short = language == "zh" and n < shortest_chinese
            if is_short or not all(language in spellings for spellings in spelt[:n]):
                continue
            pieces = [piece for spellings in spelt[:n] for piece in spellings[language]]
            if (formula := read(list(_words_of(pieces, language)))) is not None:
                return formula, at + n
    return None


def languages_of_numbers(words: Sequence[str]) -> frozenset[str]:
    """The languages of a text's number words, if these are in no other language."""
    telling = [word.casefold() for word in words if _is_telling(word.casefold())]
    return frozenset(name for name in FOREIGN if any(word in _vocabulary()[name] for word in telling))


def _is_telling(word: str) -> bool:
    return len(word) >= _LEAST_TELLING and word not in word_group("also english numbers")


def _tells(word: str) -> bool:
    """Whether a part of a word shows its language by itself."""
    return any(map(_is_telling, word.casefold().split("-")))


def may_count(word: str) -> bool:
    """Whether a word can make a number with those beside it, in any language; every number has such a word."""
    return any(_counts(parts, language) for language, parts in _spellings(word).items())


def is_number_word(word: str) -> bool:
    """Whether an English word can be part of a number in words, and is more than an `and` or an `a`."""
    return _counts(_spellings(word).get("en", ()), "en")


def _counts(parts: Sequence[str], language: str) -> bool:
    return any(word.counts for word in _words_of(parts, language))


@cache
def _scales() -> Mapping[str, int]:
    rows = (known.items() for known in _vocabulary().values())
    return {word: number.value for row in rows for word, number in row if number.kind == "scale"}


def scale_value(word: str) -> int | None:
    """How many a scale is: a million, a dozen; None for any other word."""
    return _scales().get(word.casefold())


def is_scale(word: str) -> bool:
    """`million`, `dozen`, `lakh`: a word that multiplies the number before it."""
    return scale_value(word) is not None


def spelt_scale(word: str) -> str:
    """The scale as the parser knows it: `dozen`, or `* 100000` for `lakh`."""
    lower = word.casefold().removesuffix("s")
    return lower if lower in _IN_FIGURES else f"* {scale_value(word)}"


def ordinal(word: str) -> int | None:
    """3 for `third` and `3rd`; None if the word is no ordinal."""
    number = word[:-2]
    if word[-2:] in word_group("ordinal endings") and number.isdecimal():
        return int(number)
    *before, last = (_vocabulary()["en"].get(part) for part in word.split("-"))
    if last is None or last.kind != "ordinal":
        return None
    tens = [part.value for part in before if part is not None and part.kind == "tens"]
    return sum(tens) + last.value if len(tens) == len(before) <= 1 else None


def _number(words: Sequence[NumberWord]) -> str | None:
    """The formula of the number that these words are."""
    if words[0].kind != "sign":
        return _unsigned(words)
    value = _unsigned(words[1:]) if len(words) > 1 else None
    return None if value is None else f"-({value})" if "+" in value else f"-{value}"


def _unsigned(words: Sequence[NumberWord]) -> str | None:
    """What the one reading comes to; `nine hundred and two tenths` has two, 902 tenths and 900.2."""
    readings = (read(words) for read in (_whole_number, _decimal, _share, _mixed, _multiplied))
    formulas = [formula for formula in readings if formula is not None]
    return formulas[0] if len(formulas) == 1 else None


def _split_at(words: Sequence[NumberWord], kind: NumberWordKind) -> tuple[Sequence[NumberWord], Sequence[NumberWord]]:
    """The words before and behind the first one of a kind; all are before it where there is none."""
    at = next((i for i, word in enumerate(words) if word.kind == kind), len(words))
    return words[:at], words[at + 1 :]


def _decimal(words: Sequence[NumberWord]) -> str | None:
    """`three point one four`, `point five`."""
    before, places = _split_at(words, "point")
    whole = _whole(before) if before else 0
    if whole is None or not places or not all(word.kind == "unit" and word.value < 10 for word in places):
        return None
    return f"{whole}." + "".join(str(word.value) for word in places)


def _share(words: Sequence[NumberWord]) -> str | None:
    """`three quarters`, `a half`, `half`, `三分之二`; a `quarter` alone may be a coin; `百分之二` is 2%."""
    before, behind = _split_at(words, "over")
    if behind:
        below, above = _whole(before), _whole(behind)
        return None if below is None or above is None else f"{above}%" if below == 100 else f"{above}/{below}"
    *before, last = words
    if not last.is_share or (not before and last.value != 2):
        return None
    above = 1 if [word.kind for word in before] in ([], ["article"]) else _whole(before)
    return None if above is None or (last.kind == "half" and above != 1) else f"{above}/{last.value}"


def _bare_share(words: Sequence[NumberWord]) -> str | None:
    return f"1/{words[0].value}" if len(words) == 1 and words[0].kind == "share" else None


def _mixed(words: Sequence[NumberWord]) -> str | None:
    """`two and three quarters` as `2+3/4`, `anderthalb` as `1+1/2`; two dozen and a half are two and a half dozen."""
    if len(words) == 1 and words[0].kind == "mixed":
        return f"{words[0].value}+1/2"
    for at in range(1, len(words) - 1):
        share = _share(words[at + 1 :]) if words[at].kind == "joint" else None
        is_share = share is not None and "/" in share and Fraction(share) < 1
        if is_share and words[at - 1].value not in _DOZENS:
            whole = _whole(words[:at])
            return None if whole is None else f"{whole}+{share}"
    return None


def _multiplied(words: Sequence[NumberWord]) -> str | None:
    """`ten and a half | million`, `half a | dozen`, `a quarter of a | million`."""
    *before, last = words
    if not last.multiplies or not any(word.is_share or word.kind == "mixed" for word in before):
        return None
    before = before[:-1] if before[-1].kind == "article" else before
    before = before[:-1] if before and before[-1].kind == "of" else before
    many = _unsigned(before) if before else None
    return None if many is None else str(sum(map(Fraction, many.split("+"))) * last.value)


def _whole_number(words: Sequence[NumberWord]) -> str | None:
    whole = _whole(words)
    return None if whole is None else str(whole)


@dataclass(frozen=True)
class _Sum:
    """A part of a whole number, and the room behind it: what is added there is less."""

    value: int
    room: int


def _whole(words: Sequence[NumberWord]) -> int | None:
    """A whole number: each sum has room for those behind it."""
    sums: list[_Sum] = []
    joint: NumberWord | None = None
    for word in words:
        if word.kind in _JOINTS and sums:
            if joint is not None or sums[-1].room < word.value:
                return None
            joint = word
            continue
        added = _added(sums, word, joint)
        if added is None or (sums and not 0 < added.value < sums[-1].room):
            return None
        sums.append(added)
        joint = None
    is_open = joint is not None or any(not part.room for part in sums)
    return None if is_open or not sums else sum(part.value for part in sums)


def _added(sums: list[_Sum], word: NumberWord, joint: NumberWord | None) -> _Sum | None:
    """What a word adds, with the sums that it takes up; None if it may not be there."""
    if word.kind == "skipped":
        return _Sum(0, 1)
    is_joined = joint is not None and joint.value == 1
    if word.kind == "tens" and is_joined and sums[-1].value < 10:
        return _Sum(sums.pop().value + word.value, 1)  # einundzwanzig
    if not word.multiplies:
        is_loose = bool(sums) and sums[-1].room in _DOZENS and joint is None
        return _Sum(word.value, _ROOM[word.kind]) if word.kind in _ROOM and not is_loose else None
    taken: list[int] = []
    while sums and sum(taken) + sums[-1].value <= word.most:
        taken.append(sums.pop().value)
    many = sum(taken) if taken or word.least else 1
    return _Sum(many * word.value, word.value) if many >= word.least else None
