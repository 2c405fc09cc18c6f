"""A quantity that is named in words and worked out in the next line: `Time left = 28 - 5. Time left = 22 minutes.`"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_letters, digits

from dikast.language import word_group
from dikast.verify.syntax.currency_table import SIGNS
from dikast.verify.text.braces import unwrapped

_ENDS = (". ", "\\[", "\\]", "\\(", "\\)", "$$", "**")
_MARKS = " :,;.*-"
_SIGNS = {"\\times": "×", "\\div": "÷", "\\$": "$", "\\%": "%", "\\cdot": "*", "&": " "}
_LETTERS = frozenset(ascii_letters + "' ")
_OPERATORS = frozenset("-+*/×÷(")
_WORKED = _OPERATORS | SIGNS | frozenset(digits + ")%., ")
_RELATIONS, _DIGITS = frozenset("=<>≈"), frozenset(digits)
_NO_UNIT = frozenset({"plus"}).union(
    *map(word_group, ("of", "and", "or", "differing by", "minus", "per", "times", "percent"))
)


@dataclass(frozen=True)
class NamedWork:
    """A line that gives a name in words what is worked out, or its value."""

    name: str
    work: str

    @property
    def is_work(self) -> bool:
        """Whether it is arithmetic of numbers alone."""
        return set(self.work) <= _WORKED and not _OPERATORS.isdisjoint(self.work[1:])

    @property
    def is_value(self) -> bool:
        """Whether it is a number, perhaps with a unit."""
        number, *unit = self.work.casefold().removeprefix("-").lstrip("".join((*SIGNS, " "))).split()
        is_number = number.removesuffix("%").replace(",", "").replace(".", "", 1).isdecimal()
        return is_number and all(map(str.isalpha, unit)) and _NO_UNIT.isdisjoint(unit)


def worded_equations(step: str) -> Iterator[str]:
    """The equations that two lines about one name come to: `28 - 5 = 22 minutes`."""
    for before, after in pairwise(_lines(step)):
        if before is None or after is None or before.name.casefold() != after.name.casefold():
            continue
        if before.is_work and after.is_value:
            yield f"{before.work} = {after.work}"


def _lines(step: str) -> Iterator[NamedWork | None]:
    """The lines and sentences that only give a name its calculation; None for any other."""
    text = unwrapped(step)
    for sign, plain in _SIGNS.items():
        text = text.replace(sign, plain)
    for end in _ENDS:
        text = text.replace(end, "\n")
    for line in text.splitlines():
        name, _, work = line.strip(_MARKS).partition("=")
        is_named = len(name.strip()) > 2 and set(name) <= _LETTERS
        if is_named and _RELATIONS.isdisjoint(work) and not _DIGITS.isdisjoint(work):
            yield NamedWork(name.strip(), _without_notes(work).strip())
        elif line.strip():
            yield None


def _without_notes(work: str) -> str:
    """`28 (men) - 5 (women)` without the words in brackets behind its numbers."""
    bare, *others = work.split("(")
    for bracketed in others:
        note, bracket, after = bracketed.partition(")")
        is_of_words = bool(bracket and note) and set(note) <= _LETTERS
        is_note = is_of_words and bare.rstrip()[-1:].isdecimal()
        bare = bare.rstrip() + after if is_note else f"{bare}({bracketed}"
    return bare
