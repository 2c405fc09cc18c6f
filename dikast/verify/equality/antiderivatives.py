"""Antiderivatives and arbitrary constants: what may be left out, absorbed, or called something else."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction

from dikast.verify.decision import Decision, unknown
from dikast.verify.equality.affine import linear
from dikast.verify.equality.domain import Domain
from dikast.verify.equality.exact import rational
from dikast.verify.equality.expression_equality import equal
from dikast.verify.syntax.nodes import ONE, E, Node, call, mul, neg, num, raised, sym

_ADDED = frozenset({"C", "K"})
# Letters that people call an arbitrary constant by, alone or numbered: `C`, `k`, `C_1`.
_ARBITRARY, _CONVENTIONAL = re.compile(r"[A-DKckmn](_\d?)?"), frozenset("CcKk")
_MOST = 3
_VARIABLES = frozenset({*"xytuvwz", "theta"})


def same_slope(a: Node, b: Node, domain: Domain) -> Decision | None:
    """An indefinite integral and its result, compared by their slopes; None where there is no integral."""
    match (a, b) if a.op == "int" else (b, a):
        case Node("int", (body, _)), Node("int") as other:
            return equal(other.args[0], body, domain)
        case Node("int", (body, variable)), other:
            return equal(Node("diff", (other, variable, ONE)), body, domain)
    return None


def same_antiderivatives(a: Node, b: Node, is_absorbed: bool, domain: Domain) -> Decision | None:
    """Two sums with a constant of integration, on both sides or, with `is_absorbed`, perhaps on one.

    `ln x + C` and `ln 2x + C` are the same, as their slopes show. None where constants decide nothing.
    """
    bodies = [_without_constant(n) for n in (a, b)]
    has_constant = [body is not n for body, n in zip(bodies, (a, b), strict=True)]
    if not all(has_constant) and not (is_absorbed and any(has_constant)):
        return None
    finding = equal(bodies[0], bodies[1], domain)
    names = sorted(bodies[0].symbols() | bodies[1].symbols())
    # Of `ln |x| + C` and `ln x + C` only one has a value where x is negative.
    is_settled = finding.status == "verified" or finding.reason == "domain"
    if is_settled or not all(has_constant) or len(names) != 1:
        return finding
    left, right = (Node("diff", (body, sym(names[0]), ONE)) for body in bodies)
    slopes = equal(left, right, domain)
    return finding if slopes.status == "refuted" else slopes.noting(constant="on both sides")


def _without_constant(node: Node) -> Node:
    """The sum without its constant of integration, if something with a variable is left; else the same node.

    The constant may have a factor of its own, as in `(x^3 + C)/3` and `x^2 - 2C`.
    """
    for name in sorted(_ADDED & node.symbols()):
        parts = linear(node, name)
        if parts is not None and parts[0].symbols() and rational(parts[1]) not in (None, 0):
            return parts[0]
    return node


def renamed_constants(a: Node, b: Node, question_names: frozenset[str], domain: Domain) -> Decision | None:
    """`C e^x` and `A e^x`: equal once the arbitrary constants of one side have the other's names; None if never.

    They are certainly constants where the question names none of them, one side calls them C or K, and the rest
    is a function of a variable, as in the solution of a differential equation. Otherwise they may mean something.
    """
    if a.symbols() == b.symbols():
        return _moved_constants(a, b, domain)
    ours, theirs = sorted(a.symbols() - b.symbols()), sorted(b.symbols() - a.symbols())
    is_even = 1 <= len(ours) == len(theirs) <= _MOST
    if not is_even or not all(map(_ARBITRARY.fullmatch, (*ours, *theirs))):
        return None
    renamed = (b.renamed(dict(zip(names, ours, strict=True))) for names in itertools.permutations(theirs))
    findings = (equal(a, other, domain) for other in renamed)
    same = next((finding for finding in findings if finding.status == "verified"), None)
    if same is None:
        return None
    conventional = [_are_conventional(ours), _are_conventional(theirs)]
    is_free = question_names.isdisjoint((*ours, *theirs)) and any(conventional)
    is_added = len(ours) == 1 and all(conventional) and _is_added(a, ours[0])
    if is_free and (is_added or _is_function(a, constants=set(ours))):
        return same.noting(constants="renamed")
    return unknown("ambiguous", "names", detail="the same but for the names of constants")


def _are_conventional(names: list[str]) -> bool:
    return all(name[0] in _CONVENTIONAL for name in names)


def _is_added(node: Node, constant: str) -> bool:
    """`x^3/3 + C`: a constant of integration behind a function of one variable."""
    parts = linear(node, constant)
    if parts is None or rational(parts[1]) != 1:
        return False
    names = parts[0].symbols()
    return len(names) == 1 and names <= _VARIABLES


def _is_function(node: Node, constants: set[str]) -> bool:
    """Whether a variable occurs in an exponent or inside a function."""
    inner = [n.args[-1] if n.op == "pow" else n for n in node.walk() if n.op in ("call", "pow")]
    return any(n.symbols() - constants for n in inner)


def _moved_constants(a: Node, b: Node, domain: Domain) -> Decision | None:
    """`y = tan(x + C)` and `tan(x - C)`, `C_1 + C_2 x` and `C_2 + C_1 x`: equal once a constant is rewritten."""
    names = sorted(name for name in a.symbols() if name in _ADDED or name.partition("_")[0] == "C")
    if not 1 <= len(names) <= _MOST or len(names) == len(a.symbols()):
        return None
    variants = [b.renamed(dict(zip(names, order, strict=True))) for order in itertools.permutations(names)][1:]
    if len(names) == 1:
        variants = [b.put(names[0], other) for other in _otherwise(sym(names[0]))]
    if any(equal(a, other, domain).status != "refuted" for other in variants):
        return unknown("ambiguous", "names", detail="the same but for what the constants stand for")
    return None


def _otherwise(constant: Node) -> list[Node]:
    """What people write instead of an arbitrary constant."""
    multiples = [mul(num(factor), constant) for factor in (2, 3, Fraction(1, 2), Fraction(1, 3))]
    return [neg(constant), *multiples, raised(E, constant), call("ln", constant)]
