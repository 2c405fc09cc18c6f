"""A claim that does not hold as it was read, and questions about it that come before it is called wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from dikast.language import TextToken, tokens
from dikast.verify.deciders.context import Context
from dikast.verify.decision import Decision
from dikast.verify.equality.numeric import rational_value
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.quantities import without_units
from dikast.verify.text.claim_cues import ClaimCues
from dikast.verify.text.claims import Claim
from dikast.verify.text.formula_tokens import formula_tokens
from dikast.verify.witness import LostSolution

_TRANSITIONS = frozenset({"transition", "system", "solved form"})


@dataclass(frozen=True)
class Failed:
    """A claim, its tree, what was found about it, and what was said before."""

    claim: Claim
    tree: Node
    decision: Decision
    context: Context

    @property
    def cues(self) -> ClaimCues:
        return self.claim.cues

    @property
    def has_letters(self) -> bool:
        return bool(self.tree.symbols())

    @property
    def is_equation(self) -> bool:
        """Whether it is one equation, and not a chain of them."""
        return self.tree.op == "rel" and self.tree.value == "="

    @property
    def is_antiderivative(self) -> bool:
        """`First, ∫ 2x dx = x² + C` is not about a value of x, so that no case can make it right."""
        return self.tree.op == "rel" and self.ends[0].op == "int" and len(self.ends[0].args) == 2

    @property
    def is_transition(self) -> bool:
        """Whether it was compared with the line before it."""
        return self.decision.method in _TRANSITIONS

    @property
    def lost(self) -> LostSolution | None:
        """The solution that it leaves out, where it fails by that."""
        return self.decision.witness if isinstance(self.decision.witness, LostSolution) else None

    @property
    def ends(self) -> tuple[Node, Node]:
        """The first and the last member of its relation."""
        return self.tree.args[0], self.tree.args[-1]

    @cached_property
    def numbers(self) -> tuple[Fraction, Fraction] | None:
        """The values of both ends without their units; None where one has none, or this is no relation."""
        if self.tree.op != "rel":
            return None
        values = all_or_none(rational_value(without_units(end)) for end in self.ends)
        return None if values is None else (values[0], values[1])

    @cached_property
    def formula_tokens(self) -> Sequence[TextToken]:
        """The words, numbers and signs of its text."""
        return formula_tokens(self.claim.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words and signs of its text, in small letters."""
        return frozenset(token.text.casefold() for token in tokens(self.claim.text))

    @cached_property
    def said_sides(self) -> tuple[str, str] | None:
        """The text before and behind its last equals sign; None where it has none, or this is no relation."""
        before, sign, after = self.claim.text.rpartition("=")
        return (before, after) if sign and self.tree.op == "rel" else None
