"""Residues of integer expressions, and congruences decided by them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.exact import whole
from dikast.verify.syntax.nodes import Node
from dikast.verify.witness import Values

_JOINED: Mapping[str, Callable[[list[int]], int]] = {"add": sum, "mul": math.prod, "neg": lambda parts: -parts[0]}


def residue(node: Node, m: int) -> int | None:
    """The residue of an integer expression, powers taken modulo m so that their size does not matter."""
    node = node.opened()
    if node.op in _JOINED:
        parts = [part for arg in node.args if (part := residue(arg, m)) is not None]
        return _JOINED[node.op](parts) % m if len(parts) == len(node.args) else None
    if node.op == "pow":
        base, exponent = residue(node.args[0], m), whole(node.args[1])
        if base is None or exponent is None or exponent < 0:
            return None
        return pow(base, exponent, m)
    value = whole(node)
    return None if value is None else value % m


def congruent(tree: Node) -> Decision | None:
    """`a ≡ b (mod m)` for whole numbers; of members with letters it says nothing, and None if only one has none."""
    *members, modulus = tree.args
    numbers = [member for member in members if not member.symbols()]
    if len(numbers) < 2 or modulus.symbols():
        return None
    m = whole(modulus)
    if m is None or m < 1:
        return unknown("unsupported", "congruence")
    rests = [residue(member, m) for member in numbers]
    for left, right in itertools.pairwise(rests):
        if left is None or right is None:
            return unknown("unsupported", "congruence")
        if left != right:
            return refuted("congruence", Values(str(left), str(right)), modulus=m)
    return verified("congruence", residue=rests[0]) if numbers == members else None
