"""One link of a chain, `left sign right`, where everything has a value: does it hold?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from dikast.verify.decision import Decision, every, refuted, unknown, verified
from dikast.verify.equality.compare import ValueComparison
from dikast.verify.equality.domain import ANYWHERE, Domain
from dikast.verify.equality.exact import rational
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.matrices import multiplied_out
from dikast.verify.equality.measured import (
    Sides,
    all_measured,
    clash,
    has_conversion,
    in_one_unit,
    in_symbols,
    one_unit,
    perhaps_letters,
)
from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.rounding import PrintedValue, near, rounded_result
from dikast.verify.equality.sets import is_set, membership
from dikast.verify.equality.sets import same as same_sets
from dikast.verify.equality.shapes import settle, spread
from dikast.verify.equality.value_texts import as_written, shown, told_apart
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import Node, mul
from dikast.verify.syntax.quantities import has_units, without_units

_ORDER: Mapping[str, Callable[[Fraction], bool]] = {
    "<": lambda d: d < 0, ">": lambda d: d > 0, "<=": lambda d: d <= 0, ">=": lambda d: d >= 0, "!=": lambda d: d != 0,
}  # fmt: skip
_COLLECTIONS = frozenset({"seq", "set", "matrix", "list"})
_COMBINED = frozenset({"union", "meet", "minus"})
_OPERATIONS = frozenset({"add", "div", "pow", "call"})
_LINEAR = frozenset({"add", "mul", "div", "neg", "paren"})
_ROUNDED = Fraction(1, 100)
_TWO = 2
_TOO_NEAR = Fraction(1, 10**25)
_PERCENT = (Fraction(100), Fraction(1, 100))
_PERCENT_OFF = Fraction(1, 50)


def holds(left: Node, sign: str, right: Node, domain: Domain = ANYWHERE) -> Decision:
    """Whether the relation holds between two expressions without free symbols (or identically)."""
    left, right = settle(left), settle(right)
    if sign in ("=", "~="):
        return equality(left, right, sign == "~=", domain)
    if sign in _ORDER:
        return _comparison(left, sign, right)
    if sign in ("in", "notin"):
        return membership(left, right, is_said=sign == "in")
    return unknown("unsupported", "relation", detail=sign)


def equality(left: Node, right: Node, is_approximate: bool = False, domain: Domain = ANYWHERE) -> Decision:
    """Equality of values, with what rounding and units allow."""
    left, right = (settle(multiplied_out(n)) for n in (left, right))
    link = ValueLink(domain, is_approximate)
    if left.has("pm") or right.has("pm"):
        return _of_two_signs(left, right, link)
    if "ratio" in (left.op, right.op) and (finding := _ratios(left, right, link)) is not None:
        return finding
    are_sets = is_set(left), is_set(right)
    if not any(are_sets) and not {left.op, right.op} & _COLLECTIONS:
        return link(left, right)
    is_combined = bool({left.op, right.op} & _COMBINED)
    if is_combined or (all(are_sets) and not left.op == right.op == "set"):
        return same_sets(left, right)
    if left.op != right.op:
        return unknown("unsupported", "members")
    return ValueComparison(domain=domain, pair=link)(spread(left), spread(right))


def is_badly_approximated(node: Node) -> bool:
    """Whether a chain goes on behind `≈` with a value that can't be its rounded value: `2π ≈ 6.82`."""
    signs = str(node.value).split() if node.op == "rel" else []
    members = zip(signs, pairwise(node.args), strict=False)
    rounded = (pair for sign, pair in members if sign == "~=" and not pair[0].symbols())
    return any(equality(*pair, True).status == "refuted" for pair in rounded)


