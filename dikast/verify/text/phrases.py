"""A statement as a phrase: slots (values and formulas) and words, each with the role that it has.

x = 5, because 5 + 3 = 8      slot `x = 5`, and a reason
He will be 42 in 5 years      claimed slot `42`, an adjunct with the slot `5`
1/3 (approximately 0.33)      slot `1/3`, a gloss `0.33`
5 boys and 7 girls            slot `5`, word `boys`, slot `7`, word `girls`
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Literal

from dikast.language import CueMeaning, word_group
from dikast.verify.syntax.currency_table import SIGNS
from dikast.verify.syntax.unit_table import is_unit
from dikast.verify.text.known_words import has_opposite
from dikast.verify.text.number_words import is_number_word

PartRole = Literal["main", "claimed", "measure", "adjunct", "side", "gloss", "denied", "bound", "earlier"]

JOINTS = frozenset({",", ";", "，", "；", "、", "\n"})
STATING: tuple[PartRole, ...] = ("claimed", "main", "measure")
_SILENT: frozenset[CueMeaning] = frozenset(
    {"filler", "copula", "announcement", "conclusion", "addition", "approximation", "gloss", "verb"}
)
_SUPPOSING: frozenset[CueMeaning] = frozenset({"supposition", "condition", "case"})
_WHEN: frozenset[CueMeaning] = frozenset({"case", "condition"})
_UNEQUAL = ("<", ">", "≤", "≥", "≠", "\\le", "\\ge", "\\lt", "\\gt", "\\ne")
_TELLING: frozenset[CueMeaning] = frozenset({"negation", "denial", "bound", "alternative"})


@dataclass(frozen=True, slots=True)
class PhrasePart:
    """A slot or a word, with the number of its clause; an aside is in brackets."""

    text: str
    is_slot: bool
    role: PartRole
    meanings: frozenset[CueMeaning] = frozenset()
    clause: int = 0
    is_aside: bool = False

    @property
    def is_joint(self) -> bool:
        """A comma, a semicolon, a line's end, `and`."""
        return not self.is_slot and (self.text in JOINTS or "addition" in self.meanings)

    @property
    def is_silent(self) -> bool:
        """A filler, a copula or an announcement, which comparisons ignore."""
        return not self.is_slot and bool(self.meanings & _SILENT) and not self.meanings & _TELLING

    @property
    def is_told(self) -> bool:
        """A verb or an extent, which counts where both statements have one: `He pays 5` is not `He earns 5`."""
        is_verb = "verb" in self.meanings and "copula" not in self.meanings
        return not self.is_slot and (is_verb or "extent" in self.meanings)


def _names_in(part: PhrasePart) -> set[str]:
    """The words of a part, and the one that its signs make: `答 案`."""
    return {*part.text.split(), part.text.replace(" ", "")}


