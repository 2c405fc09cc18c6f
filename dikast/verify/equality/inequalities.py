"""Inequalities in several real variables: for all values, or following from one another."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.algebra import build
from dikast.verify.equality.exact import exact, rational
from dikast.verify.equality.sampling import grid
from dikast.verify.equality.value_texts import place
from dikast.verify.equality.work_limits import attempt
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import Node, minus
from dikast.verify.witness import Point

_GRID = tuple(Fraction(n, 2) for n in (0, 2, -2, 1, -1, 4, -4, 6, -6))
_MAX_NAMES = 3


def margin(relation: Node) -> tuple[Node, bool] | None:
    """What the relation says is positive (True) or not negative (False); None for another relation."""
    sign = str(relation.value)
    if sign not in ("<", ">", "<=", ">="):
        return None
    left, right = relation.args[0], relation.args[-1]
    return (minus(left, right) if ">" in sign else minus(right, left)), "=" not in sign


def everywhere(relation: Node) -> Decision:
    """Whether it holds for all reals: refuted at a point, proved for polynomials of degree two."""
    relation_margin = margin(relation)
    names = sorted(relation.symbols())
    if relation_margin is None or len(names) > _MAX_NAMES:
        return unknown("unsupported", "inequality")
    difference, is_strict = relation_margin
    for point in grid(names, _GRID):
        value = rational(difference, point)
        if value is not None and (value <= 0 if is_strict else value < 0):
            sides = (str(exact(side, point)) for side in (relation.args[0], relation.args[-1]))
            return refuted("inequality", Point(place(point), *sides), difference=str(value))
    if attempt(1.0, lambda: _is_definite(build(difference), is_strict)):
        return verified("inequality", relation="all reals")
    return unknown("unsupported", "inequality")


def _is_definite(difference: Any, is_strict: bool) -> bool:
    """Whether a polynomial of degree two is positive (or not negative): as a quadratic form in 1 and its variables."""
    import sympy

    variables = sorted(difference.free_symbols, key=str)
    polynomial = sympy.Poly(difference, *variables)
    if polynomial.total_degree() != 2:
        return False
    terms = (sympy.Integer(1), *variables)
    form = sympy.zeros(len(terms))
    for powers, coefficient in polynomial.terms():
        places = [i + 1 for i, n in enumerate(powers) for _ in range(n)]
        i, j = [*places, 0, 0][:2]
        form[i, j] += coefficient / 2
        form[j, i] += coefficient / 2
    return bool(form.is_positive_definite if is_strict else form.is_positive_semidefinite)


def implied(prior: Node, claim: Node) -> Decision:
    """Whether one follows from the other because its margin is at least a positive multiple of the other's."""
    import sympy

    margins = all_or_none(map(margin, (prior, claim)))
    is_open = unknown("unsupported", "transition")
    if margins is None:
        return is_open
    known, claimed = (sympy.expand(build(difference)) for difference, _ in margins)
    symbol = sorted(known.free_symbols, key=str)[0]
    if not (known.is_polynomial(symbol) and claimed.is_polynomial(symbol)):
        return is_open
    ratio = sympy.Poly(claimed, symbol).LC() / sympy.Poly(known, symbol).LC()
    remainder = sympy.expand(claimed - ratio * known)
    if not (ratio.is_positive and remainder.is_number and remainder.is_nonnegative):
        return is_open
    if remainder.is_positive:
        return verified("transition", relation="implies")
    is_stricter = margins[1][1] and not margins[0][1]
    return is_open if is_stricter else verified("transition", relation="equivalent")