def _of_two_signs(left: Node, right: Node, link: ValueLink) -> Decision:
    """`(2 ± √16)/2 = 1 ± 2`: the same two values on both sides, in whichever order."""
    if not (_is_sum_with_sign(left) and _is_sum_with_sign(right)):
        return unknown("unsupported", "plus-minus")
    ours, theirs = spread(left).args, spread(right).args
    pairs = [every((link(ours[0], one), link(ours[1], other))) for one, other in (theirs, theirs[::-1])]
    matching = next((finding for finding in pairs if finding.status == "verified"), None)
    if matching is not None:
        return matching
    is_rounded = link.is_approximate or any("." in node.literal for side in (left, right) for node in side.walk())
    are_apart = all(finding.status == "refuted" for finding in pairs)
    if not are_apart or (is_rounded and not _are_far([*ours, *theirs])):
        return unknown("unsupported", "plus-minus")
    return pairs[0]


def _is_sum_with_sign(node: Node) -> bool:
    """Whether the value goes up and down by the same amount: the `±` is in no power and no denominator."""
    if node.op == "pm":
        return not any(arg.has("pm") for arg in node.args)
    inner = [arg for arg in node.args if arg.has("pm")]
    if len(inner) != 1 or node.op not in _LINEAR:
        return False
    is_above = node.op != "div" or inner == [node.args[0]]
    return is_above and _is_sum_with_sign(inner[0])


def _are_far(values: Sequence[Node]) -> bool:
    """Whether the first two of four values differ from the others by more than what rounding makes of the largest."""
    numbers = all_or_none(map(rational_value, values))
    if numbers is None:
        return False
    slack = _ROUNDED * max(map(abs, numbers))
    ours, theirs = numbers[:2], numbers[2:]
    return all(any(abs(a - b) > slack for a, b in zip(ours, row, strict=True)) for row in (theirs, theirs[::-1]))


def _ratios(left: Node, right: Node, link: ValueLink) -> Decision | None:
    """`12:8:4 = 3:2:1`, part by part; None where two parts of one side are the quotient on the other."""
    if left.op == right.op and len(left.args) == len(right.args):
        (a, *ours), (b, *theirs) = left.args, right.args
        return every(link(mul(a, y), mul(b, x)) for x, y in zip(ours, theirs, strict=True))
    is_longer = any(node.op == "ratio" and len(node.args) > _TWO for node in (left, right))
    return unknown("unsupported", "ratio") if is_longer else None


def _comparison(left: Node, sign: str, right: Node) -> Decision:
    sides = Sides.of(left, right) if has_units(left) or has_units(right) else Sides(left, right)
    if sides is None or sides.mismatch is not None:
        return unknown("unsupported", "units")
    values = all_or_none(map(rational_value, (sides.left, sides.right)))
    if values is None:
        return unknown("unsupported", "comparison")
    a, b = values
    is_exact = rational(sides.left) is not None and rational(sides.right) is not None
    if not is_exact and abs(a - b) <= _TOO_NEAR * max(abs(a), abs(b), Fraction(1)):
        return _of_equals(sides.left, sign, sides.right)
    if _ORDER[sign](a - b):
        return verified("comparison")
    return refuted("comparison", as_written(left, right) if has_units(left) else told_apart(a, b))


def _of_equals(left: Node, sign: str, right: Node) -> Decision:
    """Two values whose digits all agree: what is proved equal is neither unequal, nor less, nor greater."""
    proved = equal(left, right)
    if proved.status != "verified":
        return unknown("precision", "comparison")
    return verified("comparison") if sign in ("<=", ">=") else refuted("comparison", relation="equal")


