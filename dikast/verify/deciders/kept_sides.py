"""A line that keeps a side of the line before and works out the other: `P = 3·4 + 1. Simplifying, P = 14`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from dikast.verify.deciders.chain_links import EQUALS, ChainLink, LinkOutcome
from dikast.verify.deciders.closed_links import is_lone
from dikast.verify.deciders.line_before import LineBefore
from dikast.verify.decision import Decision
from dikast.verify.doubts import doubted
from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.shapes import is_equation
from dikast.verify.equality.value_relations import equality
from dikast.verify.failed_claim import Failed
from dikast.verify.syntax.nodes import Node

METHOD = "worked out"
_HUNDREDFOLD = (Fraction(100), Fraction(1, 100))
# Their values are in degrees or radians, or to a base, which is often not stated.
_OF_MEASURE = frozenset(
    "sin cos tan cot sec csc asin acos atan acot asec acsc arcsin arccos arctan arccot log ln lg".split()
)


def kept_side(link: ChainLink) -> LinkOutcome:
    """Refuted where the other side has another value than before; the value of the kept side does not matter.

    Open where the line before may be read in another way, or the values may be the same after all.
    """
    before = link.context.preceding
    if before is None or link.sign not in EQUALS or link.is_tried:
        return None
    first, *others = (_worked_out(link, tree, before) for tree in (before.tree, *before.others))
    if first is None or all(finding is not None and finding.status == "refuted" for finding in others):
        return first
    return first.opened("ambiguous", "the line before may be read otherwise")


def _worked_out(link: ChainLink, prior: Node, before: LineBefore) -> Decision | None:
    """The decision on a side in this reading of the line before; None where it holds, or no side is kept."""
    sides = next(_other_sides(prior, link.node), None) if is_equation(prior) else None
    if sides is None or sides[0].symbols() | sides[1].symbols() or not _is_only_worked_out(link, sides[0], before):
        return None
    finding = equality(*sides, link.sign == "~=", link.domain)
    if finding.status != "refuted":
        return None
    finding = replace(finding, method=METHOD)
    calculation = Node("rel", sides, "=")
    if _has_another_value(link, *sides):
        return finding.opened("ambiguous", "perhaps worked out from an earlier line")
    if _has_unsaid_measure(calculation) or _may_be_one(*sides):
        return finding.opened("ambiguous", "perhaps the same in another unit, or made whole")
    return doubted(Failed(link.claim, calculation, finding, link.context))


def _has_another_value(link: ChainLink, side_before: Node, worked: Node) -> bool:
    """`1/2 = sin x and 1/√2 = sin x. Simplifying these, …`: whether an earlier line gives the kept side another one."""
    earlier = {other for equation in link.context.equations for other, _ in _other_sides(equation, link.node)}
    others = (side for side in earlier - {side_before, worked} if not side.symbols())
    return any(equality(side, side_before).status != "verified" for side in others)


def _has_unsaid_measure(calculation: Node) -> bool:
    return any(node.op == "call" and node.value in _OF_MEASURE for node in calculation.walk())


def _may_be_one(side_before: Node, worked: Node) -> bool:
    """`n = 100/7, so n = 15`: a number of things, made whole; `C = 3·25, so C = 0.75`: in cents, and in dollars."""
    before, after = rational_value(side_before), rational_value(worked)
    if before is None or not after:
        return False
    is_whole = after.denominator == 1 and abs(after - before) < 1
    return is_whole or before / after in _HUNDREDFOLD


def _other_sides(prior: Node, claim: Node) -> Iterator[tuple[Node, Node]]:
    """The sides that differ, where the other sides are the same and have letters."""
    left, right = (prior.args[0], claim.args[0]), (prior.args[-1], claim.args[-1])
    for equal_sides, others in ((left, right), (right, left)):
        if equal_sides[0] == equal_sides[1] and equal_sides[0].symbols():
            yield others


def _is_only_worked_out(link: ChainLink, side_before: Node, before: LineBefore) -> bool:
    """Whether the words between the lines only say that the calculation before is carried out."""
    if before.is_worked_into(link.claim):
        return True
    return not is_lone(side_before) and before.gives_at_once(link.claim) and not link.claim.cues.words_after
