"""Lists, sets, tuples and matrices compared member by member."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dikast.verify.decision import Decision, every, refuted, unknown, verified
from dikast.verify.syntax.nodes import Node

Compare = Callable[[Node, Node], Decision]
MAX_MEMBERS = 40


def ordered(a: Sequence[Node], b: Sequence[Node], compare: Compare) -> Decision:
    """Equal if as long, and equal place by place."""
    if len(a) != len(b):
        return refuted("members", left=len(a), right=len(b), detail="different numbers of members")
    if len(a) > MAX_MEMBERS:
        return unknown("cost", "members")
    findings = []
    for i, (x, y) in enumerate(zip(a, b, strict=True)):
        finding = compare(x, y)
        if finding.status == "refuted":
            return finding.noting(place=i + 1)
        findings.append(finding)
    return every(findings) if findings else verified("members")


def unordered(a: Sequence[Node], b: Sequence[Node], compare: Compare, multiplicity: bool = False) -> Decision:
    """Equal if every member of each is equal to one of the other."""
    if max(len(a), len(b)) > MAX_MEMBERS:
        return unknown("cost", "members")
    if not a or not b:
        return verified("members") if len(a) == len(b) else refuted("members", left=len(a), right=len(b))
    if multiplicity and len(a) != len(b):
        return refuted("members", left=len(a), right=len(b), detail="different numbers of members")
    table = [[compare(x, y) for y in b] for x in a]
    used: list[Decision] = []
    for rows, names in ((table, a), ([list(column) for column in zip(*table, strict=True)], b)):
        for row, name in zip(rows, names, strict=True):
            match = next((f for f in row if f.status == "verified"), None)
            if match is None and all(f.status == "refuted" for f in row):
                return refuted("members", missing=str(name))
            used.append(match or next(f for f in row if f.status == "unknown"))
    return every(used)


def matrix_rows(node: Node) -> tuple[tuple[Node, ...], ...] | None:
    """The rows of a matrix; a tuple, or a list of lists in brackets, can be one too."""
    if node.op == "matrix":
        return tuple(row.args for row in node.args)
    if node.op == "seq" and node.value == "[]" and all(r.op == "seq" and r.value == "[]" for r in node.args):
        return tuple(r.args for r in node.args) if len({len(r.args) for r in node.args}) == 1 else None
    if node.op == "seq" and node.value == "()":
        return tuple((item,) for item in node.args)
    return None


def matrices(a: Node, b: Node, compare: Compare) -> Decision | None:
    """Two matrices entry by entry; a vector may be written as a tuple, or lying."""
    if "matrix" not in (a.op, b.op):
        return None
    a, b = (
        Node("seq", n.args, "()") if n.op == "seq" and not any(m.op == "seq" for m in n.args) else n for n in (a, b)
    )
    left, right = matrix_rows(a), matrix_rows(b)
    if left is None or right is None:
        return None
    is_vector = a.op != b.op and 1 in (len(left), len(left[0])) and 1 in (len(right), len(right[0]))
    shapes = [(len(m), len(m[0])) for m in (left, right)]
    if shapes[0] != shapes[1] and not is_vector:
        return refuted("members", left=str(shapes[0]), right=str(shapes[1]), detail="different shapes")
    flat = [[entry for row in m for entry in row] for m in (left, right)]
    return ordered(flat[0], flat[1], compare)
