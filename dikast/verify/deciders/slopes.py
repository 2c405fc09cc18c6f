"""Derivatives by name: `y' = 2x`, `dy/dx = 2x`, `du = 2x dx`, of what was said before to be y or u."""

from __future__ import annotations

from dikast.verify.deciders.links import EQUALS, Link, LinkOutcome, Stated
from dikast.verify.equality.exact import Undefined
from dikast.verify.equality.ladder import equal
from dikast.verify.equality.shapes import is_equation
from dikast.verify.syntax.nodes import Node, num, sym


def slopes(link: Link) -> LinkOutcome:
    """The derivative that a name stands for, against the one worked out; a premise, if what it is of is not known."""
    if link.sign not in EQUALS:
        return None
    if link.left.op == "sym" and (named := _named(str(link.left.value))) is not None:
        return _decided(link, named, None, link.right)
    above, below = _differential(link.left), _differential(link.right)
    if above is None or below is None:
        return None
    return _decided(link, above[0], below[0], below[1]) if above[1] == num(1) else Stated.PREMISE


def _named(name: str) -> str | None:
    """The y of `y'` or `dy/dx`."""
    if name.endswith("'"):
        return name[:-1] if not name.endswith("''") else None
    above, divided, below = name.partition("/")
    is_quotient = divided and above.startswith("d") and below.startswith("d") and len(above) > 1
    return above[1:] if is_quotient else None


def _differential(node: Node) -> tuple[str, Node] | None:
    """The name x and the factor 2x of `2x dx`."""
    if node.op != "mul" or node.value is not None or len(node.args) != 2:
        return None
    first, second = node.args
    if first == sym("d") and second.op == "sym":
        return str(second.value), num(1)
    inner = _differential(second)
    is_plain = inner is not None and inner[1] == num(1)
    return (inner[0], first) if inner is not None and is_plain else None


def _decided(link: Link, name: str, variable: str | None, claimed: Node) -> LinkOutcome:
    body = _body(link, name)
    letters = frozenset() if body is None else body.symbols()
    if body is None or len(letters) != 1 or variable not in (None, *letters):
        return Stated.PREMISE
    from dikast.verify.equality.algebra import build, within
    from dikast.verify.equality.unbuild import unbuild

    (letter,) = letters
    try:
        with within(1.0):
            slope = unbuild(build(Node("diff", (body, sym(letter), num(1))), {"real": True}))
    except Undefined:
        return Stated.PREMISE
    return equal(slope, claimed, link.domain).noting(differentiated=name)


def _body(link: Link, name: str) -> Node | None:
    """What the name was last said to be, in terms of other letters."""
    known = link.context.values.get(name)
    if known is not None and known.symbols():
        return known
    for equation in reversed(link.context.equations):
        if is_equation(equation) and equation.args[0] == sym(name) and name not in equation.args[-1].symbols():
            return equation.args[-1]
    return None
