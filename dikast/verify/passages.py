"""The passage of a source that reads as a text, and whether it says the same as the text."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from dikast.language import tokens, word_group
from dikast.verify.folded_text import PRIMES, QUOTE_MARKS, FoldedText, fold, visible
from dikast.verify.syntax.currency_table import SIGNS
from dikast.verify.text.number_words import is_scale, may_count, number_at

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Letters of the scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana, Chinese characters."""

MAX_PLACES = 1_000
"""How many places that read as the text are examined before it is left undecided."""

_NEAR = 12
_LONGEST_NUMBER, _MOST_NUMBER_WORDS = 60, 4  # characters and words on one side of a place
_WORD = rf"[^\W_{UNSPACED}]"
_LETTER = rf"[^\W\d_{UNSPACED}]"
_SIGNS = "".join(SIGNS)
_JOINER = ".,:'’′″·٫٬/⁄–−-"
# NUL is the place where the passage ends or begins.
_INSIDE = re.compile(
    rf"""
      {_WORD}\0{_WORD}
    | {_LETTER}\0['’]{_LETTER} | {_LETTER}['’]\0{_LETTER}{{1,2}}\b    # don|'t; but l'|homme is two words
    | \d(?:\0[{_JOINER}]|[{_JOINER}]\0)\d | (?<![\w.])\.\0\d         # 3|.50, .|5
    | \d\s?(?:\0\s?[×·*÷^+]|[×·*÷^+]\s?\0)\s?\d                      # 3 |× 10
    | [\w)\]]\s?(?:\0\s?\^|\^\s?\0)\s?[\w(-] | \d(?:\0\*\*|\*\*\0)\d    # x^|2, 10**|2
    | \d\s?\0\s?[¼-¾⅐-⅞]                                             # 5| ½
    | \d(?:\0[\u00a0\u2009\u202f]|[\u00a0\u2009\u202f]\0)\d{{3}}\b    # 10| 000
    | \d\0\s?[%‰] | \d\0° | \w\0[′″‴]                                # 5|%, f|′
    | (?<![\w)\]])[-−–+±]\0[{_SIGNS}]?\.?\d | [{_SIGNS}]\0\.?\d               # -|5, $|5
    """,
    re.VERBOSE,
)
# A compound may mean something else than its part (non-|existent). `10 000` may be one number, `f'` a derivative.
_DOUBTFUL = re.compile(
    rf"{_WORD}(?:\0[-‐‑_]|[-‐‑_]\0){_WORD}|\b\d{{1,3}}(?:\0\ |\ \0)\d{{3}}\b|\b{_LETTER}\0['’](?!\w)"
    r"|\d(?:\0\ |\ \0)\d+[/⁄]\d"
)
# A run of marks. After a digit or a single letter it may be primes: feet, minutes, a derivative.
_MARKS = re.compile(rf"(?P<prime>(?<!\w){_LETTER}|\d)?(?P<marks>[{''.join(QUOTE_MARKS)}]+)")
_FORGIVEN = frozenset(" ',.;:-")


class Fit(IntEnum):
    """How well a passage fits, the best first.

    It begins and ends with whole words and numbers and has the same marks, or that can't be told, or it is cut out of
    a word or a number.
    """

    WHOLE = 0
    DOUBTFUL = 1
    INSIDE = 2


@dataclass(frozen=True)
class SourcePassage:
    """A place of the source that reads as a text; `place` is where it ends in the folded source."""

    text: str
    start: int
    end: int
    place: int
    fit: Fit


def find_passage(text: str, source: FoldedText, after: SourcePassage | None = None) -> SourcePassage | None:
    """The first passage that reads as `text` and fits, else the first that may fit, else the first at all."""
    folded = fold(text).strip()
    first = after.place if after else 0
    best: SourcePassage | None = None
    for number, place in enumerate(_places(folded, source.text, first)):
        if number == MAX_PLACES:
            return best if best is None else replace(best, fit=Fit.DOUBTFUL)
        passage = _passage(text, source, place, place + len(folded))
        if passage.fit is Fit.WHOLE:
            if not any(_is_inside_number(source.original, end) for end in (passage.start, passage.end)):
                return passage
            passage = replace(passage, fit=Fit.DOUBTFUL)
        if best is None or passage.fit < best.fit:
            best = passage
    return best


def _places(folded: str, text: str, first: int) -> Iterator[int]:
    place = text.find(folded, first)
    while place >= 0:
        yield place
        place = text.find(folded, place + 1)


