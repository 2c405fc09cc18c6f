"""One sign of a chain, `left = right`, with its claim and what was said before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from dikast.language import CueMeaning
from dikast.verify.deciders.context import Context
from dikast.verify.decision import Decision
from dikast.verify.equality.expression_equality import Domain
from dikast.verify.syntax.applied_letters import applied_names, with_applied
from dikast.verify.syntax.nodes import Node
from dikast.verify.text.claims import Claim

TRIED: frozenset[CueMeaning] = frozenset({"supposition", "case", "question", "definition", "opinion"})
_FEW_LINES, _FEW_EQUATIONS = 3, 6
EQUALS = frozenset({"=", "~="})


class Stated(Enum):
    """A link that is not decided: it gives a name to a value, puts numbers into a formula, or states a premise."""

    PREMISE = "premise"


@dataclass(frozen=True)
class ChainLink:
    """A relation with two members. `is_chained` says that it is one of several in a chain of formulas."""

    node: Node
    claim: Claim
    context: Context
    is_chained: bool = False

    @property
    def left(self) -> Node:
        """The side before the sign."""
        return self.node.args[0]

    @property
    def right(self) -> Node:
        """The side behind the sign."""
        return self.node.args[1]

    @property
    def sign(self) -> str:
        """Its sign: `=`, `~=`, `<` …"""
        return str(self.node.value)

    @property
    def names(self) -> frozenset[str]:
        """The letters on both sides."""
        return self.node.symbols()

    @property
    def is_tried(self) -> bool:
        """Whether the letters' values are only tried or supposed."""
        return bool(self.claim.cues.lead & TRIED)

    @property
    def domain(self) -> Domain:
        """The numbers that its letters may be."""
        said = self.context.said
        return Domain(said.positive, bool(said.real))

    def applied(self) -> ChainLink | None:
        """The same with letters before brackets as functions, here and in what was said; None where there are none."""
        context = self.context.copied()
        names = applied_names(self.node, *context.equations) & applied_names(self.node)
        if not names:
            return None
        context.equations = [with_applied(equation, names) for equation in context.equations]
        context.values = {name: with_applied(value, names) for name, value in context.values.items()}
        return replace(self, node=with_applied(self.node, names), context=context)

    @property
    def is_short(self) -> bool:
        """Whether so little was said before that a name is hardly used anew, or a case begun."""
        context = self.context
        is_brief = context.lines <= _FEW_LINES and len(context.equations) <= _FEW_EQUATIONS
        return is_brief and not context.has_story and "trial" not in context.said.meanings

    def is_universal(self, word: str = "") -> bool:
        """Whether it is said for all values, or for those of a kind such as `real`."""
        cues = self.claim.cues
        is_condition = "condition" in cues.last_cue and "universal" not in cues.last_cue
        return "universal" in cues.all and not is_condition and word in self.claim.before + " " + self.claim.after


LinkOutcome = Decision | Stated | None
"""What a decider says of a link; None if the link is not of its kind."""

LinkDecider = Callable[[ChainLink], LinkOutcome]
