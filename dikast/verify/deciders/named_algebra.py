"""Values of polynomials, complex numbers and matrices that a sentence names: a discriminant, a vertex, the roots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dikast.verify.deciders.named_forms import is_value
from dikast.verify.decision import Decision, every
from dikast.verify.equality.algebra import build, unbuild
from dikast.verify.equality.shapes import gives_value, is_equation
from dikast.verify.equality.value_relations import equality
from dikast.verify.equality.work_limits import attempt
from dikast.verify.syntax.nodes import ZERO, Node, minus
from dikast.verify.text.copula_sentences import CopulaSentence, members

_OF_POLYNOMIALS = frozenset({"add", "mul", "div", "pow", "neg", "paren", "num", "sym"})
_SECONDS = 0.5
_MAX_DEGREE = 8
_HEIGHTS = frozenset({"y", "z"})


def discriminant(sentence: CopulaSentence) -> Decision | None:
    """`The discriminant of x² - 7x + 10 is 9`, of a polynomial of the second degree."""
    return _of_quadratic(sentence, lambda poly: unbuild(poly.discriminant()))


def vertex(sentence: CopulaSentence) -> Decision | None:
    """`The vertex of y = x² - 4x + 7 is (2, 3)`."""

    def point(poly: Any) -> Node:
        a, b, _ = poly.all_coeffs()
        at = -b / (2 * a)
        return Node("seq", (unbuild(at), unbuild(poly(at))), "()")

    return _of_quadratic(sentence, point)


def _of_quadratic(sentence: CopulaSentence, value: Callable[[Any], Node]) -> Decision | None:
    tree = sentence.about[0] if len(sentence.about) == 1 else None
    if tree is None or sentence.value is None:
        return None
    poly = _polynomial(tree.args[1] if is_equation(tree) and _names_height(tree.args[0]) else tree)
    is_fit = poly is not None and poly.degree() == 2
    return is_value(value(poly), sentence.value) if is_fit else None


def _names_height(node: Node) -> bool:
    """The y of `y = x²`, or `f(x)`."""
    return node.op == "apply" or (node.op == "sym" and node.value in _HEIGHTS)


def _polynomial(tree: Node) -> Any:
    """The polynomial in one letter that a tree is, or that it says is zero; None for any other."""
    import sympy

    is_zero = is_equation(tree) and len(tree.args) == 2
    formula = minus(*tree.args) if is_zero else tree
    if len(formula.symbols()) != 1 or not all(node.op in _OF_POLYNOMIALS for node in formula.walk()):
        return None
    name = sympy.Symbol(*formula.symbols())
    poly = attempt(_SECONDS, lambda: sympy.Poly(sympy.expand(build(formula)), name))
    return poly if poly is not None and 0 < poly.degree() <= _MAX_DEGREE else None


def roots(sentence: CopulaSentence) -> Decision | None:
    """`The roots of x² - 7x + 10 = 0 are 2 and 5`: each must be one, and where all hold none may be left out."""
    poly = _polynomial(sentence.about[0]) if len(sentence.about) == 1 else None
    stated = [tree.args[-1] if gives_value(tree) else tree for tree in members(sentence.values)]
    if poly is None or not stated or any(tree.symbols() or tree.has("rel", "pm", "unit") for tree in stated):
        return None
    (name,) = sentence.about[0].symbols()
    formula = unbuild(poly.as_expr())
    finding = every(equality(formula.put(name, value), ZERO) for value in stated)
    is_all = len(set(stated)) == len(stated) == poly.degree() - poly.gcd(poly.diff()).degree()
    return finding if finding.status == "refuted" or is_all else None


def quotient(sentence: CopulaSentence) -> Decision | None:
    """`x³ - 1 divided by x - 1 is x² + x + 1`, or what remains, where the words say so."""
    parts = [_polynomial(tree) for tree in sentence.about if not is_equation(tree)]
    if len(parts) != 2 or None in parts or sentence.value is None:
        return None
    if parts[0].gens != parts[1].gens:
        return None
    result, rest = parts[0].div(parts[1])
    if "remainder" in sentence.words:
        return is_value(unbuild(rest.as_expr()), sentence.value)
    return is_value(unbuild(result.as_expr()), sentence.value) if rest.is_zero else None


def conjugate(sentence: CopulaSentence) -> Decision | None:
    """`The conjugate of 3 - 2i is 3 + 2i`."""
    number = sentence.about[0] if len(sentence.about) == 1 and not sentence.about[0].symbols() else None
    if number is None or sentence.value is None or not number.has("const"):
        return None
    result = attempt(_SECONDS, lambda: unbuild(build(number).conjugate()))
    return None if result is None else is_value(result, sentence.value)


def of_matrix(change: Callable[[Node], Node]) -> Callable[[CopulaSentence], Decision | None]:
    """Decides what is said of the one matrix that a sentence is about."""

    def decide(sentence: CopulaSentence) -> Decision | None:
        is_of_one = len(sentence.about) == 1 and sentence.about[0].op == "matrix"
        return is_value(change(sentence.about[0]), sentence.value) if is_of_one and sentence.value is not None else None

    return decide
