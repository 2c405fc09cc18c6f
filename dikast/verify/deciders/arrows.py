"""What an arrow draws from the relation before it: `2x = 6 \\implies x = 4` is wrong, whatever case it stands in."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from dikast.verify.deciders.chain_links import ChainLink, LinkOutcome
from dikast.verify.deciders.context import Preceding
from dikast.verify.deciders.relation_shapes import gives_value, of_ends
from dikast.verify.deciders.reshaped import apart, is_bare_between, is_exact
from dikast.verify.doubts import IMPLIED
from dikast.verify.equality.rounding import is_decimal, printed
from dikast.verify.equality.shapes import is_equation
from dikast.verify.equality.work import tried
from dikast.verify.syntax.applied_letters import may_apply
from dikast.verify.syntax.nodes import Node
from dikast.verify.text.claims import Claim

_SECONDS = 1.0
_PLACES = 10  # units of a decimal's last place that rounding may put it off, generously
_NEAR = Fraction(1, 10**12)


def implied(link: ChainLink) -> LinkOutcome:
    """Refuted where an arrow's equation holds nowhere on the one before it; both are in the same one letter.

    What an earlier case says of the letter takes no part in it. A value behind a value is no consequence.
    """
    prior = _drawn_from(link)
    if prior is None or len(link.names) != 1 or gives_value(prior):
        return None
    within = _tolerance(link)
    if within is None or not is_exact(prior) or may_apply(link.node):
        return None
    finding = tried(IMPLIED, _SECONDS, lambda: apart(prior, link.node, within))
    return replace(finding, method=IMPLIED) if finding.status == "refuted" else None


def _drawn_from(link: ChainLink) -> Node | None:
    """The equation in the same letters that an arrow draws the link from; None if there is none."""
    before, claim = link.context.preceding, link.claim
    is_drawn = claim.is_implied and link.sign == "=" and not link.is_chained
    if before is None or not is_drawn:
        return None
    if not is_equation(before.tree) or not _is_next(claim, before):
        return None
    prior = of_ends(before.tree)
    return prior if prior.symbols() == link.names and not may_apply(prior) else None


def _is_next(claim: Claim, before: Preceding) -> bool:
    """Whether nothing but an arrow is between the two, in one formula or in two that follow each other."""
    return before.end == claim.end or (before.end > 0 and is_bare_between(claim, before.end))


def _tolerance(link: ChainLink) -> Fraction | None:
    """How far apart the sides may be by rounding; None where it can't be told."""
    decimal = printed(link.right)
    if decimal is not None and is_decimal(link.right):
        return _PLACES * decimal.ulp if is_exact(link.left) else None
    if not is_exact(link.node):
        return None
    return Fraction(1) if link.left.op == "sym" and decimal is not None else _NEAR
