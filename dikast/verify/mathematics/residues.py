"""Residues of integer expressions, powers taken modulo m so that their size does not matter."""

from __future__ import annotations

from dikast.verify.grammar.tree import Node, TooCostly
from dikast.verify.mathematics.exact import Undefined, exact


def residue(node: Node, m: int) -> int | None:
    """The residue of an integer expression, powers taken modulo m so that their size does not matter."""
    if node.op == "paren":
        return residue(node.args[0], m)
    if node.op == "neg":
        inner = residue(node.args[0], m)
        return None if inner is None else -inner % m
    if node.op in ("add", "mul"):
        total = 0 if node.op == "add" else 1
        for arg in node.args:
            part = residue(arg, m)
            if part is None:
                return None
            total = (total + part if node.op == "add" else total * part) % m
        return total
    if node.op == "pow":
        base, exponent = residue(node.args[0], m), exact(node.args[1])
        if base is None or exponent is None or exponent.denominator != 1 or exponent < 0:
            return None
        return pow(base, int(exponent), m)
    try:
        value = exact(node)
    except (Undefined, TooCostly):
        return None
    return int(value) % m if value is not None and value.denominator == 1 else None
