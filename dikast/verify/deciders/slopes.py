"""Derivatives by name: `y' = 2x`, `dy/dx = 2x`, `du = 2x dx`, of what was said before to be y or u."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.verify.deciders.chain_links import EQUALS, ChainLink, LinkOutcome, Stated
from dikast.verify.equality.ladder import equal
from dikast.verify.equality.shapes import is_equation
from dikast.verify.syntax.nodes import ONE, Node, sym

_PRODUCTS = frozenset({"mul", "div", "neg", "paren"})


def slopes(link: ChainLink) -> LinkOutcome:
    """The derivative that a name stands for, against the one worked out; a premise, if what it is of is not known."""
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
    ratio = below.factor if above.factor == ONE else Node("div", (below.factor, above.factor), "/")
    return _decided(link, above.name, below.name, ratio)


def _named(name: str) -> str | None:
    """The y of `y'` or `dy/dx`."""
    if name.endswith("'"):
        return name[:-1] if not name.endswith("''") else None
    above, divided, below = name.partition("/")
    is_quotient = divided and above.startswith("d") and below.startswith("d") and len(above) > 1
    return above[1:] if is_quotient else None


@dataclass(frozen=True)
class Differential:
    """`2x dx`: the name x, and the factor 2x."""

    name: str
    factor: Node


def _differential(node: Node) -> Differential | None:
    """The only differential of a product or quotient, if it is above the line."""
    if node.op == "differential":
        return Differential(str(node.args[0].value), ONE)
    if node.op not in _PRODUCTS:
        return None
    found = [_differential(arg) for arg in node.args]
    at = next((i for i, one in enumerate(found) if one is not None), None)
    inner = None if at is None else found[at]
    others = [arg for i, arg in enumerate(node.args) if i != at]
    is_below = node.op == "div" and at == 1
    if inner is None or is_below or any(arg.has("differential") for arg in others):
        return None
    args = tuple(inner.factor if i == at else arg for i, arg in enumerate(node.args))
    is_one = node.op == "mul" and inner.factor == ONE and len(others) == 1
    return Differential(inner.name, others[0] if is_one else Node(node.op, args, node.value))


def _decided(link: ChainLink, name: str, variable: str | None, claimed: Node) -> LinkOutcome:
    body = _body(link, name)
    letters = frozenset() if body is None else body.symbols()
    if body is None or len(letters) != 1 or variable not in (None, *letters):
        return Stated.PREMISE
    slope = Node("diff", (body, sym(*letters), ONE))
    return equal(slope, claimed, link.domain).noting(differentiated=name)


def _body(link: ChainLink, name: str) -> Node | None:
    """What the name was last said to be, in terms of other letters."""
    known = link.context.values.get(name)
    if known is not None and known.symbols():
        return known
    for equation in reversed(link.context.equations):
        if is_equation(equation) and equation.args[0] == sym(name) and name not in equation.args[-1].symbols():
            return equation.args[-1]
    return None
