"""What follows from the relation right before, in any case of the solution.

By an arrow, as in `2x = 6 \\implies x = 4`, or as the next of several lines: `2(x - 3) = 4`, `2x - 6 = 4`, `2x = 8`.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from dikast.verify.deciders.chain_links import ChainLink, LinkOutcome
from dikast.verify.deciders.context import Preceding
from dikast.verify.deciders.relation_shapes import gives_value, of_ends
from dikast.verify.deciders.reshaped import apart, has_decimals, is_bare_between, is_exact, is_next_line, is_of_roots
from dikast.verify.doubts import IMPLIED
from dikast.verify.equality.rounding import is_decimal, printed
from dikast.verify.equality.shapes import is_equation
from dikast.verify.equality.work_limits import tried
from dikast.verify.syntax.applied_letters import may_apply
from dikast.verify.text.claims import Claim

_SECONDS = 1.0
_PLACES = 10  # units of a decimal's last place: a generous bound for its rounding error
_NEAR = Fraction(1, 10**12)
_SHARE = Fraction(1, 100)  # share of a number: how far decimals before it may move it


def implied(link: ChainLink) -> LinkOutcome:
    """Refuted where an equation holds nowhere on the one that it follows from; both have the same single letter.

    What an earlier case says of the letter does not matter. A value behind a value is not a consequence.
    """
    before = link.context.preceding
    if before is None or not is_equation(before.tree):
        return None
    if link.is_chained or link.sign != "=":
        return None
    prior = of_ends(before.tree)
    is_of_one = len(link.names) == 1 and prior.symbols() == link.names
    goes_on = before.is_derived and not before.others and is_next_line(link.claim, before)
    if not is_of_one or not (goes_on or _is_behind_arrow(link.claim, before)):
        return None
    if gives_value(prior) or not is_of_roots(prior):
        return None
    within = _tolerance_of_decimals(link) if has_decimals(prior) else _tolerance(link)
    if within is None or may_apply(prior) or may_apply(link.node):
        return None
    finding = tried(IMPLIED, _SECONDS, lambda: apart(prior, link.node, within))
    return replace(finding, method=IMPLIED) if finding.status == "refuted" else None


def _is_behind_arrow(claim: Claim, before: Preceding) -> bool:
    """Whether nothing but an arrow is between the two, in one formula or in two that follow each other."""
    is_next = before.end == claim.end or (before.end > 0 and is_bare_between(claim, before.end))
    return claim.is_implied and is_next


def _tolerance(link: ChainLink) -> Fraction | None:
    """How far apart the sides may be by rounding; None where this is unknown."""
    decimal = printed(link.right)
    if decimal is not None and is_decimal(link.right):
        return _PLACES * decimal.ulp if is_exact(link.left) else None
    if not is_exact(link.node):
        return None
    return Fraction(1) if link.left.op == "sym" and decimal is not None else _NEAR


def _tolerance_of_decimals(link: ChainLink) -> Fraction | None:
    """How far apart the sides may be behind a line with decimals; None where no side is a number."""
    number = printed(link.right)
    is_plain = number is not None and is_of_roots(link.node) and link.left.op != "sym"
    return _SHARE * abs(number.value) if number is not None and is_plain else None
