"""Arithmetic of matrices and vectors on trees: products, sums, determinants; vectors as sums of i, j and k."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from dikast.verify.decision import Decision
from dikast.verify.equality.affine import linear
from dikast.verify.equality.exact import rational
from dikast.verify.equality.members import Compare, matrix_rows, ordered
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import IMAGINARY, ONE, ZERO, Node, add, call, minus, mul, neg, num, sym

Rows = tuple[tuple[Node, ...], ...]
MAX_ENTRIES = 400
_LARGEST_SQUARE = 5
_VECTORS = frozenset({"seq", "matrix"})
_AXES = {"i": "i", "imath": "i", "j": "j", "jmath": "j", "k": "k"}


def multiplied_out(node: Node) -> Node:
    """The tree with every operation on matrices and vectors carried out; others are left as they are."""
    if not node.has(*_VECTORS, "set"):
        return node
    return node.map(lambda n: _OPERATIONS[n.op](n) if n.op in _OPERATIONS else None)


def _operand(node: Node) -> Node:
    """A matrix or vector without brackets around it, worked out itself."""
    is_enclosed = node.op == "paren" and node.args[0].op in _VECTORS
    return multiplied_out(node.args[0] if is_enclosed else node)


def _called(node: Node) -> Node | None:
    """A determinant, a trace, a cross product, or what is between bars: a vector's length, how many are in a set."""
    match node.value, [_operand(arg) for arg in node.args]:
        case "cross", [Node("seq", (a, b, c), "()"), Node("seq", (d, e, f), "()")]:
            crossed = ((b, f, c, e), (c, d, a, f), (a, e, b, d))
            return Node("seq", tuple(minus(mul(p, q), mul(r, s)) for p, q, r, s in crossed), "()")
        case "abs", [Node("seq", entries, "()")]:
            return call("sqrt", add(*(mul(entry, entry) for entry in entries)))
        case "abs", [Node("set", listed)]:
            numbers = {rational(member) for member in listed}
            return None if None in numbers else num(len(numbers))
    rows = matrix_rows(_operand(node.args[0])) if node.value in ("det", "tr") and node.args else None
    if rows is None or len(rows) != len(rows[0]) or len(rows) > _LARGEST_SQUARE:
        return None
    return determinant(rows) if node.value == "det" else add(*(row[i] for i, row in enumerate(rows)))


def _raised(node: Node) -> Node | None:
    """A transposed matrix, or a small power."""
    match _operand(node.args[0]), node.args[1]:
        case base, Node("sym", (), "T"):
            return _transposed(base)
        case Node("matrix") as base, Node("num", (), Fraction() as n) if n in (2, 3, 4):
            power: Node | None = base
            for _ in range(int(n) - 1):
                power = power and _matrix_product(power, base)
            return power
        case Node("matrix") as base, Node("neg", (Node("num", (), value),)) if value == 1:
            return _inverse(matrix_rows(base) or ())
    return None


def _inverse(rows: Rows) -> Node | None:
    """Of a square matrix of numbers, by its minors; None where it has none."""
    n = len(rows)
    divisor = rational(determinant(rows)) if 1 < n <= _LARGEST_SQUARE and len(rows[0]) == n else None
    if not divisor:
        return None
    minors = [[_minor(rows, i, j) for i in range(n)] for j in range(n)]
    signed = [[neg(m) if (i + j) % 2 else m for j, m in enumerate(row)] for i, row in enumerate(minors)]
    return _matrix([Node("div", (minor, num(divisor))) for minor in row] for row in signed)


def _minor(rows: Rows, i: int, j: int) -> Node:
    """The determinant without one row and one column."""
    return determinant(tuple(row[:j] + row[j + 1 :] for k, row in enumerate(rows) if k != i))


def _transposed(base: Node) -> Node | None:
    if base.op == "seq" and not any(n.op == "seq" for n in base.args):
        return Node("seq", base.args, "()")  # a column, printed in a line
    rows = matrix_rows(base)
    return None if rows is None else _matrix(zip(*rows, strict=True))


def _multiplied(node: Node) -> Node | None:
    """A matrix times a matrix, a vector dotted with one where a sign is between them, or either times a number."""
    match [_operand(factor) for factor in node.args]:
        case [Node("matrix") as a, Node("matrix") as b]:
            return _matrix_product(a, b)
        case [Node("seq", row, "()"), Node("seq", column, "()")]:
            return _dot(row, column) if node.value == "*" and len(row) == len(column) else None
        case [Node("seq" | "matrix"), Node("seq" | "matrix")]:
            return None
        case [Node("seq" | "matrix") as vector, factor] | [factor, Node("seq" | "matrix") as vector]:
            return _entrywise(lambda entry: mul(factor, entry), vector)
    return None


