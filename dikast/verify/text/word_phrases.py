"""A value in words: its formula, and what its numbers count, which decides what it can be compared with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dikast.verify.syntax.unit_table import Unit, unit

_SUM_SIGNS = ("+", " - ", "*", "\\times", "\\cdot", "\\div")

Thing = Unit | str
"""What a number counts."""


@dataclass(frozen=True)
class WordPhrase:
    """A value in words: its formula, the token behind it, the label of a bare number, the things that it counts."""

    formula: str
    end: int
    label: str = ""
    things: frozenset[Thing] = frozenset()
    is_bare: bool = True
    is_written: bool = False


def thing_of(labels: Sequence[str]) -> frozenset[Thing]:
    """What a number with these words behind it counts: the unit among them, or the last one, without its plural."""
    units: list[Thing] = [found for label in labels if (found := unit(label)) is not None]
    words: list[Thing] = [label.casefold().removesuffix("s") for label in labels[-1:]]
    return frozenset(units[:1] or words)


def unit_of(phrase: WordPhrase) -> Unit | None:
    """The unit of a number with a label, or of a quantity in two."""
    return unit(phrase.label) or next((thing for thing in phrase.things if isinstance(thing, Unit)), None)


def n_units(things: frozenset[Thing]) -> int:
    return sum(isinstance(thing, Unit) for thing in things)


def counts_alike(left: WordPhrase, right: WordPhrase) -> bool:
    """Whether the numbers can be compared as they are: not `half of 6 hours` with minutes, nor pairs with socks."""
    if n_units(left.things | right.things) > 1:
        return False
    if not left.things or not right.things or left.things == right.things:
        return True
    # `6 boxes times 4 pencils is 24 pencils`, `3 boys plus 4 girls is 7 children`.
    return "*" in left.formula if right.things <= left.things else len(left.things) > 1


def fits(slot: str, phrase: WordPhrase) -> bool:
    """Whether a phrase may fill a slot. Of `7 + 1` it is in doubt what belongs to the operation."""
    if phrase.is_written and any(sign in phrase.formula for sign in _SUM_SIGNS):
        return False
    is_fraction = "/" in phrase.formula and not any(sign in phrase.formula for sign in "+-*\\")
    return slot != "{f}" or is_fraction
