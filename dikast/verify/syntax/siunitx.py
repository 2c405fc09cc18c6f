"""Quantities in the macros of siunitx: `\\SI{9.81}{\\metre\\per\\second\\squared}`."""

from __future__ import annotations

from dikast.verify.syntax import units
from dikast.verify.syntax.cursor import Parser
from dikast.verify.syntax.nodes import ONE, Node, Unparsed, mul, num, raised
from dikast.verify.syntax.unit_table import POWERS, SI_MACROS, is_unit


def quantity(p: Parser) -> Node:
    """A number in braces and its units in braces."""
    value, unit = p.group(), spelt(p)
    return value if unit == ONE else Node("mul", (value, unit), "unit")


def spelt(p: Parser) -> Node:
    """The units in the braces of siunitx: its macros, or plain symbols. Raises Unparsed for anything else."""
    p.need("{")
    if p.take("}"):
        return ONE
    unit = units.product(p) if units.begins(p) else _macros(p)
    p.need("}")
    return unit


def _macros(p: Parser) -> Node:
    """`\\kilo\\metre\\per\\second\\squared`: each `\\per` acts on the next unit only."""
    result: Node | None = None
    while not p.sees("}"):
        is_below = p.take("per")
        power = _macro_power(p, 1)
        leaf = _macro_unit(p)
        power = _macro_power(p, power) * (-1 if is_below else 1)
        factor = leaf if power == 1 else raised(leaf, num(power))
        result = factor if result is None else mul(result, factor)
    if result is None:
        raise Unparsed("no unit")
    return result


def _macro_power(p: Parser, power: int) -> int:
    return POWERS[p.next().text] if p.sees(*POWERS) else power


def _macro_unit(p: Parser) -> Node:
    name = ""
    while p.token.kind == "cmd" and p.token.text in SI_MACROS:
        name += SI_MACROS[p.next().text]
        if is_unit(name):
            return Node("unit", value=name)
    if p.token.kind == "cmd" and is_unit(p.token.text):
        return Node("unit", value=p.next().text)
    raise Unparsed(f"the unit {p.token.text!r}")
