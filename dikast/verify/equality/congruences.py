"""Residues of integer expressions, and congruences: do they hold, and are two of them the same?"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.exact import rational, whole
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import ELLIPSIS, Node
from dikast.verify.witness import Values

_JOINED: Mapping[str, Callable[[list[int]], int]] = {"add": sum, "mul": math.prod, "neg": lambda parts: -parts[0]}


class _NoResidue(Exception):
    """The value is no integer, or is not known to be one."""


def residue(node: Node, m: int) -> int | None:
    """The residue of an integer expression, powers taken modulo m so that their size does not matter."""
    try:
        return _residue(node, m)
    except _NoResidue:
        return None


def _residue(node: Node, m: int) -> int:
    match node.opened():
        case Node("add" | "mul" | "neg" as op, args):
            return _JOINED[op]([_residue(arg, m) for arg in args]) % m
        case Node("pow", (base, power)):
            inner, exponent = _residue(base, m), whole(power)
            if exponent is None or exponent < 0:
                raise _NoResidue
            return pow(inner, exponent, m)
    value = whole(node)
    if value is None:
        raise _NoResidue
    return value % m


def congruent(tree: Node) -> Decision | None:
    """`a ≡ b (mod m)` by its members without letters; None where those don't decide."""
    *members, modulus = tree.args
    numbers = [member for member in members if not member.symbols()]
    if len(numbers) < 2 or modulus.symbols():
        return None
    m = whole(modulus)
    if m is None or m < 1:
        return unknown("unsupported", "congruence")
    residues = [residue(member, m) for member in numbers]
    for pair in itertools.pairwise(residues):
        if None in pair:
            return unknown("unsupported", "congruence")
        if pair[0] != pair[1]:
            return refuted("congruence", Values(*map(str, pair)), modulus=m)
    return verified("congruence", residue=residues[0]) if numbers == members else None


def same_congruences(a: Node, b: Node) -> Decision | None:
    """Congruences of the same thing: the same modulus and the same residue. None if these are none."""
    if "congruence" not in (a.op, b.op) or not {a.op, b.op} <= {"congruence", "call"}:
        return None
    a, b = _as_congruence(a), _as_congruence(b)
    moduli = all_or_none(rational(n.args[-1]) for n in (a, b))
    are_of_one = a.args[0] == b.args[0] or ELLIPSIS in (a.args[0], b.args[0])
    if moduli is None or not are_of_one:
        return unknown("unsupported", "congruences")
    if moduli[0] != moduli[1]:
        return refuted("congruences", Values(*map(str, moduli)), detail="different moduli")
    residues = all_or_none(rational(n.args[1]) for n in (a, b))
    if residues is None or not moduli[0]:
        return unknown("unsupported", "congruences")
    difference = residues[0] - residues[1]
    if difference % moduli[0]:
        return refuted("congruences", Values(*map(str, residues)), difference=str(difference))
    return verified("congruences")


def _as_congruence(node: Node) -> Node:
    """`2 (mod 7)` as a congruence of something unnamed."""
    match node:
        case Node("call", args, "mod"):
            return Node("congruence", (ELLIPSIS, *args), "===")
    return node
