"""Lists, sets, tuples and matrices compared member by member."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain

from dikast.verify.decision import Decision, every, refuted, unknown, verified
from dikast.verify.equality.shown import count
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.printer import written
from dikast.verify.witness import Member, Values

Compare = Callable[[Node, Node], Decision]
MAX_MEMBERS = 40


def ordered(a: Sequence[Node], b: Sequence[Node], compare: Compare) -> Decision:
    """Equal if as long, and equal place by place."""
    if (other := _of_other_length(a, b)) is not None:
        return other
    if len(a) > MAX_MEMBERS:
        return unknown("cost", "members")
    findings = []
    for place, (x, y) in enumerate(zip(a, b, strict=True), start=1):
        finding = compare(x, y)
        if finding.status == "refuted":
            return finding.noting(place=place)
        findings.append(finding)
    return every(findings) if findings else verified("members")


def _of_other_length(a: Sequence[Node], b: Sequence[Node]) -> Decision | None:
    if len(a) == len(b):
        return None
    return refuted("members", Values(count(len(a)), count(len(b))), detail="different numbers of members")


def unordered(a: Sequence[Node], b: Sequence[Node], compare: Compare, multiplicity: bool = False) -> Decision:
    """Equal if every member of each is equal to one of the other."""
    if max(len(a), len(b)) > MAX_MEMBERS:
        return unknown("cost", "members")
    is_counted = multiplicity or not a or not b
    if is_counted and (other := _of_other_length(a, b)) is not None:
        return other
    table = [[compare(x, y) for y in b] for x in a]
    findings = [_found(row, x, "left") for row, x in zip(table, a, strict=True)]
    findings += [_found(column, y, "right") for column, y in zip(zip(*table, strict=True), b, strict=True)]
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
    if node.op != "seq" or node.value not in ("()", "[]"):
        return None
    if node.value == "()":
        return tuple((item,) for item in node.args)
    is_rows = all(row.op == "seq" and row.value == "[]" for row in node.args)
    return tuple(row.args for row in node.args) if is_rows and len({len(row.args) for row in node.args}) == 1 else None


def matrices(a: Node, b: Node, compare: Compare) -> Decision | None:
    """Two matrices entry by entry; a vector may be written as a tuple, or lying. None if neither is a matrix."""
    if "matrix" not in (a.op, b.op):
        return None
    # A flat sequence is a tuple in any brackets.
    flat = (
        Node("seq", n.args, "()") if n.op == "seq" and not any(m.op == "seq" for m in n.args) else n for n in (a, b)
    )
    left, right = map(matrix_rows, flat)
    if left is None or right is None:
        return None
    shapes = [(len(m), len(m[0])) for m in (left, right)]
    are_vectors = a.op != b.op and all(1 in shape for shape in shapes)
    if shapes[0] != shapes[1] and not are_vectors:
        return refuted("members", Values(*map(str, shapes)), detail="different shapes")
    return ordered([*chain(*left)], [*chain(*right)], compare)
