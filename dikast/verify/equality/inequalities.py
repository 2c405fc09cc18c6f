"""Inequalities: what they say is positive, and whether one follows from another."""

from __future__ import annotations

from dikast.verify.decision import Decision, unknown, verified
from dikast.verify.equality.algebra import build
from dikast.verify.syntax.nodes import Node, minus


def margin(relation: Node) -> tuple[Node, bool] | None:
    """What the relation says is positive (True) or not negative (False); None for another relation."""
    sign = str(relation.value)
    if sign not in ("<", ">", "<=", ">="):
        return None
    left, right = relation.args[0], relation.args[-1]
    return (minus(left, right) if ">" in sign else minus(right, left)), "=" not in sign


def implied(prior: Node, claim: Node) -> Decision:
    """Whether one follows from the other because its margin is a positive multiple of the other's, and no less."""
    import sympy

    before, after = margin(prior), margin(claim)
    is_open = unknown("unsupported", "transition")
    if before is None or after is None:
        return is_open
    given, wanted = (sympy.expand(build(m[0])) for m in (before, after))
    symbol = sorted(given.free_symbols, key=str)[0]
    if not (given.is_polynomial(symbol) and wanted.is_polynomial(symbol)):
        return is_open
    ratio = sympy.Poly(wanted, symbol).LC() / sympy.Poly(given, symbol).LC()
    rest = sympy.expand(wanted - ratio * given)
    if not (ratio.is_positive and rest.is_number and rest.is_nonnegative):
        return is_open
    if rest.is_positive:
        return verified("transition", relation="implies")
    is_stricter = after[1] and not before[1]
    return is_open if is_stricter else verified("transition", relation="equivalent")
