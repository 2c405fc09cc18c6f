"""Sentences about quantities and times of day as items: `From 9:30 to 11:15 is 1 h 45 min`, `60 km in 45 min`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dikast.language import CueMeaning, TextToken, in_sentences, lexicon, token_at, tokens
from dikast.verify.syntax.currency_table import SIGNS
from dikast.verify.syntax.nodes import Node, add, num
from dikast.verify.syntax.parser import tree_of
from dikast.verify.syntax.unit_table import unit
from dikast.verify.text.markup import bare_text
from dikast.verify.text.unit_words import unit_name_at
from dikast.verify.text.word_phrases import ANDS, goes_on_in
from dikast.verify.text.worded_quantities import with_figures

_MAX_SENTENCE = 40  # tokens
_DAY = 24 * 60
_NOON = 12
_ENDS = frozenset(".!。,，;")
_PER = frozenset({"/", "per", "pro", "par", "por", "je", "每"})
_COLONS = frozenset({":", "："})
_POINTS = (("", ""), (".", ""), (".", "."))
_HALVES = {f"{letter}{point}m{end}": hour for letter, hour in (("a", 0), ("p", _NOON)) for point, end in _POINTS}
# Words that leave open what the sentence says.
_OPEN: frozenset[CueMeaning] = frozenset(
    {"negation", "denial", "supposition", "question", "opinion", "alternative", "approximation", "correction", "option"}
)
_SILENT: frozenset[CueMeaning] = frozenset({"conclusion", "filler"})
_NAMES = {
    "from": "from between von zwischen de desde entre 从 由",
    "to": "to until till bis à a hasta 到 至 and und et y",
    "is": "= is are equals gives makes lasts there ist sind ergibt est sont font fait donne es son da hay 是 有 为",
    "in": "in en within dans",
    "for": "for für pour por para during durante",
    "at": "at mit bei avec con",
    "after": "after nach après después",
    "before": "before vor avant antes",
    "+": "+",
    "-": "- − –",
}
_NAME_OF = {word: name for name, words in _NAMES.items() for word in words.split()}
_THERE_IS = ("il", "y", "a")
_SILENT_WORDS = frozenset("es it the uhr o'clock las exactly".split())


@dataclass(frozen=True)
class ClockTime:
    """Minutes after midnight. `is_sure` says that it is known which half of the day is meant."""

    minutes: int
    is_sure: bool


@dataclass(frozen=True)
class Measured:
    """A quantity with its units, and the thing that it counts, if that is no unit: `60 words per minute`."""

    tree: Node
    thing: str = ""


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
        items = _items(with_figures(row, lexicon().languages(row)))
        if items is not None:
            yield QuantitySentence(items, row[0].start, row[-1].end)


def _items(row: Sequence[TextToken]) -> tuple[QuantityItem, ...] | None:
    """The items; None where something does not fit such a sentence."""
    items: list[QuantityItem] = []
    at = 0
    while at < len(row):
        item = _clock(row, at) or _measured(row, at) or _connector(row, at)
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
    words = tuple(token.text.casefold() for token in row[at : at + len(_THERE_IS)])
    if words == _THERE_IS:
        return "is", at + len(_THERE_IS)
    name = _NAME_OF.get(words[0])
    return None if name is None else (name, at + 1)


def _is_silent(token: TextToken, is_first: bool) -> bool:
    is_lead = is_first and bool(lexicon().meanings(token.text) & _SILENT)
    return is_lead or token.text in _ENDS or token.text.casefold() in _SILENT_WORDS


def _clock(row: Sequence[TextToken], at: int) -> tuple[ClockTime, int] | None:
    """`9:30`, `11:15 am`, `14:05`."""
    hour, colon, minute = (token_at(row, at + i) for i in range(3))
    is_joined = colon.text in _COLONS and colon.glued and minute.glued
    if not is_joined or not (hour.text.isdecimal() and minute.text.isdecimal()):
        return None
    if len(minute.text) != 2:
        return None
    hours, minutes = int(hour.text), int(minute.text)
    half, end = _half_of_day(row, at + 3)
    if hours * 60 + minutes >= _DAY or minutes >= 60 or token_at(row, end).text in _COLONS:
        return None
    if half is None:
        is_of_day = hours > _NOON or hour.text.startswith("0")
        return ClockTime(hours * 60 + minutes, is_of_day), end
    if not 0 < hours <= _NOON:
        return None
    return ClockTime((hours % _NOON + half) * 60 + minutes, is_sure=True), end


def _half_of_day(row: Sequence[TextToken], at: int) -> tuple[int | None, int]:
    """The hour at which the half of the day begins that is named here, and the place behind its name."""
    for n in (4, 3, 1):  # `a.m.`, `a.m`, `am`
        half = _HALVES.get("".join(token.text.casefold() for token in row[at : at + n]))
        if half is not None:
            return half, at + n
    return None, at


def _measured(row: Sequence[TextToken], at: int) -> tuple[Measured, int] | None:
    """`60 km`, `1 h 45 min`, `80 km/h`, `6 dollars per hour`, `240 words`."""
    is_cash = row[at].text in SIGNS
    number = token_at(row, at + is_cash)
    if number.kind != "number" or (is_cash and not number.glued):
        return None
    tree = tree_of(number.text)
    if tree is None or tree.symbols():
        return None
    thing, here = "$" if is_cash else "", at + is_cash + 1
    if not is_cash and (named := _unit_at(row, here)) is not None:
        tree, here = _with_smaller(row, _quantity(tree, named[0]), named[0], named[1])
    elif not is_cash and _is_thing(row, here):
        thing, here = row[here].text.casefold().removesuffix("s"), here + 1
    if token_at(row, here).text.casefold() in _PER and (named := _unit_at(row, here + 1)) is not None:
        tree, here = Node("div", (tree, _quantity(num(1), named[0]))), named[1]
    return Measured(tree, thing), here


def _quantity(number: Node, symbol: str) -> Node:
    return Node("mul", (number, Node("unit", (), symbol)), "unit")


def _unit_at(row: Sequence[TextToken], at: int) -> tuple[str, int] | None:
    """The symbol of the unit here, and the place behind it."""
    named = unit_name_at(row, at)
    if named is not None:
        return named[0], at + named[1]
    token = token_at(row, at)
    is_named = token.kind == "word" and token.text.casefold() not in _NAME_OF and unit(token.text) is not None
    return (token.text, at + 1) if is_named else None


def _with_smaller(row: Sequence[TextToken], tree: Node, larger: str, at: int) -> tuple[Node, int]:
    """With what goes on in a smaller unit: `1 h 45 min`, `1 hour and 45 minutes`."""
    here = at + (token_at(row, at).text.casefold() in ANDS)
    number = tree_of(token_at(row, here).text) if token_at(row, here).kind == "number" else None
    named = None if number is None else _unit_at(row, here + 1)
    if number is None or named is None or not goes_on_in(larger, named[0]):
        return tree, at
    return add(tree, _quantity(number, named[0])), named[1]


def _is_thing(row: Sequence[TextToken], at: int) -> bool:
    token = token_at(row, at)
    word = token.text.casefold()
    is_long_word = token.kind == "word" and len(word) > 2
    return is_long_word and word not in _NAME_OF and not lexicon().meanings(word)
