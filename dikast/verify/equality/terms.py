"""A difference as a sum of unlike terms, so that what both sides have is taken away before anything is computed.

`2000! = 2000! + 1` comes down to `-1 = 0`, however large the number is that both sides share.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from dikast.verify.equality.exact import rational
from dikast.verify.syntax.nodes import ONE, ZERO, Node, add, mul, num

# Each unlike term with its factor; the rational part is the factor of ONE.
Terms = Mapping[Node, Fraction]

_MAX_BITS = 20_000
_FOLDED = frozenset({"num", "pow", "call", "percent"})


def difference(a: Node, b: Node) -> Terms:
    """The terms of `a - b`. Two sides are equal wherever both have a value if there are none."""
    return _sum((terms(a), 1), (terms(b), -1))


def rebuilt(summands: Terms) -> Node:
    """The terms as one sum."""
    parts = []
    for term, factor in summands.items():
        scaled = term if factor == 1 else mul(num(factor), term)
        parts.append(num(factor) if term == ONE else scaled)
    if len(parts) == 1:
        return parts[0]
    return add(*parts) if parts else ZERO


def rational_part(summands: Terms) -> Fraction | None:
    """What the terms come to if they are one rational number; None if there are others."""
    return summands.get(ONE, Fraction(0)) if not summands.keys() - {ONE} else None


def terms(node: Node) -> Terms:
    """The sum that a tree is, its terms compared by their form."""
    value = rational(node) if node.op in _FOLDED else None
    if value is not None:
        return {ONE: value} if value else {}
    rule = _RULES.get(node.op)
    return {node: Fraction(1)} if rule is None else rule(node)


def _sum(*parts: tuple[Terms, Fraction | int]) -> Terms:
    total: dict[Node, Fraction] = {}
    for summands, sign in parts:
        for term, factor in summands.items():
            total[term] = total.get(term, Fraction(0)) + sign * factor
    return {term: factor for term, factor in total.items() if factor}


def _scaled(summands: Terms, factor: Fraction) -> Terms:
    return {term: factor * f for term, f in summands.items()} if factor else {}


def _multiplied(node: Node) -> Terms:
    """A product with at most one factor that is no number is that factor's terms, scaled; others are one term."""
    factor, others = Fraction(1), []
    for summands in map(terms, node.args):
        number = rational_part(summands)
        if number is None:
            others.append(summands)
        elif factor.numerator.bit_length() + number.numerator.bit_length() > _MAX_BITS:
            return {node: Fraction(1)}
        else:
            factor *= number
    if not others:
        return {ONE: factor} if factor else {}
    if len(others) == 1:
        return _scaled(others[0], factor)
    factors = sorted(map(rebuilt, others), key=str)
    return _scaled({Node("mul", tuple(factors)): Fraction(1)}, factor)


def _divided(node: Node) -> Terms:
    if len(node.args) != 2:
        return {node: Fraction(1)}  # `2:3:4`
    above, below = map(terms, node.args)
    number = rational_part(below)
    if number is None or not number:
        return {Node(node.op, (rebuilt(above), rebuilt(below))): Fraction(1)}
    return _scaled(above, 1 / number)


_RULES: Mapping[str, Callable[[Node], Terms]] = {
    "add": lambda node: _sum(*((terms(a), 1) for a in node.args)),
    "neg": lambda node: _scaled(terms(node.args[0]), Fraction(-1)),
    "mul": _multiplied,
    "div": _divided,
    "ratio": _divided,
    "paren": lambda node: terms(node.args[0]),
}
