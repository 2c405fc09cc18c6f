"""A line drawn from the one right before it, in any case of the solution: refuted where it holds nowhere on that line.

By an arrow, as in `2x = 6 \\implies x = 4`; as the next of several lines, `2(x - 3) = 4`, `2x - 6 = 4`, `2x = 8`; by
what is done to both sides; or in another form, as in `simplifying, we get …`. Losing or adding solutions may have its
reasons.
"""

from __future__ import annotations

from fractions import Fraction

from dikast.verify.deciders.chain_links import ChainLink
from dikast.verify.deciders.failing_points import NEAR, failing_point
from dikast.verify.deciders.line_before import LineBefore, is_of_roots
from dikast.verify.deciders.moved_terms import with_moved_terms
from dikast.verify.decision import Decision, refuted
from dikast.verify.doubts import IMPLIED
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.rounding import is_decimal, printed
from dikast.verify.equality.shapes import gives_value, is_equation, of_ends
from dikast.verify.syntax.applied_letters import may_apply
from dikast.verify.syntax.nodes import Node, mul, num
from dikast.verify.witness import Point

RESHAPED = "reshaped"
_TWO = 2
_FEW, _MANY = 3, 4  # terms of two lines
_PLACES = 10  # units of a decimal's last place: a generous bound for its rounding error
_HUNDREDFOLD = (Fraction(100), Fraction(1, 100))
_ROUGHLY = Fraction(1, 20)  # share of a solution: how far rounded numbers may move it
_SHARE = Fraction(1, 100)  # share of a number: how far decimals before it may move it


def drawn(link: ChainLink) -> Decision | None:
    """Refuted where an equation holds nowhere on the one that it follows from, by an arrow or as its next form."""
    before = link.context.preceding
    if before is None or link.sign != "=" or not is_equation(before.tree):
        return None
    prior = of_ends(before.tree)
    if may_apply(prior) or may_apply(link.node):
        return None
    if (moved := _moved(link, before)) is not None:
        return moved
    return _implied(link, before, prior) or _operated(link, before, prior) or _reshaped(link, before, prior)


def _moved(link: ChainLink, before: LineBefore) -> Decision | None:
    """The line before with terms on the other side, where words say that it is that line, or with many terms.

    `a + b = c` and `b + c = a`, one below the other, may both be given.
    """
    fewest = _FEW if len(link.names) == 1 or not before.is_followed_by(link.claim) else _MANY
    is_drawn = (before.is_followed_by, before.is_worked_into, before.gives_at_once)
    is_of_two = len(before.tree.args) == _TWO and not link.is_chained
    if not (is_of_two and any(follows(link.claim) for follows in is_drawn)):
        return None
    return with_moved_terms(before.tree, link.node, fewest)


def _implied(link: ChainLink, before: LineBefore, prior: Node) -> Decision | None:
    """The next line in the same single letter. A value behind a value is not a consequence.

    What an earlier case says of the letter does not matter.
    """
    goes_on = before.is_derived and not before.others and before.is_followed_by(link.claim)
    is_behind_arrow = link.claim.is_implied and before.is_joined_to(link.claim)
    if link.is_chained or not (goes_on or is_behind_arrow):
        return None
    is_of_one = len(link.names) == 1 and prior.symbols() == link.names
    if not is_of_one or gives_value(prior) or not is_of_roots(prior):
        return None
    within = _tolerance_of_decimals(link) if has_decimals(prior) else _tolerance(link)
    return None if within is None else _apart(IMPLIED, prior, link.node, within)


def _operated(link: ChainLink, before: LineBefore, prior: Node) -> Decision | None:
    """What is done to both sides of a line in one letter: `2x + 3 = 13. Subtracting 3 from both sides, 2x = 11`.

    Where little was said, the solutions of both lines tell more.
    """
    is_inner = link.is_chained or len(link.names) != 1 or prior.symbols() != link.names
    is_drawn = before.is_operated_into(link.claim) or before.gives_at_once(link.claim)
    if link.is_short or is_inner or link.is_tried:
        return None
    if not (is_drawn and is_of_roots(prior)) or gives_value(prior):
        return None
    within = _tolerance_of_solution(link) if has_decimals(prior) else _tolerance(link)
    finding = None if within is None else _apart(IMPLIED, prior, link.node, within)
    if finding is None or within is None or _has_another_source(link):
        return None
    # `240x = 60, so x = 25`: in per cent, or in cents
    in_hundredths = (_scaled(link.node, factor) for factor in _HUNDREDFOLD if gives_value(link.node))
    return finding if all(_apart(IMPLIED, prior, claim, within / 100) for claim in in_hundredths) else None


