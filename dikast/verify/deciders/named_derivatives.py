"""Derivatives by name: `y' = 2x`, `dy/dx = 2x`, `du = 2x dx`, of what was said before to be y or u."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.verify.deciders.chain_links import EQUALS, ChainLink, LinkOutcome, Stated
from dikast.verify.deciders.posed import fails_on
from dikast.verify.decision import refuted
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.shapes import is_equation
from dikast.verify.syntax.nodes import ONE, Node, minus, neg, sym

_PRODUCTS = frozenset({"mul", "div", "neg", "paren"})


def slopes(link: ChainLink) -> LinkOutcome:
    """The derivative with this name, against the one worked out; a premise, if the function is not known."""
    if link.sign not in EQUALS:
        return None
    if link.left.op == "sym" and (named := _named(str(link.left.value))) is not None:
        return _decided(link, *named, link.right)
    above, below = _differential(link.left), _differential(link.right)
    if above is None or below is None:
        return None
    outcome = _related(link, above, below)
    return _related(link, below, above) if outcome is Stated.PREMISE else outcome


def _related(link: ChainLink, above: Differential, below: Differential) -> LinkOutcome:
    """`a du = b dx`: the slope of u is b / a."""
    return _decided(link, above.name, below.name, Node("div", (below.factor, above.factor), "/"))


def _named(name: str) -> tuple[str, str | None] | None:
    """The y of `y'`, the y and the x of `dy/dx`."""
    if name.endswith("'"):
        return (name[:-1], None) if not name.endswith("''") else None
    above, divided, below = name.partition("/")
    are_differentials = above[:1] == below[:1] == "d" and len(above) > 1
    return (above[1:], below[1:]) if divided and are_differentials else None


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
    if body is None:
        return _on_curve(link, name, variable, claimed)
    letters = body.symbols()
    if len(letters) != 1 or variable not in (None, *letters):
        return Stated.PREMISE
    slope = Node("diff", (body, sym(*letters), ONE))
    return equal(slope, claimed, link.domain).noting(differentiated=name)


def _on_curve(link: ChainLink, name: str, variable: str | None, claimed: Node) -> LinkOutcome:
    """`dy/dx = -x/y` on the only curve in y and one other letter that was given, `x² + y² = 25`."""
    equations = (*link.context.equations, *link.context.posed.equations)
    curves = list(dict.fromkeys(e for e in equations if is_equation(e) and _is_curve(e.symbols(), name)))
    names = curves[0].symbols() - {name} if len(curves) == 1 else frozenset[str]()
    if not names or variable not in (None, *names) or not frozenset() < claimed.symbols() <= {name, *names}:
        return Stated.PREMISE
    level = minus(curves[0].args[0], curves[0].args[-1])
    across, along = (Node("diff", (level, sym(letter), ONE)) for letter in (*names, name))
    slope = Node("div", (neg(across), along), "/")
    finding = equal(slope, claimed, link.domain)
    if finding.status == "refuted":
        point = fails_on(curves[0], slope, claimed)
        return Stated.PREMISE if point is None else refuted("counterexample", point)
    return finding.noting(differentiated=name)


def _is_curve(names: frozenset[str], name: str) -> bool:
    return name in names and len(names) == 2


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
