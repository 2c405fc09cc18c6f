"""Units behind numbers: read from the tokens, and multiplied out to one factor and one dimension."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from dikast.verify.syntax.cursor import Cursor
from dikast.verify.syntax.nodes import Node, num
from dikast.verify.syntax.unit_table import NONE, Dimension, is_unit, unit

_INTEGER = re.compile(r"-?\d{1,2}$")
_SURE = frozenset(
    "kg km cm mm nm mg mL ml kJ kPa Pa Hz kHz MHz GHz mol mmol mph eV keV MeV kW MW kV atm mmHg kmol".split()
)


@dataclass(frozen=True)
class Measure:
    """What a product of units comes to: SI factor, exponents, and the offset of a lone temperature unit."""

    factor: Fraction
    dimension: Dimension
    offset: Fraction = Fraction(0)


def perhaps_fluid(a: Node, b: Node, dimensions: tuple[Dimension, Dimension]) -> bool:
    """`1 cup = 8 oz`: ounces that may be fluid ones, for the other side is a volume."""
    is_ounce = any(n.op == "unit" and n.value in ("oz", "ounce", "ounces") for n in (*a.walk(), *b.walk()))
    return is_ounce and unit_dimension("L") in dimensions


def is_mixed(node: Node) -> bool:
    """`1 hour 30 minutes`: several units in one sum, whose numbers alone say nothing."""
    sums = [n for n in node.walk() if n.op == "add"]
    return any(len({_written(a) for a in n.args if has_units(a)}) > 1 for n in sums)


def _written(node: Node) -> tuple[str, ...]:
    return tuple(str(n.value).rstrip("s") for n in node.walk() if n.op == "unit")


def unit_dimension(name: str) -> Dimension:
    known = unit(name)
    return NONE if known is None else known.dimension


def attached(c: Cursor, value: Node) -> Node:
    """The number with the unit behind it, if there is one."""
    first = _unit_here(c)
    if first is None or not _is_plausible(c):
        return value
    at = c.at
    units = _units(c)
    if not c.tokens[at].spaced and c.tokens[at].kind == "id" and c.tokens[at].text not in _SURE and c.choose("unit"):
        c.at = at
        return value
    if c.token.kind == "num" and c.tokens[c.at - 1].kind == "id" and not c.token.spaced:
        c.at = at
        return value
    return Node("mul", (value, units), "unit")


def behind(c: Cursor, value: Node) -> Node | None:
    """The unit behind a value that is no single number: `2\\sqrt{3} cm`, `6.63 \\times 10^{-34} J s`."""
    is_marked = c.token.spaced or c.token.kind == "text"
    if not is_marked or value.symbols() or has_units(value) or _unit_here(c) is None or not _is_plausible(c):
        return None
    return _units(c)


def below(c: Cursor) -> Node | None:
    """The unit that a number without one is divided by: `6.02 \\times 10^{23} /mol`; a lone letter is a name."""
    is_word = c.token.kind == "text" or (c.token.kind == "id" and len(c.token.text) > 1)
    return _one(c) if is_word and _unit_here(c) is not None and _is_plausible(c) else None


def _is_plausible(c: Cursor) -> bool:
    """A single letter that is a variable here, or is raised or bracketed like one, is no unit."""
    token = c.token
    if token.text in c.setting.variables:
        return False
    if token.kind == "id" and len(token.text) == 1:
        after = c.peek()
        if after.kind == "id" and len(after.text) == 1 and (after.text == "t" or not is_unit(after.text)):
            return False
        if not token.spaced and token.text not in "gmsNJVWKLA":
            return False
        return after.text not in ("(", "=", "+", "_", "'") or (after.spaced and after.text in ("=", "+"))
    return True


def _unit_here(c: Cursor) -> str | None:
    """The unit's name if the tokens here spell one."""
    token = c.token
    name = token.text.strip()
    if token.kind == "text" and "/" in name:
        return name if _split(name) else None
    if token.kind in ("id", "text") and name not in ("in", "d", "u", "h", "C", "F", "H", "T", "S", "G", "M", "t", "l"):
        return name if is_unit(name) else None
    if token.kind in ("id", "text"):
        alone = (
            c.peek().kind in ("end", "close")
            or (name == "h" and c.peek().kind == "num")
            or c.peek().text in ("=", "/", "~=", "*", "\\", ",", "^", ".")
        )
        is_in = name == "in" and not (c.peek().kind == "end" or c.peek().text in (".", "=", "^"))
        return name if alone and token.spaced | (token.kind == "text") and not is_in else None
    if token.text == "mu" and c.peek().kind in ("id", "text") and is_unit("mu" + c.peek().text.strip()):
        return "mu"
    return "Omega" if token.kind == "cmd" and token.text == "Omega" else None


def _units(c: Cursor) -> Node:
    result = _power(c)
    while True:
        at = c.at
        if c.sees("*") or c.sees("/") or c.sees_word("per"):
            sign = c.next().text
            if (more := _one(c)) is None:
                c.at = at
                return result
            result = Node("mul" if sign == "*" else "div", (result, more))
        elif _unit_here(c) is not None and _is_plausible(c):
            result = Node("mul", (result, _power(c)))
        else:
            return result


