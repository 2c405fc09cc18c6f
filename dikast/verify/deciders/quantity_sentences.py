"""Sentences about quantities and times of day as items: `From 9:30 to 11:15 is 1 h 45 min`, `60 km in 45 min`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dikast.language import CueMeaning, TextToken, in_sentences, lexicon, token_at, tokens, word_group, word_values
from dikast.verify.deciders.dates import times
from dikast.verify.syntax.nodes import Node, num
from dikast.verify.syntax.parser import tree_of
from dikast.verify.syntax.unit_table import unit
from dikast.verify.text.markup import bare_text
from dikast.verify.text.unit_words import DIVIDING, unit_name_at, with_symbols
from dikast.verify.text.word_arithmetic import WordReader
from dikast.verify.text.word_phrases import Thing
from dikast.verify.text.worded_quantities import with_figures

_MAX_SENTENCE = 40  # tokens
_MINUTE_S = 60
_ENDS = frozenset(".!。,，;")
_COLONS = frozenset({":", "："})
# Words that leave open what the sentence says.
_OPEN: frozenset[CueMeaning] = frozenset(
    {"negation", "denial", "supposition", "question", "opinion", "alternative", "approximation", "correction", "option"}
)
_SILENT: frozenset[CueMeaning] = frozenset({"conclusion", "filler"})
_NAME_OF = word_values("between quantities")


@dataclass(frozen=True)
class ClockTime:
    """Minutes after midnight. `is_sure` says that it is known which half of the day is meant."""

    minutes: int
    is_sure: bool


@dataclass(frozen=True)
class Measured:
    """A quantity with its units, and what it counts, if that is no unit behind it: `60 words per minute`, `$5`."""

    tree: Node
    things: frozenset[Thing] = frozenset()


QuantityItem = ClockTime | Measured | str
"""A time of day, a quantity, or the name of a word between them."""


@dataclass(frozen=True)
class QuantitySentence:
    """A sentence that says nothing but its items, and its place in the text."""

    items: tuple[QuantityItem, ...]
    start: int
    end: int

    @property
    def shape(self) -> str:
        """`from clock to clock is measured`."""
        kinds = {ClockTime: "clock", Measured: "measured"}
        return " ".join(item if isinstance(item, str) else kinds[type(item)] for item in self.items)


def quantity_sentences(text: str) -> Iterator[QuantitySentence]:
    """The sentences of a text that are made of quantities, times and few words, and assert something."""
    for row in in_sentences(tokens(bare_text(text))):
        cues = lexicon().find(row)
        is_open = any(cue.meanings & _OPEN for cue in cues) or row[-1].text in "?？"
        has_numbers = sum(token.kind == "number" for token in row) > 1
        if is_open or not has_numbers or len(row) > _MAX_SENTENCE:
            continue
        languages = lexicon().languages(row)
        items = _items(list(with_symbols(with_figures(row, languages))), languages)
        if items is not None:
            yield QuantitySentence(items, row[0].start, row[-1].end)


def _items(row: Sequence[TextToken], languages: frozenset[str]) -> tuple[QuantityItem, ...] | None:
    """The items; None where something does not fit such a sentence."""
    # No word between quantities is the name of what is counted.
    named = [token._replace(kind="sign") if token.text.casefold() in _NAME_OF else token for token in row]
    reader = WordReader(named, lexicon(), languages)
    items: list[QuantityItem] = []
    at = 0
    while at < len(row):
        item = _clock(row, at) or _connector(row, at) or _measured(reader, at)
        if item is not None:
            items += [] if items[-1:] == [item[0]] and isinstance(item[0], str) else [item[0]]
            at = item[1]
        elif _is_silent(row[at], is_first=not items):
            at += 1
        else:
            return None
    return tuple(items)


def _connector(row: Sequence[TextToken], at: int) -> tuple[str, int] | None:
    """The name of the word that is here, and the place behind it."""
    for n in (3, 1):  # `il y a`
        name = _NAME_OF.get(" ".join(token.text.casefold() for token in row[at : at + n]))
        if name is not None:
            return name, at + n
    return None


def _is_silent(token: TextToken, is_first: bool) -> bool:
    is_lead = is_first and bool(lexicon().meanings(token.text) & _SILENT)
    return is_lead or token.text in _ENDS or token.text.casefold() in word_group("silent in sentences of quantities")


def _clock(row: Sequence[TextToken], at: int) -> tuple[ClockTime, int] | None:
    """`9:30`, `11:15 am`, `14:05`."""
    hour, colon, minute = (token_at(row, at + i) for i in range(3))
    is_joined = colon.text in _COLONS and colon.glued and minute.glued
    if not is_joined or token_at(row, at + 3).text in _COLONS:
        return None
    for n in (4, 3, 1, 0):  # `a.m.`, `a.m`, `am`
        half = "".join(token.text for token in row[at + 3 : at + 3 + n])
        if moments := times(f"{hour.text}:{minute.text} {half}"):
            return ClockTime(moments[0][0] // _MINUTE_S, len(moments) == 1), at + 3 + n
    return None


def _measured(reader: WordReader, at: int) -> tuple[Measured, int] | None:
    """`60 km`, `1 h 45 min`, `80 km/h`, `6 dollars per hour`, `240 words`."""
    number = reader.number(at, with_operators=False)
    if number is None:
        return None
    is_measured = unit(number.label) is not None
    tree = tree_of(number.quantity if is_measured else number.formula)
    if tree is None or tree.symbols():
        return None
    things = frozenset() if is_measured or number.is_mixed else number.things
    end = number.end
    if token_at(reader.row, end).text.casefold() in DIVIDING and (named := _unit_at(reader.row, end + 1)) is not None:
        tree, end = Node("div", (tree, Node("mul", (num(1), Node("unit", (), named[0])), "unit"))), named[1]
    return Measured(tree, things), end


def _unit_at(row: Sequence[TextToken], at: int) -> tuple[str, int] | None:
    """The symbol of the unit here, and the place behind it."""
    token, named = token_at(row, at), unit_name_at(row, at)
    if named is not None:
        return named[0], at + named[1]
    return (token.text, at + 1) if token.kind == "word" and unit(token.text) is not None else None
