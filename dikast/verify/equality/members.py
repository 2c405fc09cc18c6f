"""Lists, sets, tuples and matrices compared member by member."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, takewhile

from dikast.verify.decision import Decision, every, refuted, unknown, verified
from dikast.verify.equality.exact import rational
from dikast.verify.equality.value_texts import count
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import ELLIPSIS, Node, num
from dikast.verify.syntax.printer import written
from dikast.verify.witness import Member, Values

Compare = Callable[[Node, Node], Decision]
MAX_MEMBERS = 40
_FIRST_TERMS = 2


def ordered(a: Sequence[Node], b: Sequence[Node], compare: Compare) -> Decision:
    """Equal if of the same length, and equal place by place."""
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
    decision = every(findings) if findings else verified("members")
    if multiplicity and decision.status == "verified" and not _are_paired(table):
        return refuted("members", detail="a member is repeated another number of times")
    return decision


def _are_paired(table: Sequence[Sequence[Decision]]) -> bool:
    """Whether each member has an equal one for itself; what equals one of two equal members equals the other, too."""
    taken: set[int] = set()
    for row in table:
        equal = (i for i, finding in enumerate(row) if finding.status == "verified" and i not in taken)
        if (own := next(equal, None)) is None:
            return False
        taken.add(own)
    return True


def filled(members: tuple[Node, ...]) -> tuple[Node, ...]:
    """`1, 3, …, 9` with its dots filled in, where three or more whole numbers show the step; else unchanged."""
    at = members.index(ELLIPSIS) if ELLIPSIS in members else 0
    if at < _FIRST_TERMS or len(members) - at < _FIRST_TERMS:
        return members
    known = all_or_none(rational(n) for n in members if n != ELLIPSIS)
    if known is None or known[0] == known[1]:
        return members
    first, step = known[0], known[1] - known[0]
    n = (known[-1] - first) / step + 1
    is_ahead = 0 < (known[at] - known[at - 1]) / step <= MAX_MEMBERS and 0 < n <= MAX_MEMBERS
    row = [first + i * step for i in range(int(n))] if is_ahead else []
    is_in_step = row[:at] == known[:at] and row[len(row) - len(known) + at :] == known[at:]
    return tuple(map(num, row)) if is_in_step else members


def same_beginnings(a: Sequence[Node], b: Sequence[Node], compare: Compare) -> Decision:
    """Sequences that go on after dots: refuted by terms that both have, equal only if equally many are given."""
    ours, theirs = (list(takewhile(lambda n: n != ELLIPSIS, side)) for side in (a, b))
    n = min(len(ours), len(theirs))
    if [*a[len(ours) :]] != [ELLIPSIS] or [*b[len(theirs) :]] != [ELLIPSIS]:
        return unknown("unsupported", "members", detail="what the dots leave out")
    finding = ordered(ours[:n], theirs[:n], compare)
    is_decided = finding.status == "refuted" or len(ours) == len(theirs)
    if n < _FIRST_TERMS or not is_decided:
        return unknown("unsupported", "members", detail="how a sequence goes on")
    return finding


def _found(row: Sequence[Decision], member: Node, side: str) -> Decision:
    """Whether one member is among the others, by the results of comparing it with each."""
    match = next((f for f in row if f.status == "verified"), None)
    if match is None and all(f.status == "refuted" for f in row):
        return refuted("members", Member(written(member), side), missing=written(member))
    return match or next(f for f in row if f.status == "unknown")


def matrix_rows(node: Node) -> tuple[tuple[Node, ...], ...] | None:
    """The rows of a matrix; a tuple, or a list of lists in brackets, can be one too."""
    match node:
        case Node("matrix", rows):
            return tuple(row.args for row in rows)
        case Node("seq", items, "()"):
            return tuple((item,) for item in items)
        case Node("seq", rows, "[]") if all(row.op == "seq" and row.value == "[]" for row in rows):
            return tuple(row.args for row in rows) if len({len(row.args) for row in rows}) == 1 else None
    return None


def matrices(a: Node, b: Node, compare: Compare) -> Decision | None:
    """Two matrices entry by entry; a vector may be written as a tuple, or as a row. None if neither is a matrix."""
    if "matrix" not in (a.op, b.op):
        return None
    sides = all_or_none(matrix_rows(_as_tuple(n)) for n in (a, b))
    if sides is None:
        return None
    shapes = [(len(rows), len(rows[0])) for rows in sides]
    are_vectors = a.op != b.op and all(1 in shape for shape in shapes)
    if shapes[0] != shapes[1] and not are_vectors:
        return refuted("members", Values(*map(str, shapes)), detail="different shapes")
    left, right = ([*chain(*rows)] for rows in sides)
    return ordered(left, right, compare)


def _as_tuple(node: Node) -> Node:
    """A flat sequence is a tuple in any brackets."""
    is_flat = node.op == "seq" and all(item.op != "seq" for item in node.args)
    return Node("seq", node.args, "()") if is_flat else node
