"""Inequalities and chains of them, in one or several real variables: the same, following from one another, for all."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Any

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.algebra import build
from dikast.verify.equality.exact import exact, rational
from dikast.verify.equality.members import Compare, ordered, unordered
from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.sampling import Place, grid
from dikast.verify.equality.sets import is_set
from dikast.verify.equality.shapes import is_chain_of_equations, is_equation
from dikast.verify.equality.value_texts import place
from dikast.verify.equality.work_limits import attempt, tried
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import Node, minus
from dikast.verify.witness import Point

_HOLDS = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "=": operator.eq, "!=": operator.ne}
# The signs from the other end; `∈` can't be turned round.
_TURNED = {
    "<": ">", ">": "<", "<=": ">=", ">=": "<=", "subset": "supset", "supset": "subset", "=": "=", "!=": "!=",
    "~=": "~=",
}  # fmt: skip
_GRID = tuple(Fraction(n, 2) for n in (0, 2, -2, 1, -1, 4, -4, 6, -6))
# Positive ones only: letters that are not declared may not be meant to be negative.
_POSITIVE_GRID = tuple(map(Fraction, (1, 2, 3, 5)))
_MAX_NAMES = 3
_INTEGERS, _REACH = frozenset("nkm"), 120


def same_relations(a: Node, b: Node, compare: Compare) -> Decision | None:
    """Chains over names: the same signs between equal members, read either way; else refuted at a point."""
    are_plain_equations = all(map(is_equation, (a, b))) and not any(map(is_chain_of_equations, (a, b)))
    if not a.op == b.op == "rel" or all(map(is_set, (a, b))) or are_plain_equations:
        return None
    reversed_signs = " ".join(_TURNED.get(sign, "") for sign in reversed(str(b.value).split()))
    for signs, members in ((str(b.value), b.args), (reversed_signs, b.args[::-1])):
        if signs == a.value and len(members) == len(a.args):
            finding = ordered(a.args, members, compare)
            if finding.status == "verified":
                return finding
    follows = (tried("relations", 1.0, partial(implied, *pair)) for pair in ((a, b), (b, a)))
    if all(finding.status == "verified" for finding in follows):
        return verified("relations")
    witness = _told_apart(a, b)
    return unknown("unsupported", "relations") if witness is None else refuted("relations", witness)


def same_chains(a: Node, b: Node, compare: Compare) -> Decision | None:
    """Verified where two chains of equations have the same members, in any order; None where they do not."""
    if not all(map(is_chain_of_equations, (a, b))) or len(a.args) != len(b.args):
        return None
    finding = unordered(a.args, b.args, compare)
    return finding if finding.status == "verified" else None


def _told_apart(a: Node, b: Node) -> Point | None:
    """A point of small positive numbers, some on the border of a relation, at which only one of two holds."""
    names = sorted(a.symbols() | b.symbols())
    if not 0 < len(names) <= _MAX_NAMES:
        return None
    for point in _points(names, (a, b)):
        truths = [_holds(relation, point) for relation in (a, b)]
        if None not in truths and truths[0] != truths[1]:
            return Point(place(point), *("true" if is_true else "false" for is_true in truths))
    return None


def _points(names: list[str], relations: tuple[Node, Node]) -> Iterator[Place]:
    stated = {value for relation in relations for value in map(rational_value, relation.args) if value is not None}
    for point in grid(names, [*_POSITIVE_GRID, *sorted(stated - {*_POSITIVE_GRID})]):
        yield point
        for relation in relations:
            for symbol, other in (relation.args[:2], relation.args[1::-1]):
                border = rational(other, point) if symbol.op == "sym" else None
                if border is not None and border > 0:
                    yield {**point, str(symbol.value): border}


def _holds(relation: Node, point: Place) -> bool | None:
    """Whether a chain of relations holds at a point; None where it has no exact value there."""
    values = all_or_none(rational(member, point) for member in relation.args)
    signs = str(relation.value).split()
    if values is None or not _HOLDS.keys() >= set(signs):
        return None
    return all(_HOLDS[sign](x, y) for x, sign, y in zip(values, signs, values[1:], strict=False))


def agree_on_integers(a: Node, b: Node) -> bool:
    """`n > 3` and `n ≥ 4`: whether relations about a name that is usual for integers hold for the same small ones."""
    names = a.symbols() | b.symbols()
    if not a.op == b.op == "rel" or len(names) != 1 or not names <= _INTEGERS:
        return False
    (name,) = names
    points = ({name: Fraction(value)} for value in range(-_REACH, _REACH + 1))
    truths = [(_holds(a, point), _holds(b, point)) for point in points]
    return all(one == other for one, other in truths) and {one for one, _ in truths} == {True, False}


def _margin(relation: Node) -> tuple[Node, bool] | None:
    """What the relation says is positive (True) or not negative (False); None for another relation."""
    sign = str(relation.value)
    if sign not in ("<", ">", "<=", ">="):
        return None
    left, right = relation.args[0], relation.args[-1]
    return (minus(left, right) if ">" in sign else minus(right, left)), "=" not in sign


def everywhere(relation: Node) -> Decision:
    """Whether it holds for all reals: refuted at a point, proved for polynomials of degree two."""
    margin = _margin(relation)
    names = sorted(relation.symbols())
    if margin is None or len(names) > _MAX_NAMES:
        return unknown("unsupported", "inequality")
    failing = next((point for point in grid(names, _GRID) if _holds(relation, point) is False), None)
    if failing is not None:
        return refuted("inequality", Point(place(failing), *(str(exact(side, failing)) for side in relation.args)))
    difference, is_strict = margin
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

    margins = all_or_none(map(_margin, (prior, claim)))
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
