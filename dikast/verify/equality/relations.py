"""Relations compared as relations: chains of inequalities, inequalities in several variables, congruences."""

from __future__ import annotations

from fractions import Fraction

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.exact import rational
from dikast.verify.equality.ladder import Domain, equal
from dikast.verify.equality.members import Compare, ordered
from dikast.verify.equality.sets import is_set
from dikast.verify.syntax.nodes import Node


def chains(a: Node, b: Node, compare: Compare, domain: Domain) -> Decision | None:
    """Chains of inequalities over names: the same signs between equal members, read either way."""
    if a.op != "rel" or b.op != "rel" or (is_set(a) and is_set(b)):
        return None
    flipped = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
    turned = " ".join(flipped.get(s, s) for s in reversed(str(b.value).split()))
    for signs, members in ((b.value, b.args), (turned, tuple(reversed(b.args)))):
        if signs == a.value and len(members) == len(a.args):
            finding = ordered(a.args, members, compare)
            if finding.status == "verified":
                return finding
    if len(a.args) == len(b.args) == 2:
        return _inequalities(a, b, domain)
    return unknown("unsupported", "relations")


def _inequalities(a: Node, b: Node, domain: Domain) -> Decision:
    """`l < r` in several variables: the same if one difference is a positive multiple of the other."""
    signs = {"<": ("<", 1), ">": ("<", -1), "<=": ("<=", 1), ">=": ("<=", -1)}
    if a.value not in signs or b.value not in signs:
        return unknown("unsupported", "relations")
    (kind, n), (other, m) = signs[str(a.value)], signs[str(b.value)]
    left, right = (
        Node("mul", (Node("num", value=Fraction(s)), Node("add", (r.args[0], Node("neg", (r.args[1],))))))
        for r, s in ((a, n), (b, m))
    )
    if kind == other and equal(left, right, domain).status == "verified":
        return verified("relations")
    return unknown("unsupported", "relations")


def congruences(a: Node, b: Node) -> Decision:
    """Congruences of the same thing: the same modulus and the same residue."""
    a, b = _as_congruence(a), _as_congruence(b)
    moduli = [rational(n.args[-1]) for n in (a, b)]
    if None in moduli or (a.args[0] != b.args[0] and "..." not in (a.args[0].value, b.args[0].value)):
        return unknown("unsupported", "congruences")
    if moduli[0] != moduli[1]:
        return refuted("congruences", left=str(moduli[0]), right=str(moduli[1]), detail="different moduli")
    left, right = rational(a.args[1]), rational(b.args[1])
    if left is None or right is None or not moduli[0]:
        return unknown("unsupported", "congruences")
    rest = (left - right) % moduli[0]
    return refuted("congruences", difference=str(left - right)) if rest else verified("congruences")


def _as_congruence(node: Node) -> Node:
    """`2 (mod 7)` as a congruence of something unnamed."""
    if node.op != "call" or node.value != "mod":
        return node
    return Node("congruence", (Node("text", value="..."), *node.args), "===")
