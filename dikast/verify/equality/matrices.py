"""Arithmetic of matrices and vectors on trees: products, sums, determinants; vectors as sums of i, j and k."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dikast.verify.decision import Decision
from dikast.verify.equality.affine import linear
from dikast.verify.equality.exact import rational
from dikast.verify.equality.members import Compare, matrix_rows, ordered
from dikast.verify.syntax.nodes import IMAGINARY, ZERO, Node, num, sym

Rows = tuple[tuple[Node, ...], ...]
MAX_ENTRIES = 400
_LARGEST_SQUARE = 5
_COORDINATES = frozenset({"seq", "matrix"})
_AXES = {"i": 0, "imath": 0, "j": 1, "jmath": 1, "k": 2}


def multiplied_out(node: Node) -> Node:
    """The tree with every operation on matrices and vectors carried out; others are left as they stand."""
    return node.map(_carried_out) if _has_matrix(node) else node


def _carried_out(node: Node) -> Node | None:
    rule = _OPERATIONS.get(node.op)
    return None if rule is None else rule(node)


def _operand(node: Node) -> Node:
    """A matrix or vector without brackets around it, worked out itself."""
    is_enclosed = node.op == "paren" and node.args[0].op in ("matrix", "seq")
    return multiplied_out(node.args[0] if is_enclosed else node)


def _called(node: Node) -> Node | None:
    """A determinant or a trace."""
    rows = matrix_rows(_operand(node.args[0])) if node.value in ("det", "tr") and node.args else None
    if rows is None or len(rows) != len(rows[0]) or len(rows) > _LARGEST_SQUARE:
        return None
    return determinant(rows) if node.value == "det" else Node("add", tuple(row[i] for i, row in enumerate(rows)))


def _raised(node: Node) -> Node | None:
    base, exponent = node.args
    if exponent == sym("T"):
        rows = matrix_rows(_operand(base))
        return None if rows is None else _matrix(tuple(zip(*rows, strict=True)))
    is_small = exponent.op == "num" and exponent.value in (2, 3, 4)
    return _power(_operand(base), int(exponent.value)) if is_small and exponent.value else None


def _multiplied(node: Node) -> Node | None:
    if len(node.args) != 2:
        return None
    left, right = map(_operand, node.args)
    return _product(left, right, is_marked=node.value == "*")


def _has_matrix(node: Node) -> bool:
    return node.has("matrix", "seq")


def _power(base: Node, exponent: int) -> Node | None:
    power: Node | None = base if base.op == "matrix" else None
    for _ in range(exponent - 1):
        power = power and _product(power, base, is_marked=False)
    return power


def _product(a: Node, b: Node, is_marked: bool) -> Node | None:
    if a.op == b.op == "seq" and a.value == b.value == "()" and is_marked and len(a.args) == len(b.args):
        return Node("add", tuple(Node("mul", pair) for pair in zip(a.args, b.args, strict=True)))
    if a.op == "matrix" and b.op == "matrix":
        left, right = matrix_rows(a) or (), matrix_rows(b) or ()
        if len(left[0]) != len(right) or len(left) * len(right[0]) > MAX_ENTRIES:
            return None
        columns = tuple(zip(*right, strict=True))
        return _matrix(tuple(tuple(_dot(row, column) for column in columns) for row in left))
    for one, other in ((a, b), (b, a)):
        if one.op in ("matrix", "seq") and other.op not in ("matrix", "seq"):
            return _scaled(one, other)
    return None


def _dot(row: tuple[Node, ...], column: tuple[Node, ...]) -> Node:
    return Node("add", tuple(Node("mul", pair) for pair in zip(row, column, strict=True)))


def _sum(node: Node) -> Node | None:
    parts = [*map(_operand, node.args)] if _has_matrix(node) else []
    if not parts or any(p.op not in ("matrix", "seq") for p in parts):
        return None
    if node.op == "neg":
        return _each(parts[0], lambda entry: Node("neg", (entry,)))
    shapes = {tuple(len(r.args) for r in p.args) for p in parts}
    if len(shapes) != 1 or len({p.op for p in parts}) != 1:
        return None
    if parts[0].op == "seq":
        return Node("seq", tuple(Node("add", entries) for entries in zip(*(p.args for p in parts), strict=True)), "()")
    rows = zip(*(matrix_rows(p) or () for p in parts), strict=True)
    return _matrix(tuple(tuple(Node("add", entry) for entry in zip(*row, strict=True)) for row in rows))


def _scaled(vector: Node, factor: Node) -> Node:
    return _each(vector, lambda entry: Node("mul", (factor, entry)))


def _each(node: Node, change: Callable[[Node], Node]) -> Node:
    if node.op == "seq":
        return Node("seq", tuple(change(a) for a in node.args), node.value)
    return _matrix(tuple(tuple(change(e) for e in row.args) for row in node.args))


def _matrix(rows: Rows) -> Node:
    return Node("matrix", tuple(Node("row", row) for row in rows))


def determinant(rows: Rows) -> Node:
    """The determinant by expansion along the first row."""
    if len(rows) == 1:
        return rows[0][0]
    terms = []
    for i, entry in enumerate(rows[0]):
        minor = tuple(row[:i] + row[i + 1 :] for row in rows[1:])
        term = Node("mul", (entry, determinant(minor)))
        terms.append(Node("neg", (term,)) if i % 2 else term)
    return Node("add", tuple(terms)) if terms else num(1)


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


_OPERATIONS: Mapping[str, Callable[[Node], Node | None]] = {
    "call": _called, "pow": _raised, "mul": _multiplied, "add": _sum, "neg": _sum,
}  # fmt: skip
