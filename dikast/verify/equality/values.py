"""Two single values compared: numbers, quantities, percentages, ratios, antiderivatives."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from fractions import Fraction

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.approximate import known, rounded
from dikast.verify.equality.ladder import Domain, equal
from dikast.verify.policy import Policy
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.quantities import has_units, in_si, is_mixed, perhaps_fluid, without_units

_CONSTANT = re.compile(r"[A-DKckmn](?:_\d)?")


@dataclass(frozen=True)
class ValuePair:
    """Compares values under one policy and one domain; see Comparison."""

    policy: Policy
    domain: Domain
    is_integral: bool

    def __call__(self, a: Node, b: Node) -> Decision:
        if has_units(a) or has_units(b):
            return self._quantities(a, b)
        if "percent" in (a.op, b.op) and a.op != b.op:
            return self._percentages(a, b)
        if a.op == b.op == "ratio":
            return self._ratios(a, b)
        if self._differ_by_degree_sign(a, b):
            return verified("units", units="on one side only")
        have_constants = _constant(a) and _constant(b)
        if have_constants or (self.is_integral and not self.policy.constant):
            a, b = _without_constant(a), _without_constant(b)
        if (finding := self._antiderivative(a, b)) is not None:
            return finding
        if have_constants and (finding := self._slopes(a, b)) is not None:
            return finding
        return self._expressions(a, b)

    def _differ_by_degree_sign(self, a: Node, b: Node) -> bool:
        """`90°` and `90`, where the policy lets a unit be left out."""
        if (a.literal == "degrees") == (b.literal == "degrees") or self.policy.units != "optional":
            return False
        plain = [n.args[0].args[0] if n.literal == "degrees" else n for n in (a, b)]
        return equal(plain[0], plain[1], self.domain).status == "verified"

    def _expressions(self, a: Node, b: Node) -> Decision:
        """Two expressions: equal, equal after rounding, or equal but for the names of constants."""
        finding = equal(a, b, self.domain)
        if finding.status == "refuted" and self._is_renamed(a, b):
            detail = "the same but for the names of constants"
            return unknown("ambiguous", "names", **(finding.evidence | {"detail": detail}))
        return finding if finding.status == "verified" else rounded(a, b, finding, self.policy)

    def _is_renamed(self, a: Node, b: Node) -> bool:
        """`C e^x` and `A e^x`: equal once the arbitrary constants of one side have the other's names."""
        ours, theirs = sorted(a.symbols() - b.symbols()), sorted(b.symbols() - a.symbols())
        if not 1 <= len(ours) == len(theirs) <= 3 or not all(_CONSTANT.fullmatch(n) for n in (*ours, *theirs)):
            return False
        renamed = (_renamed(b, dict(zip(names, ours, strict=True))) for names in itertools.permutations(theirs))
        return any(equal(a, other, self.domain).status == "verified" for other in renamed)

    def _slopes(self, a: Node, b: Node) -> Decision | None:
        """`ln x + C` and `ln 2x + C` are the same antiderivatives: their slopes say so. None if the slopes differ."""
        names = sorted(a.symbols() | b.symbols())
        if len(names) != 1 or equal(a, b, self.domain).status == "verified":
            return None
        variable, once = Node("sym", value=names[0]), Node("num", value=Fraction(1))
        left, right = (Node("diff", (n, variable, once)) for n in (a, b))
        finding = equal(left, right, self.domain)
        return None if finding.status == "refuted" else finding.noting(constant="on both sides")

    def _left_out(self, a: Node, b: Node) -> Decision:
        """A quantity and a bare number."""
        if self.policy.units == "required":
            return refuted("units", detail="one side has no unit")
        if is_mixed(a) or is_mixed(b):
            return unknown("ambiguous", "units", detail="several units against a number without one")
        if (_is_angle(a) or _is_angle(b)) and "degrees" in (a.literal, b.literal):
            left, right = (n if n.literal == "degrees" else (in_si(n) or (n,))[0] for n in (a, b))
            return equal(left, right, self.domain)
        numbers = self(without_units(a), without_units(b))
        if _is_angle(a) or _is_angle(b):
            turned = [n if not has_units(n) else (in_si(n) or (n,))[0] for n in (a, b)]
            numbers = numbers if numbers.status == "verified" else self(turned[0], turned[1])
        if numbers.status == "refuted" and a.symbols() != b.symbols():
            return unknown("ambiguous", "units", detail="letters that may be units")
        return numbers.noting(units="on one side only")

    def _quantities(self, a: Node, b: Node) -> Decision:
        if has_units(a) != has_units(b):
            return self._left_out(a, b)
        left, right = in_si(a), in_si(b)
        if left is None or right is None:
            return unknown("unsupported", "units")
        if left[1] != right[1] and perhaps_fluid(a, b, (left[1], right[1])):
            return unknown("ambiguous", "units", detail="ounces of weight, or fluid ones")
        if left[1] != right[1]:
            return refuted("units", left=_dimension(left[1]), right=_dimension(right[1]), detail="different dimensions")
        finding = equal(left[0], right[0], self.domain)
        if finding.status == "verified":
            return finding.noting(method="units")
        if _turns(a) != _turns(b):
            return unknown("ambiguous", "units", detail="turns and radians")
        if _has_offset(a) != _has_offset(b) and _within_half(left[0], right[0]):
            return unknown("precision", "units", detail="within half a kelvin")
        return rounded(a, b, finding, self.policy, (left[0], right[0]))

    def _percentages(self, a: Node, b: Node) -> Decision:
        finding = equal(a, b, self.domain)
        if finding.status == "verified" or self.policy.percent == "required":
            return finding if finding.status == "verified" else rounded(a, b, finding, self.policy)
        plain = [n.args[0] if n.op == "percent" else n for n in (a, b)]
        other = equal(plain[0], plain[1], self.domain)
        if other.status == "verified":
            return other.noting(percent="the sign is on one side only")
        return rounded(a, b, finding, self.policy)

    def _ratios(self, a: Node, b: Node) -> Decision:
        if len(a.args) != len(b.args):
            return refuted("ratio", detail="different numbers of parts")
        for i in range(1, len(a.args)):
            left = Node("mul", (a.args[0], b.args[i]))
            right = Node("mul", (b.args[0], a.args[i]))
            finding = equal(left, right, self.domain)
            if finding.status != "verified":
                return finding
        return verified("ratio")

    def _antiderivative(self, a: Node, b: Node) -> Decision | None:
        """An indefinite integral and what it comes to: compared by their slopes."""
        integral, other = (a, b) if a.op == "int" else (b, a)
        if integral.op != "int" or len(integral.args) != 2:
            return None
        body, variable = integral.args
        slope = other.args[0] if other.op == "int" else Node("diff", (other, variable, Node("num", value=Fraction(1))))
        return equal(slope, body, self.domain)


