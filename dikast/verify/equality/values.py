"""Two single values compared as answers: numbers, quantities, percentages, ratios."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.antiderivatives import renamed_constants, same_antiderivatives, same_slope
from dikast.verify.equality.domain import Domain
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.measured import ANGLES, TEMPERATURES, TURNS, Sides, has_unit, with_tonnes
from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.rounding import PrintedValue, may_be_rounded_within, number_of, rounded_answer
from dikast.verify.equality.value_texts import as_written
from dikast.verify.policy import Policy
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import ONE, Node, mul
from dikast.verify.syntax.quantities import has_units, in_si, is_mixed, without_units

_HALF_A_KELVIN = Fraction(1, 2)
_ALSO_IN_DEGREES = TURNS | TEMPERATURES | {"C", "F", "K"}


@dataclass(frozen=True)
class ValuePair:
    """Compares values under one policy and one domain; see ValueComparison."""

    policy: Policy
    domain: Domain
    is_integral: bool = False
    given: frozenset[str] = frozenset()

    def __call__(self, a: Node, b: Node) -> Decision:
        if has_units(a) != has_units(b):
            return self._left_out(a, b)
        if has_units(a):
            return self._quantities(a, b)
        if a.op != b.op and "percent" in (a.op, b.op):
            return self._percentages(a, b)
        if a.op == b.op == "ratio":
            return self._ratios(a, b)
        if self._differ_by_degree_sign(a, b):
            return verified("units", units="on one side only")
        is_absorbed = self.is_integral and not self.policy.constant
        if _are_of_other_moduli(a, b):
            return unknown("ambiguous", "residues", detail="remainders, or classes of numbers")
        finding = same_slope(a, b, self.domain) or same_antiderivatives(a, b, is_absorbed, self.domain)
        finding = finding or self._expressions(a, b)
        is_apart = finding.status == "refuted" and self.policy.rounding != "none"
        if is_apart and may_be_rounded_within(a, b):
            return unknown("precision", "rounding", detail="numbers that may be rounded")
        return finding

    def _left_out(self, a: Node, b: Node) -> Decision:
        """A quantity and a bare number."""
        if self.policy.units == "required":
            return refuted("units", as_written(a, b), detail="one side has no unit")
        if is_mixed(a) or is_mixed(b):
            return unknown("ambiguous", "units", detail="several units against a number without one")
        if (angle := self._angles(a, b)) is not None:
            return angle
        numbers = self(without_units(a), without_units(b))
        if (scaled := self._cancelled(a, b)) is not None:
            is_bare = scaled.status == "refuted" and numbers.status == "verified"
            return unknown("ambiguous", "units", detail="a share, or its number") if is_bare else scaled
        if "percent" in (a.op, b.op):
            return _of_different_kinds(a, b)
        if numbers.status == "refuted" and a.symbols() != b.symbols():
            return unknown("ambiguous", "units", detail="letters that may be units")
        return numbers.noting(units="on one side only")

    def _angles(self, a: Node, b: Node) -> Decision | None:
        """Radians, which may be beside degrees or without their unit, and degrees beside any other unit."""
        is_beside_degrees = "degrees" in (a.literal, b.literal)
        if has_unit(a, ANGLES) or has_unit(b, ANGLES):
            left, right = ((in_si(n) or (n,))[0] for n in (a, b))
            finding = equal(left, right, self.domain)
            if finding.status == "verified":
                return finding
            if is_beside_degrees:
                return self._rounded(a, b, (left, right), finding)
        return _of_different_kinds(a, b) if is_beside_degrees else None

    def _cancelled(self, a: Node, b: Node) -> Decision | None:
        """`5 cm/m` against 0.05: units that cancel leave their scale; None where a dimension is left."""
        sides = Sides.of(a, b)
        if sides is None or sides.mismatch is not None:
            return None
        finding = equal(sides.left, sides.right, self.domain)
        return finding if finding.status == "verified" else self._rounded(a, b, (sides.left, sides.right), finding)

    def _quantities(self, a: Node, b: Node) -> Decision:
        sides = Sides.of(a, b)
        if sides is None:
            return unknown("unsupported", "units")
        if sides.mismatch is not None:
            if sides.may_be_others(a, b):
                return unknown("ambiguous", "units", detail="fluid ounces, or months in days")
            return refuted("units", sides.mismatch)
        finding = equal(sides.left, sides.right, self.domain)
        if finding.status == "verified":
            return finding.noting(method="units")
        if has_unit(a, TURNS) != has_unit(b, TURNS):
            return unknown("ambiguous", "units", detail="turns and radians")
        if has_unit(a, TEMPERATURES) != has_unit(b, TEMPERATURES) and _are_within_half_a_kelvin(sides):
            return unknown("precision", "units", detail="within half a kelvin")
        rounded = self._rounded(a, b, (sides.left, sides.right), finding)
        return self._refuted_or_tons(a, b, rounded) if rounded.status == "refuted" and not a.symbols() else rounded

    def _refuted_or_tons(self, a: Node, b: Node, refutation: Decision) -> Decision:
        """Both as they are written; open where the tons may be tons of 1000 kg."""
        metric = Sides.of(with_tonnes(a), with_tonnes(b))
        if metric is None or equal(metric.left, metric.right, self.domain).status != "verified":
            return refuted(refutation.method, as_written(a, b))
        return unknown("ambiguous", "units", detail="tons of 2000 pounds, or of 1000 kg")

    def _percentages(self, a: Node, b: Node) -> Decision:
        """A percentage and a number that may be the same without its sign."""
        finding = equal(a, b, self.domain)
        if finding.status == "verified":
            return finding
        if self.policy.percent == "optional":
            left, right = (n.args[0] if n.op == "percent" else n for n in (a, b))
            other = equal(left, right, self.domain)
            if other.status == "verified":
                return other.noting(percent="the sign is on one side only")
        return self._rounded(a, b, (a, b), finding)

    def _ratios(self, a: Node, b: Node) -> Decision:
        if len(a.args) != len(b.args):
            return refuted("ratio", as_written(a, b), detail="different numbers of parts")
        pairs = zip(a.args[1:], b.args[1:], strict=True)
        findings = (equal(mul(a.args[0], y), mul(b.args[0], x), self.domain) for x, y in pairs)
        return next((finding for finding in findings if finding.status != "verified"), verified("ratio"))

    def _differ_by_degree_sign(self, a: Node, b: Node) -> bool:
        """`90°` and `90`, where the policy lets a unit be left out."""
        if _is_in_degrees(a) == _is_in_degrees(b) or self.policy.units != "optional":
            return False
        return equal(number_of(a), number_of(b), self.domain).status == "verified"

    def _expressions(self, a: Node, b: Node) -> Decision:
        """Two expressions: equal, equal after rounding, or equal up to the names of constants."""
        finding = equal(a, b, self.domain)
        if finding.status != "refuted":
            return finding if finding.status == "verified" else self._rounded(a, b, (a, b), finding)
        if (renamed := renamed_constants(a, b, self.given, self.domain)) is not None:
            return renamed
        if all(map(_is_letter, a.symbols() ^ b.symbols())):
            return self._rounded(a, b, (a, b), finding)
        # Names that are no letters of mathematics may be units: the numbers without them may still differ.
        left, right = (n.map(lambda m: ONE if m.op == "sym" and not _is_letter(str(m.value)) else None) for n in (a, b))
        bare = equal(left, right, self.domain)
        is_apart = bare.status == "refuted"
        return bare if is_apart else unknown("ambiguous", "names", detail="a word that may be a unit")

    def _rounded(self, a: Node, b: Node, values: tuple[Node, Node], exactly: Decision) -> Decision:
        """What rounding of either side may account for; `values` are both in the same units."""
        if self.policy.rounding == "none" or exactly.reason in ("cost", "timeout"):
            return exactly
        rationals = all_or_none(map(rational_value, values))
        if rationals is None:
            return exactly
        left, right = map(PrintedValue.of, (a, b), rationals)
        return rounded_answer(left, right, exactly, self.policy)


def _of_different_kinds(a: Node, b: Node) -> Decision:
    """A quantity beside an angle or a share; degrees may be of a temperature, or count turns."""
    is_of_angle = "degrees" in (a.literal, b.literal)
    if any(_is_in_degrees(part) for n in (a, b) if has_units(n) for part in n.args):
        return unknown("ambiguous", "units", detail="an angle with its direction")  # `30° N`
    if is_of_angle and (has_unit(a, _ALSO_IN_DEGREES) or has_unit(b, _ALSO_IN_DEGREES)):
        return unknown("ambiguous", "units", detail="degrees of an angle, or turns or a temperature")
    return refuted("units", as_written(a, b), detail="measures of different kinds")


def _are_within_half_a_kelvin(sides: Sides) -> bool:
    kelvins = all_or_none(map(rational_value, (sides.left, sides.right)))
    return kelvins is not None and abs(kelvins[0] - kelvins[1]) <= _HALF_A_KELVIN


def _are_of_other_moduli(a: Node, b: Node) -> bool:
    """`3 mod 7` and `3 mod 8`."""
    are_residues = a.op == b.op == "call" and a.value == b.value == "mod"
    return are_residues and a.args[1] != b.args[1]


def _is_in_degrees(node: Node) -> bool:
    """`30°`, and `-30°`."""
    return node.literal == "degrees" or (node.op == "neg" and _is_in_degrees(node.args[0]))


def _is_letter(name: str) -> bool:
    """Whether a name is written in letters that mathematics uses for names, Latin or Greek ones."""
    return all(ch.isascii() or "\u0370" <= ch <= "\u03ff" or not ch.isalpha() for ch in name)
