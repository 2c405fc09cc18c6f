"""Are two expressions equal? Steps from cheap to costly, stopping at the first that decides.

Same tree; exact rationals; what is left once equal terms are taken away. Constants then differ by enclosures, or are
proved equal, or unknown: digits that agree prove nothing. Expressions with letters are tried at random points, which
refute; those that agree at all of them are proved equal, or `numeric`.
"""

from __future__ import annotations

from dataclasses import replace

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.algebra import build, unbuild
from dikast.verify.equality.domain import ANYWHERE
from dikast.verify.equality.domain import Domain as Domain
from dikast.verify.equality.exact import Doubtful, Undefined, exact, rational
from dikast.verify.equality.intervals import BITS, disjoint
from dikast.verify.equality.numeric import Ball, apart, enclosed
from dikast.verify.equality.proofs import has_i, prove_zero
from dikast.verify.equality.sampling import by_points, counting, enclosures
from dikast.verify.equality.terms import Terms, difference, rational_part, rebuilt
from dikast.verify.equality.value_texts import as_written, shown, told_apart
from dikast.verify.equality.work_limits import TooLong, within
from dikast.verify.syntax.nodes import OO, ZERO, Node, TooCostly
from dikast.verify.witness import Values, as_record

_SERIES, _CALCULUS = frozenset({"sum", "prod"}), frozenset({"lim", "int", "diff"})

_COUNTED_OUT = 400
_CLOSED_FORM_S = 1.0


def bare(node: Node) -> Node:
    """The tree without brackets that only group."""

    def change(n: Node) -> Node | None:
        return bare(n.args[0]) if n.op == "paren" else None

    return node.map(change)


def equal(a: Node, b: Node, domain: Domain = ANYWHERE) -> Decision:
    """Whether two expressions are equal wherever both have a value."""
    a, b = bare(a), bare(b)
    if a == b:
        return verified("identical")
    try:
        return _by_rationals(a, b) or _compared(a, b, domain)
    except TooCostly as error:
        return unknown("cost", detail=str(error))
    except TooLong:
        return unknown("timeout", "symbolic")
    except Undefined as error:
        return unknown("precision" if isinstance(error, Doubtful) else "unsupported", detail=str(error))


def _by_rationals(a: Node, b: Node) -> Decision | None:
    """Decided by exact rational arithmetic; None where a side is no rational, or too large for it."""
    try:
        left, right = exact(a), exact(b)
    except Undefined as error:
        return unknown("domain", "exact", detail=str(error))
    except TooCostly:
        return None
    if left is None or right is None:
        return None
    if left == right:
        return verified("exact", left=shown(left), right=shown(right))
    return refuted("exact", told_apart(left, right))


def _compared(a: Node, b: Node, domain: Domain) -> Decision:
    """Decided by what is left once limits, integrals and the like are worked out and equal terms are taken away."""
    counts = replace(domain, whole=domain.whole | counting(a) | counting(b))
    a, b = _computed(a), _computed(b)
    remainder = difference(a, b)
    if not remainder:
        return verified("algebra")
    names = sorted(a.symbols() | b.symbols())
    return by_points(a, b, names, counts) if names else _constants(a, b, remainder)


def _computed(node: Node) -> Node:
    """The tree with limits, integrals and derivatives, and sums of too many terms, replaced by their values."""
    return node.map(_closed_form) if node.has(*_SERIES, *_CALCULUS) else node


def _closed_form(node: Node) -> Node | None:
    if node.op in _SERIES:
        low, high = rational(node.args[2]), rational(node.args[3])
        if low is not None and high is not None and high - low <= _COUNTED_OUT:
            return None
    elif node.op not in _CALCULUS:
        return None
    try:
        with within(_CLOSED_FORM_S):
            return unbuild(build(node, {} if has_i(node) else {"real": True}))
    except Undefined:
        is_endless = node.op in _CALCULUS or node.has("apply") or OO in node.walk()
        if is_endless:
            raise
        return node  # no closed form, but its terms can be counted out


def _constants(a: Node, b: Node, remainder: Terms) -> Decision:
    """Numbers: different by enclosures, or proved equal. Digits that agree are not enough."""
    if (number := rational_part(remainder)) is not None:
        return refuted("exact", as_written(a, b), difference=shown(number))
    is_real = not (has_i(a) or has_i(b))
    left, right = (enclosed(n, is_real=is_real) for n in (a, b))
    if left is None or right is None:
        # A root of a negative number inside may have a complex value.
        left, right = (enclosed(n, is_real=False) for n in (a, b))
    if left is None or right is None:
        return _infinities(a, b, left, right)
    if apart(left, right) and (proof := enclosures(a, b, {}, is_real)):
        return refuted("numeric", _told_apart(left, right), enclosures=proof)
    # Quick intervals first, then a proof, and the intervals of many digits only where there is no proof.
    remainder_node = rebuilt(remainder)
    if disjoint(remainder_node, ZERO, is_real=is_real, precisions=BITS[:-1]):
        return refuted("numeric", _told_apart(left, right), enclosures="intervals")
    if prove_zero(remainder_node):
        return verified("algebra", value=str(left))
    if disjoint(remainder_node, ZERO, is_real=is_real, precisions=BITS[-1:]):
        return refuted("numeric", _told_apart(left, right), enclosures="intervals")
    return unknown("precision", "numeric", detail="no proof", **as_record(_told_apart(left, right)))


def _told_apart(left: Ball, right: Ball) -> Values:
    """Both numbers with enough digits to show that they differ, if that is not too many."""
    digits = next((n for n in (12, 25, 50) if left.digits(n) != right.digits(n)), 12)
    return Values(left.digits(digits), right.digits(digits))


def _infinities(a: Node, b: Node, left: Ball | None, right: Ball | None) -> Decision:
    """Constants, at least one without a finite value: both may be infinite."""
    infinite = [_infinity(n) for n in (a, b)]
    sides = Values(*(sign or str(ball) for sign, ball in zip(infinite, (left, right), strict=True)))
    if all(infinite):
        return verified("infinite") if infinite[0] == infinite[1] else refuted("infinite", sides)
    if any(infinite) and any(side and side.radius <= abs(side.centre) for side in (left, right)):
        return refuted("infinite", sides)
    return unknown("domain", "numeric", detail="no value")


def _infinity(node: Node) -> str:
    """The infinity's sign and symbol; empty for anything else."""
    sign = ""
    while node.op == "neg":
        node, sign = node.args[0], "" if sign else "-"
    return f"{sign}∞" if node == OO else ""
