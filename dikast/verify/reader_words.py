"""What the words of a sentence say for its formula: its numbers, its operations, and parts such as `half`.

The words are rows of `reader_words.tsv`, and the rows of `word_arithmetic.tsv` that stand between two numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import chain
from pathlib import Path

from dikast.language import Cue, Lexicon, TextToken, lexicon, tokens, word_group
from dikast.verify.stated_numbers import stated_numbers
from dikast.verify.text.number_words import is_number_word, number_at
from dikast.verify.text.operator_words import SLOTS, operator_patterns

_ROWS = Path(__file__).with_name("reader_words.tsv")
_SIGNS = {"({a})+({b})": "+", "({a})-({b})": "-", "({b})-({a})": "-", "({a})*({b})": "*", "({a})/({b})": "/"}


@dataclass(frozen=True)
class ReaderWord:
    """Words of a language, their kind, and the operations or the pieces of a formula that they say."""

    language: str
    kind: str
    meaning: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class SaidForFormula:
    """The numbers of a span in their order, the operations that its words suit, and the parts that they say."""

    numbers: tuple[Fraction, ...]
    operations: tuple[str, ...]
    parts: tuple[str, ...]


def said_for_formula(span: str) -> SaidForFormula | None:
    """What the span says; None if it has a number that can't be read."""
    row = tokens(span)
    placed_words = list(reader_words(row))
    in_words = _numbers_in_words(row, placed_words)
    if in_words is None or any(word.kind == "number" for _, word in placed_words):
        return None
    numbers = sorted([*in_words, *((number.start, number.value) for number in stated_numbers(span))])
    meanings = {
        kind: tuple(word.meaning for _, word in placed_words if word.kind == kind) for kind in ("operation", "part")
    }
    return SaidForFormula(tuple(value for _, value in numbers), meanings["operation"], meanings["part"])


def _numbers_in_words(
    row: Sequence[TextToken], placed_words: Sequence[tuple[int, ReaderWord]]
) -> list[tuple[int, Fraction]] | None:
    """The numbers in words and where they stand; None if one can't be read. A part such as `half` is none."""
    words = [token.text.casefold() for token in row]
    parts = set(chain(*(range(at, at + len(word.words)) for at, word in placed_words if word.kind == "part")))
    numbers: list[tuple[int, Fraction]] = []
    at = 0
    while at < len(row):
        if at in parts:
            at += 1
        elif (spoken := _number_at(words, at)) is not None:
            numbers.append((row[at].start, spoken[0]))
            at = spoken[1]
        elif is_number_word(row[at].text):
            return None
        else:
            at += 1
    return numbers


def _number_at(words: Sequence[str], at: int) -> tuple[Fraction, int] | None:
    """The number in words that begins here, and the place behind it. A share is read as its words."""
    number = None if words[at] in word_group("indefinite articles", "en") else number_at(words, at)
    return (Fraction(number[0]), number[1]) if number and number[0].replace(".", "", 1).isdigit() else None


def takes_back(row: Sequence[TextToken]) -> bool:
    """Whether a word says that something might be or should be, where the lexicon has no word for it."""
    return any(word.kind == "mood" for _, word in reader_words(row))


@cache
def with_equalities(known: Lexicon) -> Lexicon:
    """The lexicon with more words for `is`, such as `gives`, that begin a clause of their own elsewhere."""
    equalities = (word for word in _written_rows() if word.kind == "equality")
    copulas = (Cue(" ".join(word.words), word.language, "copula", "after") for word in equalities)
    return Lexicon((*known.cues, *copulas))


def reader_words(row: Sequence[TextToken]) -> Iterator[tuple[int, ReaderWord]]:
    """The rows whose words are in the tokens, in the language of these, each with its place; the longest at a place."""
    words = [token.text.casefold() for token in row]
    languages = with_equalities(lexicon()).languages(row)
    at = 0
    while at < len(words):
        fitting = (candidate for candidate in _by_first_word().get(words[at], ()) if candidate.language in languages)
        reader_word = next(
            (candidate for candidate in fitting if tuple(words[at : at + len(candidate.words)]) == candidate.words),
            None,
        )
        if reader_word is not None:
            yield at, reader_word
        at += 1 if reader_word is None else len(reader_word.words)


@cache
def _by_first_word() -> dict[str, tuple[ReaderWord, ...]]:
    """The rows by their first word, the longest first."""
    table: dict[str, tuple[ReaderWord, ...]] = {}
    for word in sorted((*_written_rows(), *_rows_between()), key=lambda word: -len(word.words)):
        table[word.words[0]] = (*table.get(word.words[0], ()), word)
    return table


def _written_rows() -> Iterator[ReaderWord]:
    for line in _ROWS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            language, kind, meaning, phrases = line.split("\t")
            for phrase in phrases.split(" | "):
                yield ReaderWord(language, kind, meaning, tuple(token.text for token in tokens(phrase)))


def _rows_between() -> Iterator[ReaderWord]:
    """The words between the two numbers of a sum, a difference, a product or a quotient."""
    for pattern in operator_patterns():
        sign, words = _SIGNS.get(pattern.formula), pattern.parts[1:-1]
        is_between = pattern.begins_with_slot and pattern.parts[-1] in SLOTS and not SLOTS.intersection(words)
        if sign is not None and is_between:
            yield ReaderWord(pattern.language, "operation", sign, words)