@dataclass(frozen=True)
class ValueLink:
    """Compares the two ends of one sign; the right one may be a rounding of the left."""

    domain: Domain
    is_approximate: bool

    def __call__(self, left: Node, right: Node) -> Decision:
        if has_units(left) or has_units(right):
            return self._quantities(left, right)
        return self._numbers(left, right, right)

    def _quantities(self, left: Node, right: Node) -> Decision:
        """With units and without: both must fail to refute, unless every number carries its unit."""
        for side in (left, right):
            if (mixed := clash(side)) is not None:
                return refuted("units", mixed)
        # The numbers alone may be right where the units were left out on one side, or written carelessly.
        bare = self._numbers(without_units(left), without_units(right), without_units(right))
        bare = _in_own_units(bare, left, right)
        if not (has_units(left) and has_units(right)):
            return self._on_one_side(left, right, bare)
        sides = Sides.of(left, right)
        if sides is None:
            return bare if one_unit(left, right) else unknown("unsupported", "units")
        if sides.mismatch is not None:
            return self._mismatched(left, right, sides, bare)
        measured = _in_own_units(self._numbers(sides.left, sides.right, right), left, right)
        is_measured = all_measured(left) and all_measured(right)
        if measured.status != "refuted" or bare.status != "verified" or is_measured:
            return measured
        if sides.are_converted(left, right):
            return bare
        # `5 cm × 10 = 50 km` on a map, `3 days × 8 = 24 hours` at work.
        return unknown("ambiguous", "units", detail="a number without a unit may be a rate")

    def _on_one_side(self, left: Node, right: Node, bare: Decision) -> Decision:
        """A unit may be left out of a calculation, and of a result; a lone number beside a quantity says nothing."""
        sides = Sides.of(left, right)
        if sides is not None and sides.mismatch is None:
            return self._cancelled(left, right, sides, bare)
        if bare.status != "refuted":
            return bare
        if perhaps_letters(left) or perhaps_letters(right):
            return unknown("ambiguous", "units", detail="letters that may be units")
        parts = (*left.walk(), *right.walk())
        is_calculated = any(n.op in _OPERATIONS or (n.op == "mul" and n.value != "unit") for n in parts)
        return bare if is_calculated else unknown("unsupported", "units", detail="a unit on one side only")

    def _cancelled(self, left: Node, right: Node, sides: Sides, bare: Decision) -> Decision:
        """`5 cm / 2 m = 0.025`: what is left of units that cancel is their scale."""
        measured = self._numbers(sides.left, sides.right, right)
        if measured.status != "refuted" or bare.status == "refuted":
            return measured
        return unknown("ambiguous", "units", detail="units that cancel, or numbers alone")

    def _mismatched(self, left: Node, right: Node, sides: Sides, bare: Decision) -> Decision:
        """Symbols of different dimensions can't be equal; in a story a number may have a unit that is not said."""
        is_physics = in_symbols(left) and in_symbols(right) and not sides.may_be_others(left, right)
        is_measured = all_measured(left) and all_measured(right) and not has_conversion(left)
        if is_measured and (is_physics or sides.are_of_rate(left)):
            return refuted("units", sides.mismatch)
        if is_physics or bare.status == "refuted" or not sides.names_result(left):
            return unknown("unsupported", "units", detail="different dimensions")
        return bare

    def _numbers(self, left: Node, right: Node, as_printed: Node) -> Decision:
        finding = equal(left, right, self.domain)
        if finding.status != "refuted" or left.symbols() or right.symbols():
            return finding
        values = all_or_none(map(rational_value, (left, right)))
        if values is None:
            return finding
        a, b = values
        if (percent := _percent(left, right, a, b)) is not None:
            return percent
        return rounded_result(left, a, PrintedValue.of(as_printed, b), self.is_approximate, finding)


def _in_own_units(finding: Decision, left: Node, right: Node) -> Decision:
    return finding if finding.witness is None else refuted(finding.method, in_one_unit(left, right))


def _percent(left: Node, right: Node, a: Fraction, b: Fraction) -> Decision | None:
    """The decision where a percent sign explains a factor of a hundred between numbers; None if it doesn't."""
    is_alone = (left.op == "percent") != (right.op == "percent")
    is_hundredth = b != 0 and a / b in _PERCENT
    factors = (arg for n in (*left.walk(), *right.walk()) if n.op in ("mul", "div") for arg in n.args)
    is_scaled = any(arg.op == "num" and arg.value in _PERCENT for arg in factors)
    if is_alone and is_scaled and is_hundredth:
        return verified("percent", value=shown(b))
    is_hundredfold = any(near(a * factor, b, _PERCENT_OFF) for factor in _PERCENT)
    if is_hundredfold and left.has("percent") != right.has("percent"):
        return unknown("ambiguous", "percent", left=shown(a), right=shown(b))
    return None