def _matrix_product(a: Node, b: Node) -> Node | None:
    left, right = matrix_rows(a) or (), matrix_rows(b) or ()
    if len(left[0]) != len(right) or len(left) * len(right[0]) > MAX_ENTRIES:
        return None
    return _matrix(tuple(_dot(row, column) for column in zip(*right, strict=True)) for row in left)


def _dot(row: tuple[Node, ...], column: tuple[Node, ...]) -> Node:
    return add(*map(mul, row, column))


def _sum(node: Node) -> Node | None:
    """A sum or a negative of vectors or matrices."""
    parts = [_operand(arg) for arg in node.args] if node.has(*_VECTORS) else []
    if not parts or any(p.op not in _VECTORS for p in parts):
        return None
    return _entrywise(neg if node.op == "neg" else add, *parts)


def _entrywise(change: Callable[..., Node], *arrays: Node) -> Node | None:
    """Vectors or matrices of one shape, entry by entry; None where they have different shapes."""
    if len(set(map(_shape, arrays))) != 1:
        return None
    if arrays[0].op == "seq":
        kinds = {array.value for array in arrays}
        entries = map(change, *(p.args for p in arrays))
        return Node("seq", tuple(map(multiplied_out, entries)), kinds.pop() if len(kinds) == 1 else "()")
    return _matrix(map(change, *(row.args for row in rows)) for rows in zip(*(p.args for p in arrays), strict=True))


def _shape(array: Node) -> tuple[str | int, ...]:
    return (array.op, len(array.args), *(len(row.args) for row in array.args if row.op == "row"))


def _matrix(rows: Iterable[Iterable[Node]]) -> Node:
    return Node("matrix", tuple(Node("row", tuple(row)) for row in rows))


def determinant(rows: Rows) -> Node:
    """The determinant by expansion along the first row."""
    if len(rows) == 1:
        return rows[0][0]
    terms = []
    for i, entry in enumerate(rows[0]):
        term = mul(entry, _minor(rows, 0, i))
        terms.append(neg(term) if i % 2 else term)
    return add(*terms) if terms else ONE


def same_vectors(a: Node, b: Node, compare: Compare) -> Decision | None:
    """`3i - 2j` beside `(3, -2)`, or beside the same with other marks on its letters; None for anything else."""
    is_marked = bool({a.op, b.op} & _VECTORS) or _is_marked(a) or _is_marked(b)
    if not is_marked or {a.op, b.op} <= _VECTORS:
        return None
    sides = all_or_none(map(coordinates_of, (a, b)))
    if sides is None:
        return None
    n = max(map(len, sides))
    left, right = (side + (ZERO,) * (n - len(side)) for side in sides)
    return ordered(left, right, compare)


def coordinates_of(node: Node) -> tuple[Node, ...] | None:
    """The coordinates of a vector in any form."""
    match node:
        case Node("matrix", rows) if all(len(row.args) == 1 for row in rows):
            return tuple(row.args[0] for row in rows)
        case Node("seq", entries, brackets):
            return entries if brackets in ("()", "<>", "[]") else None
        case Node("add" | "mul" | "neg" | "sym" | "div" | "paren"):
            return _along_axes(_with_plain_axes(node))
    return None


def _along_axes(node: Node) -> tuple[Node, ...] | None:
    """The coordinates of a sum of i, j and k."""
    if node.symbols().isdisjoint("ijk"):
        return None
    remainder = node
    coordinates: list[Node] = []
    for axis in "ijk":
        parts = linear(remainder, axis)
        if parts is None:
            return None
        coordinates.append(parts[1])
        remainder = remainder.put(axis, ZERO)
    is_whole = rational(remainder) == 0 and all(coordinate.symbols().isdisjoint("ijk") for coordinate in coordinates)
    return tuple(coordinates) if is_whole else None


def _is_marked(node: Node) -> bool:
    """Whether an axis has a hat, an arrow or the like, so that it can't be any other letter."""
    return any(" " in name and name.rpartition(" ")[2] in _AXES for name in node.symbols())


def _with_plain_axes(node: Node) -> Node:
    named = node.map(lambda n: sym("i") if n == IMAGINARY else None)
    axes = ((name, _AXES.get(name.rpartition(" ")[2])) for name in named.symbols())
    return named.renamed({name: axis for name, axis in axes if axis is not None})


_OPERATIONS: Mapping[str, Callable[[Node], Node | None]] = {
    "call": _called, "pow": _raised, "mul": _multiplied, "add": _sum, "neg": _sum,
}  # fmt: skip