def _scaled(equation: Node, factor: Fraction) -> Node:
    return Node("rel", (equation.args[0], mul(num(factor), equation.args[1])), "=")


def _reshaped(link: ChainLink, before: LineBefore, prior: Node) -> Decision | None:
    """The line before in another form, by the words between the two, or by a side that is kept."""
    is_inner = link.is_chained and bool(link.right.symbols())
    if is_inner or link.is_tried:
        return None
    if not link.names <= prior.symbols() or prior.symbols() & set(link.context.values):
        return None
    if not (is_exact(prior) and is_exact(link.node) and _is_same_line(link, before, prior)):
        return None
    finding = _apart(RESHAPED, prior, link.node)
    return None if finding is None or _has_another_source(link) else finding


def _apart(method: str, prior: Node, claim: Node, within: Fraction = NEAR) -> Decision | None:
    """Refuted with a point of the line before, where the claim holds at none of them."""
    point = failing_point(prior, claim, within=within)
    if point is None:
        return None
    shown = {str(name): str(value.evalf(12)) for name, value in point.items()}
    return refuted(method, Point(shown, "holds", "fails"), relation="not what the line before comes to")


def _has_another_source(link: ChainLink) -> bool:
    """`Expanding these, …`: whether the line may come from an earlier one than the last; an identity says nothing."""
    recent = [e for e in link.context.recent if is_equation(e) and link.names <= e.symbols()]
    telling = [e for e in recent if equal(e.args[0], e.args[-1]).status != "verified"]
    return any(failing_point(of_ends(equation), link.node) is None for equation in telling)


def _is_same_line(link: ChainLink, before: LineBefore, prior: Node) -> bool:
    """Whether only words for reshaping are between the two lines, or blanks where a side is kept."""
    if not before.is_bare_before(link.claim):
        return before.is_worked_into(link.claim)
    is_of_one = len(prior.symbols()) == 1
    goes_on = before.is_reshaped and prior.symbols() == link.names
    return is_of_one and (goes_on or _keeps_a_side(prior, link.node))


def _keeps_a_side(prior: Node, claim: Node) -> bool:
    """`(1 - r)^2 = 3/7` and then `1 - r^2 = 3/7`: a number that no other line has by chance.

    A side with the letter may be kept by another case: `2x - 1 = 5`, `2x - 1 = -5`.
    """
    same_sides = [a for a, b in zip(prior.args, claim.args, strict=True) if a == b and not a.symbols()]
    return any(side.has("add", "mul", "div", "pow") for side in same_sides)


def _tolerance(link: ChainLink) -> Fraction | None:
    """How far apart the sides may be by rounding; None where this is unknown."""
    decimal = printed(link.right)
    if decimal is not None and is_decimal(link.right):
        return _PLACES * decimal.ulp if is_exact(link.left) else None
    if not is_exact(link.node):
        return None
    return Fraction(1) if link.left.op == "sym" and decimal is not None else NEAR


def _tolerance_of_decimals(link: ChainLink) -> Fraction | None:
    """How far apart the sides may be behind a line with decimals; None where no side is a number."""
    number = printed(link.right)
    is_plain = number is not None and is_of_roots(link.node) and link.left.op != "sym"
    return _SHARE * abs(number.value) if number is not None and is_plain else None


def _tolerance_of_solution(link: ChainLink) -> Fraction | None:
    """How far a solution may be from that of a line with decimals, which may be rounded."""
    number = printed(link.right)
    if number is None or link.left.op != "sym":
        return _tolerance_of_decimals(link)
    return max(Fraction(1), _ROUGHLY * abs(number.value))


def is_exact(node: Node) -> bool:
    """Whether it is made of exact numbers, letters and roots, so no rounding makes two lines differ."""
    return is_of_roots(node) and not has_decimals(node)


def has_decimals(node: Node) -> bool:
    """Whether a number was printed with a decimal point, so that it may be rounded."""
    return any("." in inner.literal for inner in node.walk())
