"""Is an equation with letters on both sides meant for all their values, or is it one to solve, or a law that is given?

Only what is meant as an identity can be refuted by a point: `a^2 + b^2 = c^2`, `3x = 2x + 4` and `sin x = cos x` are
true of some values, and say nothing of others.
"""

from __future__ import annotations

import re

from dikast.verify.equality.algebra import build
from dikast.verify.equality.exact import Undefined
from dikast.verify.equality.work import TooLong, within
from dikast.verify.syntax.nodes import Node, TooCostly

_CUES = re.compile(
    r"\b(?:expand|factor|simplif|identit|distribut|rewrit|rationali|foil|(?:multipl|squar|cub)\w* out|"
    r"complet\w* the square|for (?:all|every|any)|always|binomial|by the (?:rule|law)s? of (?:log|exp))",
    re.IGNORECASE,
)
_EQUATION = re.compile(r"\b(?:both sides|equations?|solv\w*|roots?|set(?:ting)?|equate\w*|equal to)\b", re.IGNORECASE)
_CARRIED_OUT = frozenset({"diff", "sum", "prod", "lim", "int"})
_POWERS = frozenset({"pow", "mul", "div", "paren", "num", "sym"})
_SUMS = frozenset({"add", "neg", "num", "sym", "pm"})


def is_meant(left: Node, right: Node, before: str, is_chained: bool, is_declared: bool) -> bool:
    """Whether `left = right` is said of all values.

    It is where the words before say so, where all values were declared (`x is real`), where the equation is a link
    of a chain or carries out a derivative or a sum, and where one side can only be a (perhaps wrong) transformation of
    the other. Both sides must have the same letters.
    """
    if left.symbols() != right.symbols():
        return False
    if _EQUATION.search(before):
        return False
    if any(side.op in _CARRIED_OUT for side in (left, right)):
        return True
    is_worked = any(side.op not in _SUMS for side in (left, right))
    if is_worked and (_CUES.search(before) or is_declared or is_chained):
        return True
    if _is_law(left, right) or _is_law(right, left):
        return True
    # In a chain a sum, too, is worked on: `(a + b)^2 = a^2 + 2ab + b^2 = a^2 + b^2`.
    is_worked = is_worked or is_chained
    return _spreads(left, right) or _spreads(right, left) or (is_worked and leads_alike(left, right))


def leads_alike(left: Node, right: Node) -> bool:
    """Whether two polynomials agree in their highest terms: `(x + 3)^2` and `x^2 + 9`, which no one would solve."""
    import sympy

    try:
        with within(0.5):
            names = [sympy.Symbol(n) for n in sorted(left.symbols())]
            polynomials = [sympy.Poly(sympy.expand(build(n)), *names) for n in (left, right)]
            degrees = {p.total_degree() for p in polynomials}
            rest = polynomials[0] - polynomials[1]
    except (sympy.PolynomialError, Undefined, TooCostly, TooLong, TypeError, ValueError, NotImplementedError):
        return False
    (degree,) = degrees if len(degrees) == 1 else (0,)
    alone = {m for p in polynomials for m in p.monoms() if sum(m) == degree and max(m) == degree}
    return degree > 1 and not any(m in alone for m in rest.monoms())


def _spreads(whole: Node, parts: Node) -> bool:
    """Whether a function of a sum of names stands beside the same function of each: `log(a + b) = log a + log b`."""
    outer = _function(whole)
    if outer is None or outer[1].op != "add" or len(outer[1].symbols()) < 2:
        return False
    inner = [found for n in parts.walk() if (found := _function(n)) is not None and found[0] == outer[0]]
    return len(inner) > 1 and all(len(argument.symbols()) == 1 for _, argument in inner)


def _is_law(worked: Node, result: Node) -> bool:
    """Whether a law is (perhaps wrongly) carried out: `(x²)³ = x⁵`, `x² · x³ = x⁶`, `sin 2x = 2 sin x`."""
    return _collects_powers(worked, result.opened()) or _pulls_out(worked, result.opened())


def _collects_powers(worked: Node, result: Node) -> bool:
    """Powers of one letter, put together to one power of it."""
    is_power = result.op == "pow" and result.args[0].op == "sym" and result.args[1].op == "num"
    parts = [n for n in worked.walk() if n.op in ("pow", "mul", "div") and n.symbols()]
    is_nested = len(parts) > 1 and all(n.op in _POWERS for n in worked.walk())
    has_factor = any(n.op in ("mul", "div") and any(not a.symbols() for a in n.args) for n in parts)
    return is_power and is_nested and not has_factor


def _pulls_out(worked: Node, result: Node) -> bool:
    """A number taken out of a function: `f(2x) = 2 f(x)`."""
    if worked.op != "call" or result.op != "mul" or len(worked.args) != 1 or len(result.args) != 2:
        return False
    inner, (factor, outer) = worked.args[0].opened(), result.args
    is_same = outer.op == "call" and outer.value == worked.value and len(outer.args) == 1
    return is_same and inner.op == "mul" and inner.args == (factor, outer.args[0].opened()) and not factor.symbols()


def _function(node: Node) -> tuple[str, Node] | None:
    """The name of a function or power, and what it is taken of."""
    node = node.opened()
    if node.op == "call" and len(node.args) in (1, 2):
        return f"{node.value} {node.args[1] if len(node.args) == 2 else ''}", node.args[0].opened()
    if node.op == "pow" and not node.args[1].symbols():
        return f"^{node.args[1]}", node.args[0].opened()
    if node.op == "pow" and not node.args[0].symbols():
        return f"{node.args[0]}^", node.args[1].opened()
    if node.op == "div" and not node.args[0].symbols():
        return f"{node.args[0]}/", node.args[1].opened()
    return None
