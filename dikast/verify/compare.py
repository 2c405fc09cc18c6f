"""Two answers' trees compared, whatever they are: values, quantities, collections, relations."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from fractions import Fraction

from dikast.verify.approximate import known, rational, rounded
from dikast.verify.equations import same_solutions
from dikast.verify.finding import Finding, refuted, unknown, verified
from dikast.verify.ladder import Domain, equal
from dikast.verify.matrices import multiplied_out
from dikast.verify.members import matrices, ordered, unordered
from dikast.verify.policy import Policy
from dikast.verify.quantities import has_units, in_si, without_units
from dikast.verify.sets import is_set
from dikast.verify.sets import same as same_sets
from dikast.verify.shapes import (
    assignments,
    is_equation,
    is_label,
    last_equation,
    settle,
    spread,
    system,
    value_of,
)
from dikast.verify.tree import Node
from dikast.verify.unit_table import NONE

_CONSTANT = re.compile(r"[A-DKck](?:_\d)?")
_COLLECTIONS = frozenset({"list", "set", "seq", "matrix", "union", "meet", "minus", "numbers", "builder"})


@dataclass(frozen=True)
class Comparison:
    """Compares under one policy and one domain; the reference comes first, but only rounding tells the two apart.

    `is_integral` says that the question asks for an antiderivative, whose constant one side may leave out.
    """

    policy: Policy = field(default_factory=Policy)
    domain: Domain = field(default_factory=lambda: Domain(is_real=True))
    is_integral: bool = False

    def __call__(self, a: Node, b: Node) -> Finding:
        """Whether two answers are the same."""
        a, b = (settle(multiplied_out(settle(n))) for n in (a, b))
        if a == b and a.op != "text":
            return verified("identical")
        a, b = last_equation(a), last_equation(b)
        for rule in (self._relations, self._alternatives, self._sets, self._collections, self._words):
            finding = rule(a, b)
            if finding is not None:
                return finding
        return self._values(a, b)

    def _relations(self, a: Node, b: Node) -> Finding | None:
        if "congruence" in (a.op, b.op) and {a.op, b.op} <= {"congruence", "call"}:
            return self._congruences(*(_as_congruence(n) for n in (a, b)))
        if is_equation(a) and is_equation(b):
            return self._equations(a, b)
        if a.op == b.op == "rel" and a.value == b.value == "in":
            return self(a.args[1], b.args[1])
        for one, other in ((a, b), (b, a)):
            if is_equation(one) and other.op not in ("rel", "or") and system(other) is None:
                if is_label(one.args[0]):
                    return self._ordered_as(a, b, value_of(one), other, one is a)
                if is_label(one.args[1]) and not is_label(one.args[0]):
                    return self._ordered_as(a, b, settle(one.args[0]), other, one is a)
            if one.op == "rel" and one.value == "in":
                return self._ordered_as(a, b, value_of(one), value_of(other), one is a)
        return self._chains(a, b)

    def _chains(self, a: Node, b: Node) -> Finding | None:
        """Chains of inequalities over names: the same signs between equal members, read either way."""
        if a.op != "rel" or b.op != "rel" or (is_set(a) and is_set(b)):
            return None
        flipped = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
        turned = " ".join(flipped.get(s, s) for s in reversed(str(b.value).split()))
        for signs, members in ((b.value, b.args), (turned, tuple(reversed(b.args)))):
            if signs == a.value and len(members) == len(a.args):
                finding = ordered(a.args, members, self)
                if finding.status == "verified":
                    return finding
        if len(a.args) == len(b.args) == 2:
            return self._inequalities(a, b)
        return unknown("unsupported", "relations")

    def _inequalities(self, a: Node, b: Node) -> Finding:
        """`l < r` in several variables: the same if one difference is a positive multiple of the other."""
        signs = {"<": ("<", 1), ">": ("<", -1), "<=": ("<=", 1), ">=": ("<=", -1)}
        if a.value not in signs or b.value not in signs:
            return unknown("unsupported", "relations")
        (kind, n), (other, m) = signs[str(a.value)], signs[str(b.value)]
        left, right = (
            Node("mul", (Node("num", value=Fraction(s)), Node("add", (r.args[0], Node("neg", (r.args[1],))))))
            for r, s in ((a, n), (b, m))
        )
        if kind == other and equal(left, right, self.domain).status == "verified":
            return verified("relations")
        return unknown("unsupported", "relations")

    def _ordered_as(self, a: Node, b: Node, one: Node, other: Node, is_first: bool) -> Finding:
        return self(one, other) if is_first else self(other, one)

    def _equations(self, a: Node, b: Node) -> Finding:
        if is_label(a.args[0]) and a.args[0] == b.args[0]:
            finding = self(a.args[1], b.args[1])
            if finding.status == "verified" or a.args[0].symbols().isdisjoint(a.args[1].symbols()):
                return finding
        functions = [is_label(n.args[0]) and n.args[0].op == "apply" for n in (a, b)]
        if functions[0] != functions[1] and all(is_label(n.args[0]) for n in (a, b)):
            return self(a.args[1], b.args[1]).noting(names=[str(a.args[0]), str(b.args[0])])
        finding = same_solutions(a, b)
        labels = [is_label(n.args[0]) and not n.args[1].symbols() for n in (a, b)]
        if finding.status != "verified" and all(labels) and a.args[0].symbols() != b.args[0].symbols():
            return self(a.args[1], b.args[1]).noting(names=[str(a.args[0]), str(b.args[0])])
        return finding

    def _congruences(self, a: Node, b: Node) -> Finding:
        moduli = [rational(n.args[-1]) for n in (a, b)]
        if None in moduli or (a.args[0] != b.args[0] and "..." not in (a.args[0].value, b.args[0].value)):
            return unknown("unsupported", "congruences")
        if moduli[0] != moduli[1]:
            return refuted("congruences", left=str(moduli[0]), right=str(moduli[1]), detail="different moduli")
        left, right = rational(a.args[1]), rational(b.args[1])
        if left is None or right is None or not moduli[0]:
            return unknown("unsupported", "congruences")
        rest = (left - right) % moduli[0]
        return refuted("congruences", difference=str(left - right)) if rest else verified("congruences")

    def _alternatives(self, a: Node, b: Node) -> Finding | None:
        sides = [assignments(n) for n in (a, b)]
        if any(side is not None for side in sides):
            values = [side[1] if side is not None else n for side, n in zip(sides, (a, b), strict=True)]
            if any(v.op == "or" or is_equation(v) for v in values):
                finding = same_solutions(a, b)
                if finding.status != "unknown" or not any(is_equation(v) for v in values):
                    return finding
                values = [value_of(v) for v in values]
            left, right = (_listed(v) for v in values)
            return unordered(left, right, self, self.policy.multiplicity)
        if "or" in (a.op, b.op) and not (is_set(a) and is_set(b)):
            return same_solutions(a, b)
        systems = [system(n) for n in (a, b)]
        if systems[0] is not None and systems[1] is not None:
            if systems[0].keys() != systems[1].keys():
                return unknown("unsupported", "systems", detail="different names")
            return ordered([*systems[0].values()], [systems[1][k] for k in systems[0]], self)
        for one, (this, that) in zip(systems, ((a, b), (b, a)), strict=True):
            if one is not None and that.op in ("seq", "list"):
                values_seq = Node("seq", tuple(one.values()), "()")
                other = Node("seq", that.args, "()")
                return self(values_seq, other) if this is a else self(other, values_seq)
        return None

    def _sets(self, a: Node, b: Node) -> Finding | None:
        if is_set(a) and is_set(b) and not (a.op == b.op == "set"):
            return same_sets(a, b)
        for one, other in ((a, b), (b, a)):
            if is_set(one) and one.op not in ("set", "seq") and other.op == "seq" and len(other.args) == 2:
                return same_sets(a, b)
            if (
                is_set(one)
                and other.op in ("num", "add", "mul", "neg", "div", "call", "pow", "const")
                and one.op != "set"
            ):
                return refuted("sets", detail="a set and a number") if not one.symbols() else None
        return None

    def _collections(self, a: Node, b: Node) -> Finding | None:
        a, b = (settle(multiplied_out(spread(n))) for n in (a, b))
        if (finding := matrices(a, b, self)) is not None:
            return finding
        if a.op == b.op == "seq":
            if a.value != b.value and not self._alike(a, b):
                return refuted("members", left=str(a.value), right=str(b.value), detail="different brackets")
            return ordered(a.args, b.args, self)
        if a.op not in _COLLECTIONS and b.op not in _COLLECTIONS:
            return None
        if {a.op, b.op} == {"seq", "set"}:
            return unknown("unsupported", "members", detail="a tuple and a set")
        if {a.op, b.op} == {"seq", "list"}:
            return ordered(a.args, b.args, self)
        if not {a.op, b.op} & {"list", "set"}:
            return _unlike(a, b)
        left, right = _listed(a), _listed(b)
        if any(n.op == "text" for n in (*left, *right)) and not (left and right):
            return unknown("unsupported", "text")
        if self.policy.order and a.op == b.op == "list":
            return ordered(left, right, self)
        return unordered(left, right, self, self.policy.multiplicity)

    def _alike(self, a: Node, b: Node) -> bool:
        """Brackets of tuples of more than two members say nothing; of two they may be an interval's."""
        return len(a.args) != 2 and {a.value, b.value} <= {"()", "[]"}

    def _words(self, a: Node, b: Node) -> Finding | None:
        if "text" not in (a.op, b.op):
            return None
        if a.op == b.op and str(a.value).casefold() == str(b.value).casefold():
            return verified("text")
        return unknown("unsupported", "text")

    def _values(self, a: Node, b: Node) -> Finding:
        if has_units(a) or has_units(b):
            return self._quantities(a, b)
        if "percent" in (a.op, b.op) and a.op != b.op:
            return self._percentages(a, b)
        if a.op == b.op == "ratio":
            return self._ratios(a, b)
        if (a.literal == "degrees") != (b.literal == "degrees") and self.policy.units == "optional":
            plain = [n.args[0].args[0] if n.literal == "degrees" else n for n in (a, b)]
            if equal(plain[0], plain[1], self.domain).status == "verified":
                return verified("units", units="on one side only")
        have_constants = _constant(a) and _constant(b)
        if have_constants or (self.is_integral and not self.policy.constant):
            a, b = _without_constant(a), _without_constant(b)
        if (finding := self._antiderivative(a, b)) is not None:
            return finding
        if have_constants and (finding := self._slopes(a, b)) is not None:
            return finding
        finding = self._family(a, b) or equal(a, b, self.domain)
        if finding.status == "refuted" and self._is_renamed(a, b):
            return unknown("ambiguous", "names", detail="the same but for the names of constants", **finding.evidence)
        return finding if finding.status == "verified" else rounded(a, b, finding, self.policy)

    def _is_renamed(self, a: Node, b: Node) -> bool:
        """`C e^x` and `A e^x`: equal once the arbitrary constants of one side have the other's names."""
        ours, theirs = sorted(a.symbols() - b.symbols()), sorted(b.symbols() - a.symbols())
        if not 1 <= len(ours) == len(theirs) <= 3 or not all(_CONSTANT.fullmatch(n) for n in (*ours, *theirs)):
            return False
        renamed = (_renamed(b, dict(zip(names, ours, strict=True))) for names in itertools.permutations(theirs))
        return any(equal(a, other, self.domain).status == "verified" for other in renamed)

    def _slopes(self, a: Node, b: Node) -> Finding | None:
        """`ln x + C` and `ln 2x + C` are the same antiderivatives: their slopes say so. None if the slopes differ."""
        names = sorted(a.symbols() | b.symbols())
        if len(names) != 1 or equal(a, b, self.domain).status == "verified":
            return None
        variable, once = Node("sym", value=names[0]), Node("num", value=Fraction(1))
        left, right = (Node("diff", (n, variable, once)) for n in (a, b))
        finding = equal(left, right, self.domain)
        return None if finding.status == "refuted" else finding.noting(constant="on both sides")

    def _quantities(self, a: Node, b: Node) -> Finding:
        if has_units(a) != has_units(b):
            if self.policy.units == "required":
                return refuted("units", detail="one side has no unit")
            numbers = self._values(without_units(a), without_units(b))
            if _is_angle(a) or _is_angle(b):
                turned = [n if not has_units(n) else (in_si(n) or (n,))[0] for n in (a, b)]
                numbers = numbers if numbers.status == "verified" else self._values(turned[0], turned[1])
            return numbers.noting(units="on one side only")
        left, right = in_si(a), in_si(b)
        if left is None or right is None:
            return unknown("unsupported", "units")
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

    def _percentages(self, a: Node, b: Node) -> Finding:
        finding = equal(a, b, self.domain)
        if finding.status == "verified" or self.policy.percent == "required":
            return finding if finding.status == "verified" else rounded(a, b, finding, self.policy)
        plain = [n.args[0] if n.op == "percent" else n for n in (a, b)]
        other = equal(plain[0], plain[1], self.domain)
        if other.status == "verified":
            return other.noting(percent="the sign is on one side only")
        return rounded(a, b, finding, self.policy)

    def _ratios(self, a: Node, b: Node) -> Finding:
        if len(a.args) != len(b.args):
            return refuted("ratio", detail="different numbers of parts")
        for i in range(1, len(a.args)):
            left = Node("mul", (a.args[0], b.args[i]))
            right = Node("mul", (b.args[0], a.args[i]))
            finding = equal(left, right, self.domain)
            if finding.status != "verified":
                return finding
        return verified("ratio")

    def _antiderivative(self, a: Node, b: Node) -> Finding | None:
        """An indefinite integral and what it comes to: compared by their slopes."""
        integral, other = (a, b) if a.op == "int" else (b, a)
        if integral.op != "int" or len(integral.args) != 2:
            return None
        body, variable = integral.args
        slope = other.args[0] if other.op == "int" else Node("diff", (other, variable, Node("num", value=Fraction(1))))
        return equal(slope, body, self.domain)

    def _family(self, a: Node, b: Node) -> Finding | None:
        """`π/4 + nπ` and `5π/4 + kπ`: the same set of values while the letter runs through the integers."""
        from dikast.verify.families import same_family

        return same_family(a, b)


def _as_congruence(node: Node) -> Node:
    """`2 (mod 7)` as a congruence of something unnamed."""
    if node.op != "call" or node.value != "mod":
        return node
    return Node("congruence", (Node("text", value="..."), *node.args), "===")


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


def _unlike(a: Node, b: Node) -> Finding:
    """A vector or a matrix is no number."""
    one, other = (a, b) if a.op in ("seq", "matrix") else (b, a)
    if one.op in ("seq", "matrix") and known(other) is not None and not one.symbols():
        return refuted("members", detail="a collection and a number")
    return unknown("unsupported", "members")


def _listed(node: Node) -> tuple[Node, ...]:
    if node.op in ("list", "set", "or"):
        return tuple(m for part in node.args for m in _members(part))
    return _members(node)


def _members(node: Node) -> tuple[Node, ...]:
    opened = spread(value_of(settle(node)))
    return opened.args if opened.op == "set" and node.op != "set" else (opened,)


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


__all__ = ["NONE", "Comparison"]
