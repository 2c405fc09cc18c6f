"""Relations compared as relations: chains of inequalities, inequalities in several variables, congruences."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.exact import rational
from dikast.verify.equality.inequalities import implied
from dikast.verify.equality.members import Compare, ordered
from dikast.verify.equality.sampling import Place, grid
from dikast.verify.equality.sets import is_set
from dikast.verify.equality.shapes import is_equation
from dikast.verify.equality.value_texts import place
from dikast.verify.equality.work_limits import tried
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import ELLIPSIS, Node
from dikast.verify.witness import Point, Values

_HOLDS = {"<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "=": operator.eq, "!=": operator.ne}
# The signs from the other end; `∈` can't be turned round.
_TURNED = {
    "<": ">", ">": "<", "<=": ">=", ">=": "<=", "subset": "supset", "supset": "subset", "=": "=", "!=": "!=",
    "~=": "~=",
}  # fmt: skip
# Positive ones only: letters that are not declared may not be meant to be negative.
_GRID = tuple(map(Fraction, (1, 2, 3, 5)))
_MAX_NAMES = 3
_INTEGERS, _REACH = frozenset("nkm"), 120


def same_relations(a: Node, b: Node, compare: Compare) -> Decision | None:
    """Chains over names: the same signs between equal members, read either way; else refuted at a point."""
    if not a.op == b.op == "rel" or all(map(is_set, (a, b))) or all(map(is_equation, (a, b))):
        return None
    reversed_signs = " ".join(_TURNED.get(sign, "") for sign in reversed(str(b.value).split()))
    for signs, members in ((str(b.value), b.args), (reversed_signs, b.args[::-1])):
        if signs == a.value and len(members) == len(a.args):
            finding = ordered(a.args, members, compare)
            if finding.status == "verified":
                return finding
    follows = (tried("relations", 1.0, partial(implied, *pair)) for pair in ((a, b), (b, a)))
    if all(finding.status == "verified" for finding in follows):
        return verified("relations")
    witness = _told_apart(a, b)
    return unknown("unsupported", "relations") if witness is None else refuted("relations", witness)


def _told_apart(a: Node, b: Node) -> Point | None:
    """A point of small positive numbers, some on the border of a relation, at which only one of two holds."""
    names = sorted(a.symbols() | b.symbols())
    if not 0 < len(names) <= _MAX_NAMES:
        return None
    for point in _points(names, (a, b)):
        truths = [_holds(relation, point) for relation in (a, b)]
        if None not in truths and truths[0] != truths[1]:
            return Point(place(point), *("true" if is_true else "false" for is_true in truths))
    return None


def _points(names: list[str], relations: tuple[Node, Node]) -> Iterator[Place]:
    for point in grid(names, _GRID):
        yield point
        for relation in relations:
            for symbol, other in (relation.args[:2], relation.args[1::-1]):
                border = rational(other, point) if symbol.op == "sym" else None
                if border is not None and border > 0:
                    yield {**point, str(symbol.value): border}


def _holds(relation: Node, point: Place) -> bool | None:
    """Whether a chain of relations holds at a point; None where it has no exact value there."""
    values = all_or_none(rational(member, point) for member in relation.args)
    signs = str(relation.value).split()
    if values is None or not _HOLDS.keys() >= set(signs):
        return None
    return all(_HOLDS[sign](x, y) for x, sign, y in zip(values, signs, values[1:], strict=False))


def agree_on_integers(a: Node, b: Node) -> bool:
    """`n > 3` and `n ≥ 4`: whether relations about a name that is usual for integers hold for the same small ones."""
    names = a.symbols() | b.symbols()
    if not a.op == b.op == "rel" or len(names) != 1 or not names <= _INTEGERS:
        return False
    (name,) = names
    points = ({name: Fraction(value)} for value in range(-_REACH, _REACH + 1))
    truths = [(_holds(a, point), _holds(b, point)) for point in points]
    return all(one == other for one, other in truths) and {one for one, _ in truths} == {True, False}


def congruences(a: Node, b: Node) -> Decision | None:
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