def _passage(text: str, source: FoldedText, place: int, after: int) -> SourcePassage:
    """The passage between two places of the folded source."""
    start, end = source.origin(place), source.origin(after - 1) + 1
    # A run of marks reads as one mark, but all of them belong to the passage.
    while source.original[end - 1] in QUOTE_MARKS and source.original[end : end + 1] in QUOTE_MARKS:
        end += 1
    original = source.original[start:end]
    fit = max(_fit_at(source.original, start), _fit_at(source.original, end), fit_of_marks(text, original))
    # Half of a ligature is half of a word.
    if source.origin(after) < end or (place and source.origin(place - 1) == start):
        fit = Fit.INSIDE
    return SourcePassage(original, start, end, after, fit)


def _fit_at(text: str, place: int) -> Fit:
    """How a passage fits that begins or ends before the character at `place`."""
    after = visible(text[place : place + _NEAR]).replace("\0", " ")
    if after and unicodedata.category(after[0]).startswith("M"):
        return Fit.INSIDE
    before = visible(text[max(0, place - _NEAR) : place]).replace("\0", " ")
    around = f"{before}\0{after}"
    if _INSIDE.search(around):
        return Fit.INSIDE
    return Fit.DOUBTFUL if _DOUBTFUL.search(around) else Fit.WHOLE


def _is_inside_number(text: str, place: int) -> bool:
    """Whether a number with words in it goes on over a place: `two| hundred`, `5| million`, `三|百`."""
    before = _words(text[max(0, place - _LONGEST_NUMBER) : place])[-_MOST_NUMBER_WORDS:]
    after = _words(text[place : place + _LONGEST_NUMBER])[:_MOST_NUMBER_WORDS]
    if not before or not after:
        return False
    if before[-1].isdecimal():
        return is_scale(after[0]) or after[0].casefold() in word_group("percent")
    # The `a` of `a hundred` counts nothing.
    firsts = (first for first, word in enumerate(before) if may_count(word))
    numbers = (number_at(before + after, first) for first in firsts)
    return any(number is not None and number[1] > len(before) for number in numbers)


def _words(text: str) -> list[str]:
    return [token.text for token in tokens(text)]


def fit_of_marks(text: str, passage: str) -> Fit:
    """How the marks of two texts that read the same fit where they may be primes: 5′ is not 5″.

    Quotation marks may differ: a quote within a quote has other ones. Doubtful where `'` and `"` differ after a
    number, which may be either, unless the marks before it differ in the same way and so open what these close.
    """
    pairs = itertools.zip_longest(_MARKS.finditer(text), _MARKS.finditer(passage))
    fit = Fit.WHOLE
    opened: tuple[int, int] | None = None
    for mine, other in pairs:
        if mine is None or other is None:
            return Fit.DOUBTFUL
        strokes = _strokes(mine["marks"]), _strokes(other["marks"])
        if strokes[0] == strokes[1]:
            continue
        if PRIMES.intersection(mine["marks"] + other["marks"]):
            return Fit.INSIDE
        if mine["prime"] and strokes != opened:
            fit = Fit.DOUBTFUL
        opened = None if mine["prime"] else strokes
    return fit


def _strokes(marks: str) -> int:
    return sum(QUOTE_MARKS[mark] for mark in marks)


def trimmed(text: str) -> str:
    """The text without the punctuation at its ends that quoting adds: quotation marks, commas, stops, dashes.

    What belongs to a number or a name stays: the sign of `-5`, the point of `.5`, the prime of `5'` and of `f'`.
    """
    text = text.strip()
    while len(text) > 1 and text[0] in QUOTE_MARKS and text[-1] in QUOTE_MARKS:
        text = text[1:-1].strip()
    start, end = 0, len(text)
    while start < end and _is_forgiven(text[start]) and not _opens_number(text[start : start + 2]):
        start += 1
    while end > start and _is_forgiven(text[end - 1]) and not _is_prime(text[max(0, end - 3) : end]):
        end -= 1
    return text[start:end]


def _is_forgiven(char: str) -> bool:
    return char not in PRIMES and set(fold(char)) <= _FORGIVEN


def _opens_number(pair: str) -> bool:
    return fold(pair[0]) in (".", "-") and pair[1:].isdigit()


def _is_prime(end: str) -> bool:
    """Whether a text that ends so ends with a mark that may be a prime."""
    match = _MARKS.search(end)
    return match is not None and match.end() == len(end) and match["prime"] is not None