def _constant(node: Node) -> bool:
    """Whether a constant of integration is added."""
    return node.op == "add" and any(n.op == "sym" and n.value in ("C", "K") for n in node.args)


def _without_constant(node: Node) -> Node:
    """The sum without its constant of integration, if something with a variable is left."""
    if not _constant(node):
        return node
    kept = tuple(n for n in node.args if not (n.op == "sym" and n.value in ("C", "K")))
    rest = kept[0] if len(kept) == 1 else Node("add", kept)
    return rest if rest.symbols() else node


def _renamed(node: Node, names: dict[str, str]) -> Node:
    return node.map(lambda n: Node("sym", value=names[str(n.value)]) if n.op == "sym" and n.value in names else None)


def _has_offset(node: Node) -> bool:
    return any(n.op == "unit" and n.value in ("degC", "degF") for n in node.walk())


def _within_half(left: Node, right: Node) -> bool:
    values = known(left), known(right)
    return values[0] is not None and values[1] is not None and abs(values[0] - values[1]) <= Fraction(1, 2)


def _turns(node: Node) -> bool:
    """Whether turns are counted, of which each is 2π radians or one."""
    return any(n.op == "unit" and n.value in ("rpm", "rev", "revolution", "revolutions", "Hz") for n in node.walk())


def _is_angle(node: Node) -> bool:
    return any(n.op == "unit" and n.value in ("rad", "radian", "radians") for n in node.walk())


def _dimension(dimension: tuple[int, ...]) -> str:
    names = ("m", "kg", "s", "A", "K", "mol", "cd", "$")
    return "·".join(f"{n}^{d}" if d != 1 else n for n, d in zip(names, dimension, strict=True) if d) or "none"
