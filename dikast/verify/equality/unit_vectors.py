"""Vectors as sums of multiples of i, j and k: the same as their coordinates."""

from __future__ import annotations

from dikast.verify.decision import Decision
from dikast.verify.equality.affine import linear
from dikast.verify.equality.exact import rational
from dikast.verify.equality.members import Compare, ordered
from dikast.verify.syntax.nodes import IMAGINARY, ZERO, Node, sym

_COORDINATES = frozenset({"seq", "matrix"})
_AXES = {"i": 0, "imath": 0, "j": 1, "jmath": 1, "k": 2}


def same_vectors(a: Node, b: Node, compare: Compare) -> Decision | None:
    """`3i - 2j` beside `(3, -2)`, or beside the same with other marks on its letters; None for anything else."""
    is_told = bool({a.op, b.op} & _COORDINATES) or _is_marked(a) or _is_marked(b)
    if not is_told or {a.op, b.op} <= _COORDINATES:
        return None
    left, right = coordinates_of(a), coordinates_of(b)
    if left is None or right is None:
        return None
    n = max(len(left), len(right))
    left, right = (side + (ZERO,) * (n - len(side)) for side in (left, right))
    return ordered(left, right, compare)


def coordinates_of(node: Node) -> tuple[Node, ...] | None:
    """The coordinates of a vector in any form."""
    if node.op == "matrix" and all(len(row.args) == 1 for row in node.args):
        return tuple(row.args[0] for row in node.args)
    if node.op == "seq":
        return node.args if node.value in ("()", "<>", "[]") else None
    rest, found = _with_plain_axes(node), [ZERO, ZERO, ZERO]
    if node.op not in ("add", "mul", "neg", "sym", "div", "paren") or not rest.symbols() & set("ijk"):
        return None
    for place, axis in enumerate("ijk"):
        parts = linear(rest, axis)
        if parts is None:
            return None
        found[place], rest = parts[1], rest.put(axis, ZERO)
    is_whole = rational(rest) == 0 and not any(part.symbols() & set("ijk") for part in found)
    return tuple(found) if is_whole else None


def _axis(name: str) -> int | None:
    return _AXES.get(name.rpartition(" ")[2])


def _is_marked(node: Node) -> bool:
    """Whether an axis has a hat, an arrow or the like, so that it can be no other letter."""
    return any(" " in name and _axis(name) is not None for name in node.symbols())


def _with_plain_axes(node: Node) -> Node:
    def change(n: Node) -> Node | None:
        if n == IMAGINARY:
            return sym("i")
        axis = _axis(str(n.value)) if n.op == "sym" else None
        return None if axis is None else sym("ijk"[axis])

    return node.map(change)
