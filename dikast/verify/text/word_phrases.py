"""A value in words: its formula, and what its numbers count, which decides what it can be compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dikast.language import is_ideograph
from dikast.verify.syntax.currency_table import NAMED_SIGNS
from dikast.verify.syntax.unit_table import Unit, unit

_SUM_SIGNS = ("+", " - ", "*", "\\times", "\\cdot", "\\div")

Thing = Unit | str
"""What a number counts."""

OTHER_UNIT = "another unit"  # of square metres, or no unit, of metres divided by metres
_DOLLAR = unit("dollar")
SIGNS_OF_MONEY: Mapping[str, Thing] = {sign: sign for sign in NAMED_SIGNS} | ({"$": _DOLLAR} if _DOLLAR else {})


@dataclass(frozen=True)
class WordPhrase:
    """A value in words: its formula, the token behind it, the label of a bare number, the things that it counts."""

    formula: str
    end: int
    label: str = ""
    things: frozenset[Thing] = frozenset()
    is_bare: bool = True
    is_written: bool = False
    is_mixed: bool = False  # in two units

    @property
    def quantity(self) -> str:
        """The formula with its label: `180 minutes`, `(3 * 60) minutes`."""
        return f"{self.formula} {self.label}" if self.is_bare else f"({self.formula}) {self.label}"


def thing_of(labels: Sequence[str]) -> frozenset[Thing]:
    """What a number with these words behind it counts: the unit among them, or the last one, without its plural."""
    counter = unit(labels[0]) if labels and is_ideograph(labels[0]) else None
    if counter is not None and not any(counter.dimension):
        return frozenset({"".join(labels)})  # `个苹果`: the word for counting, and perhaps a noun
    units: list[Thing] = [known_unit for label in labels if (known_unit := unit(label)) is not None]
    words: list[Thing] = [label.casefold().removesuffix("s") for label in labels[-1:]]
    return frozenset(units[:1] or words)


def goes_on_in(larger: str, smaller: str) -> bool:
    """Whether a quantity in one unit may go on in the other: `2 hours and 15 minutes`."""
    first, second = unit(larger), unit(smaller)
    if first is None or second is None:
        return False
    return first.dimension == second.dimension and first.factor > second.factor


def unit_of(phrase: WordPhrase) -> Unit | None:
    """The unit of a number with a label, or of a quantity in two."""
    return unit(phrase.label) or next((thing for thing in phrase.things if isinstance(thing, Unit)), None)


def n_units(things: frozenset[Thing]) -> int:
    """How many of the things are units."""
    return sum(isinstance(thing, Unit) for thing in things)


def is_measured(things: frozenset[Thing]) -> bool:
    """Whether there is a unit or a sign of money among the things."""
    return n_units(things) > 0 or not NAMED_SIGNS.isdisjoint(things)


def counts_alike(left: WordPhrase, right: WordPhrase) -> bool:
    """Whether the numbers can be compared as they are: not `half of 6 hours` with minutes, nor pairs with socks."""
    if n_units(left.things | right.things) > 1:
        return False
    if not left.things or not right.things:
        return not (right.things and _is_share(left.formula))
    if OTHER_UNIT in left.things:
        return False
    if left.things == right.things or _are_counted_alike(left, right):
        return True
    if right.things <= left.things:
        return "*" in left.formula  # `6 boxes times 4 pencils is 24 pencils`
    return len(left.things) > 1 and not n_units(right.things)  # `3 boys plus 4 girls is 7 children`


def _is_share(formula: str) -> bool:
    """The `2/5` of `2/5 is 8 hectares`: less than one, of something that is not named."""
    above, _, below = formula.partition("/")
    return above.isdecimal() and below.isdecimal() and int(above) < int(below)


def _are_counted_alike(left: WordPhrase, right: WordPhrase) -> bool:
    """`9个` of `12个苹果`: the noun may be left out behind a word for counting."""
    if not len(left.things) == len(right.things) == 1:
        return False
    (thing,), (other,) = left.things, right.things
    if not isinstance(thing, str) or not isinstance(other, str):
        return False
    is_short = thing.startswith(other) or other.startswith(thing)
    return is_ideograph(thing[:1]) and is_short and bool(other)


def fits(slot: str, phrase: WordPhrase) -> bool:
    """Whether a phrase may fill a slot. It is unclear how much of `7 + 1` belongs to the operation."""
    if phrase.is_mixed or (phrase.is_written and any(sign in phrase.formula for sign in _SUM_SIGNS)):
        return False
    is_fraction = "/" in phrase.formula and not any(sign in phrase.formula for sign in "+-*\\")
    return slot != "{f}" or is_fraction