@dataclass(frozen=True)
class Phrase:
    """The parts of a statement, in their order."""

    text: str
    parts: tuple[PhrasePart, ...]

    @cached_property
    def slots(self) -> tuple[PhrasePart, ...]:
        """The values and formulas."""
        return tuple(part for part in self.parts if part.is_slot)

    @cached_property
    def words(self) -> tuple[PhrasePart, ...]:
        """The words that say something; without a value `left` is the side, and not what is left over."""
        return tuple(part for part in self.parts if not (part.is_slot or part.is_silent) or self._is_side(part))

    def _is_side(self, part: PhrasePart) -> bool:
        return "filler" in part.meanings and not self.slots and has_opposite(part.text)

    @cached_property
    def claim(self) -> PhrasePart | None:
        """The one value that the sentence is about: behind its verb, else outside adjuncts; None if there are more."""
        for role in STATING:
            values = [part for part in self.slots if part.role == role]
            if values:
                return values[0] if len(values) == 1 else None
        return None

    @cached_property
    def lone(self) -> PhrasePart | None:
        """The only value of a sentence, in an adjunct that may answer: `in 45 minutes`, `a profit of $20`."""
        if len(self.slots) != 1 or self.slots[0].role != "adjunct":
            return None
        slot = self.slots[0]
        before = self.parts[: self.parts.index(slot)]
        at = next((i for i in reversed(range(len(before))) if "adjunct" in before[i].meanings), None)
        if at is None or is_number_word(self.parts[at - 1].text):
            return None  # `one in 12`
        is_measured = any(is_unit(word) or not SIGNS.isdisjoint(word) for word in slot.text.split())
        return slot if before[at].text in word_group("answering in") or is_measured else None

    @cached_property
    def value(self) -> str | None:
        """The one slot of a phrase that has nothing else."""
        claim = self.claim
        says_more = bool(self.words or self.counter) or len(self.slots) != 1
        return None if claim is None or says_more else claim.text

    @cached_property
    def counter(self) -> str:
        """The 个 of `5个`: the sign right behind the claim that makes it a number of things; nothing without one."""
        behind = () if self.claim is None else self.parts[self.parts.index(self.claim) + 1 :][:1]
        return next((part.text for part in behind if part.text in word_group("counters")), "")

    @cached_property
    def conditions(self) -> tuple[str, ...]:
        """What its words and values suppose, in their order: `n even`, `n odd` of `5 if n is even, 3 if n is odd`."""
        beside = [part for part in self.parts if part.role == "side"]
        supposed = {part.clause for part in beside if part.meanings & _SUPPOSING}
        return tuple(part.text for part in beside if part.clause in supposed and not (part.is_silent or part.is_joint))

    @cached_property
    def is_supposed(self) -> bool:
        """Whether it holds only `if` something does, or `when` in words; `when x = 1` may say what has the value.

        A second `when x = 2` or `for x = 2` says that there is another case.
        """
        beside = [part for part in self.parts if part.role == "side"]
        if sum("case" in part.meanings and "=" in after.text for part, after in pairwise(self.parts)) > 1:
            return True
        with_equations = {part.clause for part in beside if part.is_slot and "=" in part.text}
        whens = (part for part in beside if part.meanings >= _WHEN and part.clause not in with_equations)
        return any("supposition" in part.meanings for part in beside) or any(whens)

    @cached_property
    def bounds(self) -> tuple[str, ...]:
        """The inequalities that it holds under: `a≠0` of `x = 2 for a≠0`."""
        headed = {part.clause for part in self.parts if part.meanings & _SUPPOSING}
        behind = (slot.text for slot in self.slots if slot.clause in headed and slot.role in ("side", "adjunct"))
        return tuple(text for text in behind if any(sign in text for sign in _UNEQUAL))

    @cached_property
    def reservation(self) -> str | None:
        """The cue that the claim is near, may be right or was once thought right; None without one."""
        claim = self.claim
        own = [part for part in self.parts if claim is None or part.clause == claim.clause]
        if claim is not None and (alone := self._reservation_before(claim.clause)) is not None:
            return alone
        for i, part in enumerate(own):
            if "reservation" in part.meanings and part.role in STATING and self._acts_on_claim(own, i):
                return part.text
        return self._said_of_answer() or self._and_more()

    def _and_more(self) -> str | None:
        """The sign right behind the claim that makes more of it: `12多`."""
        behind = [] if self.claim is None else self.parts[self.parts.index(self.claim) + 1 :][:1]
        return next((part.text for part in behind if part.text[:1] in word_group("and more")), None)

    def _reservation_before(self, clause: int) -> str | None:
        """`At first, I had 12`: a reservation that is alone in the clause before."""
        before = [part for part in self.parts if part.clause == clause - 1 and not part.is_joint]
        return before[0].text if len(before) == 1 and "reservation" in before[0].meanings else None

    def _acts_on_claim(self, own: Sequence[PhrasePart], i: int) -> bool:
        """`near 12` and `my first answer was 12`, not `near the river there are 12`; behind it `12 at first`."""
        claim = self.claim
        if claim is None:
            return True
        at = own.index(claim)
        between = own[i + 1 : at]
        # `near March 5`: a word alone is a part of the value's name.
        is_joined = all(part.meanings for part in between) or not any(part.meanings for part in between)
        return i == at + 1 == len(own) - 1 or (i < at and is_joined)

    def _said_of_answer(self) -> str | None:
        """The word between an answer and a value that is not the answer: `the answer depends on 12`."""
        claim = self.claim or self.lone
        if claim is None:
            return None
        own = [part for part in self.parts if part.clause == claim.clause]
        is_implied = "implication" in own[0].meanings  # `the answer | implies 12`
        around = [part for part in self.parts if part.clause == claim.clause - 1] + own if is_implied else own
        before = list(takewhile(lambda part: part is not claim, around))
        at = next(
            (i for i, part in enumerate(before) if not word_group("answer").isdisjoint(_names_in(part))), len(before)
        )
        behind = before[at + 1 :]
        is_joined = any("copula" in part.meanings or part.text in ":：" for part in behind)
        return None if is_joined else next((part.text for part in behind if part.meanings != {"filler"}), None)

    @cached_property
    def glosses(self) -> tuple[PhrasePart, ...]:
        """The second forms of a value."""
        return tuple(part for part in self.slots if part.role == "gloss")
