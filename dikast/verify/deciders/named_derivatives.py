"""Derivatives by name: `y' = 2x`, `dy/dx = 2x`, `du = 2x dx`, of what was said before to be y or u."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.verify.deciders.chain_links import EQUALS, ChainLink, LinkOutcome, Stated
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.shapes import is_equation
from dikast.verify.syntax.nodes import ONE, Node, sym

_PRODUCTS = frozenset({"mul", "div", "neg", "paren"})


def slopes(link: ChainLink) -> LinkOutcome:
    """The derivative with this name, against the one worked out; a premise, if the function is not known."""
    if link.sign not in EQUALS:
        return None
    if link.left.op == "sym" and (named := _named(str(link.left.value))) is not None:
        return _decided(link, named, None, link.right)
    above, below = _differential(link.left), _differential(link.right)
    if above is None or below is None:
        return None
    outcome = _related(link, above, below)
    return _related(link, below, above) if outcome is Stated.PREMISE else outcome


def _related(link: ChainLink, above: Differential, below: Differential) -> LinkOutcome:
    """`a du = b dx`: the slope of u is b / a."""
    return _decided(link, above.name, below.name, Node("div", (below.factor, above.factor), "/"))


def _named(name: str) -> str | None:
    """The y of `y'` or `dy/dx`."""
    if name.endswith("'"):
        return name[:-1] if not name.endswith("''") else None
    above, divided, below = name.partition("/")
    are_differentials = above.startswith("d") and below.startswith("d")
    return (above[1:] or None) if divided and are_differentials else None


@dataclass(frozen=True)
class Differential:
    """`2x dx`: the name x, and the factor 2x, in which a one stands for dx."""

    name: str
    factor: Node


def _differential(node: Node) -> Differential | None:
    """The only differential of a product or quotient, if it is above the line."""
    if not _is_factor(node):
        return None
    (name,) = (inner.args[0].value for inner in node.walk() if inner.op == "differential")
    return Differential(str(name), node.map(lambda inner: ONE if inner.op == "differential" else None))


def _is_factor(node: Node) -> bool:
    """Whether its only differential is a factor of it."""
    if node.op == "differential":
        return True
    having = [i for i, arg in enumerate(node.args) if arg.has("differential")]
    if node.op not in _PRODUCTS or len(having) != 1:
        return False
    is_below = node.op == "div" and having == [1]
    return not is_below and _is_factor(node.args[having[0]])


def _decided(link: ChainLink, name: str, variable: str | None, claimed: Node) -> LinkOutcome:
    body = _body(link, name)
    letters = frozenset() if body is None else body.symbols()
    if body is None or len(letters) != 1 or variable not in (None, *letters):
        return Stated.PREMISE
    slope = Node("diff", (body, sym(*letters), ONE))
    return equal(slope, claimed, link.domain).noting(differentiated=name)


def _body(link: ChainLink, name: str) -> Node | None:
    """The last formula for the name, in terms of other letters."""
    known = link.context.values.get(name)
    if known is not None and known.symbols():
        return known
    for equation in reversed(link.context.equations):
        formula = equation.args[-1]
        if is_equation(equation) and equation.args[0] == sym(name) and name not in formula.symbols():
            return formula
    return None
