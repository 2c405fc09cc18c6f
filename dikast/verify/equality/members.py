"""Lists, sets, tuples and matrices compared member by member."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dikast.verify.decision import Decision, every, refuted, unknown, verified
from dikast.verify.equality.shown import count
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.printer import written
from dikast.verify.witness import Member, Values

Compare = Callable[[Node, Node], Decision]
MAX_MEMBERS = 40


def ordered(a: Sequence[Node], b: Sequence[Node], compare: Compare) -> Decision:
    """Equal if as long, and equal place by place."""
    if len(a) != len(b):
        return _of_different_length(a, b)
    if len(a) > MAX_MEMBERS:
        return unknown("cost", "members")
    findings = []
    for i, (x, y) in enumerate(zip(a, b, strict=True)):
        finding = compare(x, y)
        if finding.status == "refuted":
            return finding.noting(place=i + 1)
        findings.append(finding)
    return every(findings) if findings else verified("members")


def _of_different_length(a: Sequence[Node], b: Sequence[Node]) -> Decision:
    return refuted("members", Values(count(len(a)), count(len(b))), detail="different numbers of members")


def unordered(a: Sequence[Node], b: Sequence[Node], compare: Compare, multiplicity: bool = False) -> Decision:
    """Equal if every member of each is equal to one of the other."""
    if max(len(a), len(b)) > MAX_MEMBERS:
        return unknown("cost", "members")
    if (multiplicity or not a or not b) and len(a) != len(b):
        return _of_different_length(a, b)
    table = [[compare(x, y) for y in b] for x in a]
    columns = [list(column) for column in zip(*table, strict=True)]
    findings = [_found(row, x, "left") for row, x in zip(table, a, strict=True)]
    findings += [_found(column, y, "right") for column, y in zip(columns, b, strict=True)]
    return every(findings) if findings else verified("members")


def _found(row: Sequence[Decision], member: Node, side: str) -> Decision:
    """Whether one member is among the others, by what came of comparing it with each."""
    match = next((f for f in row if f.status == "verified"), None)
    if match is None and all(f.status == "refuted" for f in row):
        return refuted("members", Member(written(member), side), missing=written(member))
    return match or next(f for f in row if f.status == "unknown")


def matrix_rows(node: Node) -> tuple[tuple[Node, ...], ...] | None:
    """The rows of a matrix; a tuple, or a list of lists in brackets, can be one too."""
    if node.op == "matrix":
        return tuple(row.args for row in node.args)
    if node.op == "seq" and node.value == "[]" and all(r.op == "seq" and r.value == "[]" for r in node.args):
        return tuple(r.args for r in node.args) if len({len(r.args) for r in node.args}) == 1 else None
    return tuple((item,) for item in node.args) if node.op == "seq" and node.value == "()" else None


def matrices(a: Node, b: Node, compare: Compare) -> Decision | None:
    """Two matrices entry by entry; a vector may be written as a tuple, or lying. None if neither is a matrix."""
    if "matrix" not in (a.op, b.op):
        return None
    left, right = (matrix_rows(_as_tuple(n)) for n in (a, b))
    if left is None or right is None:
        return None
    shapes = [(len(m), len(m[0])) for m in (left, right)]
    if shapes[0] != shapes[1] and (a.op == b.op or not all(1 in shape for shape in shapes)):
        return refuted("members", Values(*map(str, shapes)), detail="different shapes")
    flat = [[entry for row in m for entry in row] for m in (left, right)]
    return ordered(flat[0], flat[1], compare)


def _as_tuple(node: Node) -> Node:
    """A flat sequence in any brackets as a tuple."""
    is_flat = node.op == "seq" and not any(m.op == "seq" for m in node.args)
    return Node("seq", node.args, "()") if is_flat else node