def _one(c: Cursor) -> Node | None:
    """A unit, or several in brackets, after a sign."""
    if c.sees("("):
        at = c.at
        c.next()
        if _unit_here(c) is None:
            c.at = at
            return None
        inner = _units(c)
        if not c.take(")"):
            c.at = at
            return None
        return inner
    after_sign = c.token.kind in ("id", "text") and is_unit(c.token.text.strip()) and c.peek().text != "("
    return _power(c) if after_sign or _unit_here(c) is not None else None


def _power(c: Cursor) -> Node:
    name = _unit_here(c) or c.token.text.strip()
    c.next()
    if "/" in name:
        above, below = name.split("/")
        return Node("div", (Node("unit", value=above.strip()), Node("unit", value=below.strip())))
    if name == "mu":
        name += c.next().text.strip()
    leaf = Node("unit", value=name)
    at = c.at
    if c.take("^"):
        braced = c.take("{")
        sign = -1 if c.take("-") else 1
        token = c.next()
        if _INTEGER.match(token.text) and (not braced or c.take("}")):
            return Node("pow", (leaf, num(sign * int(token.text))))
        c.at = at
    return leaf


def _split(name: str) -> bool:
    parts = name.split("/")
    return len(parts) == 2 and all(is_unit(p.strip()) for p in parts)


def measure(node: Node) -> Measure | None:
    """The product of units below a node, or None if it is not made of units alone."""
    if node.op == "unit":
        found = unit(str(node.value))
        return None if found is None else Measure(found.factor, found.dimension, found.offset)
    if node.op == "pow" and (base := measure(node.args[0])) is not None:
        exponent = node.args[1].value
        if isinstance(exponent, Fraction) and exponent.denominator == 1 and abs(exponent) < 20:
            n = int(exponent)
            return Measure(base.factor**n, tuple(d * n for d in base.dimension))
        return None
    if node.op in ("mul", "div"):
        left, right = measure(node.args[0]), measure(node.args[1])
        if left is None or right is None:
            return None
        n = 1 if node.op == "mul" else -1
        both = zip(left.dimension, right.dimension, strict=True)
        return Measure(left.factor * right.factor**n, tuple(a + n * b for a, b in both))
    return None


def without_units(node: Node) -> Node:
    """The tree with every unit replaced by one."""

    def change(n: Node) -> Node | None:
        if n.op == "mul" and n.value == "unit":
            return without_units(n.args[0])
        return num(1) if n.op == "unit" else None

    return node.map(change)


def in_si(node: Node) -> tuple[Node, Dimension] | None:
    """The value in SI base units and its dimension; None where a term or a function can't carry its units."""
    if (node.op == "mul" and node.value == "unit") or (node.op == "mul" and node.args[-1].op == "unit"):
        return _quantity_in_si(node)
    if node.op == "neg" and node.args[0].op == "mul" and node.args[0].args[-1].op == "unit":
        number, units_ = node.args[0].args  # `-40 °C`: the sign is the number's, or the offset would get it too
        return in_si(Node("mul", (Node("neg", (number,)), units_), "unit"))
    if node.op in ("mul", "div"):
        parts = [in_si(a) for a in node.args]
        if any(p is None for p in parts):
            return None
        (left, a), (right, b) = (p for p in parts if p is not None)
        n = 1 if node.op == "mul" else -1
        return Node(node.op, (left, right)), tuple(x + n * y for x, y in zip(a, b, strict=True))
    if node.op in ("add", "neg", "paren"):
        return _sum_in_si(node)
    if node.op == "pow" and (base := in_si(node.args[0])) is not None and node.args[1].op == "num":
        exponent = node.args[1].value
        if isinstance(exponent, Fraction) and exponent.denominator == 1 and abs(exponent) < 20:
            return Node("pow", (base[0], node.args[1])), tuple(d * int(exponent) for d in base[1])
    has_unit = any(n.op == "unit" for n in node.walk())
    return None if has_unit else (node, NONE)


def _quantity_in_si(node: Node) -> tuple[Node, Dimension] | None:
    """A number times its units, such as `3 km` or `20 °C`, with the scale and the offset of the units applied."""
    units = measure(node.args[1])
    inner = in_si(node.args[0])
    if units is None or inner is None or inner[1] != NONE:
        return None
    scaled = Node("mul", (inner[0], num(units.factor)))
    return (Node("add", (scaled, num(units.offset))) if units.offset else scaled), units.dimension


def _sum_in_si(node: Node) -> tuple[Node, Dimension] | None:
    """A sum, a negative or a bracket: every term has the same dimension, or there is none."""
    parts = [in_si(a) for a in node.args]
    done = [p for p in parts if p is not None]
    if len(done) < len(parts) or len({p[1] for p in done}) != 1:
        return None
    return Node(node.op, tuple(p[0] for p in done), node.value), done[0][1]


def has_units(node: Node) -> bool:
    """Whether a unit stands anywhere in the tree."""
    return any(n.op == "unit" for n in node.walk())
