"""Two answers' trees compared, whatever they are: values, quantities, collections, relations."""

from __future__ import annotations

from dataclasses import dataclass, field

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.domain import Domain
from dikast.verify.equality.equations import same_solutions
from dikast.verify.equality.families import perhaps_family, same_family
from dikast.verify.equality.known import known
from dikast.verify.equality.ladder import equal
from dikast.verify.equality.matrices import multiplied_out
from dikast.verify.equality.members import Compare, matrices, ordered, unordered
from dikast.verify.equality.relations import chains, congruences
from dikast.verify.equality.sets import is_set
from dikast.verify.equality.sets import same as same_sets
from dikast.verify.equality.shapes import (
    assignments,
    is_equation,
    is_label,
    last_equation,
    settle,
    spread,
    system,
    value_of,
)
from dikast.verify.equality.values import ValuePair
from dikast.verify.policy import Policy
from dikast.verify.syntax.nodes import Node

_COLLECTIONS = frozenset({"list", "set", "seq", "matrix", "union", "meet", "minus", "numbers", "builder"})


@dataclass(frozen=True)
class ValueComparison:
    """Compares under one policy and one domain; the reference comes first, but only rounding tells the two apart.

    `is_integral` says that the question asks for an antiderivative, whose constant one side may leave out, `given`
    which names the question is about. `pair` compares two single values where it is not as answers.
    """

    policy: Policy = field(default_factory=Policy)
    domain: Domain = field(default_factory=lambda: Domain(is_real=True))
    is_integral: bool = False
    given: frozenset[str] = frozenset()
    pair: Compare | None = None

    def __call__(self, a: Node, b: Node) -> Decision:
        """Whether two answers are the same."""
        family = same_family(a, b, self.given)
        if family is not None:
            return family
        finding = self._each(a, b)
        return (perhaps_family(a, b, self.given) or finding) if finding.status == "refuted" else finding

    def _each(self, a: Node, b: Node) -> Decision:
        """Whether they are the same for each value of the names in them."""
        a, b = (settle(multiplied_out(settle(n))) for n in (a, b))
        if a == b and a.op != "text":
            return verified("identical")
        a, b = (_worked_out(last_equation(n)) for n in (a, b))
        for rule in (self._relations, self._alternatives, self._sets, self._collections, self._words):
            finding = rule(a, b)
            if finding is not None:
                return finding
        return (self.pair or ValuePair(self.policy, self.domain, self.is_integral, self.given))(a, b)

    def _relations(self, a: Node, b: Node) -> Decision | None:
        if "congruence" in (a.op, b.op) and {a.op, b.op} <= {"congruence", "call"}:
            return congruences(a, b)
        if is_equation(a) and is_equation(b):
            return self._equations(a, b)
        if a.op == b.op == "rel" and a.value == b.value == "in":
            return self(a.args[1], b.args[1])
        for one, other in ((a, b), (b, a)):
            if is_equation(one) and other.op not in ("rel", "or") and system(other) is None:
                value = _labelled_value(one)
                if value is not None:
                    return self._ordered_as(a, b, value, other, one is a)
            if one.op == "rel" and one.value == "in":
                return self._ordered_as(a, b, value_of(one), value_of(other), one is a)
        return chains(a, b, self, self.domain)

    def _ordered_as(self, a: Node, b: Node, one: Node, other: Node, is_first: bool) -> Decision:
        return self._each(one, other) if is_first else self._each(other, one)

    def _equations(self, a: Node, b: Node) -> Decision:
        if is_label(a.args[0]) and a.args[0] == b.args[0]:
            finding = self._each(a.args[1], b.args[1])
            if finding.status == "verified" or a.args[0].symbols().isdisjoint(a.args[1].symbols()):
                return finding
        functions = [is_label(n.args[0]) and n.args[0].op == "apply" for n in (a, b)]
        if functions[0] != functions[1] and all(is_label(n.args[0]) for n in (a, b)):
            return self._each(a.args[1], b.args[1]).noting(names=[str(a.args[0]), str(b.args[0])])
        finding = same_solutions(a, b)
        labels = [is_label(n.args[0]) and not n.args[1].symbols() for n in (a, b)]
        if finding.status != "verified" and all(labels) and a.args[0].symbols() != b.args[0].symbols():
            return self._each(a.args[1], b.args[1]).noting(names=[str(a.args[0]), str(b.args[0])])
        return finding

    def _alternatives(self, a: Node, b: Node) -> Decision | None:
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
        return self._systems(a, b)

    def _systems(self, a: Node, b: Node) -> Decision | None:
        """`x = 1, y = 2` against another system, or against the tuple `(1, 2)`; None if neither is a system."""
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

    def _sets(self, a: Node, b: Node) -> Decision | None:
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

    def _collections(self, a: Node, b: Node) -> Decision | None:
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
        return self._lists(a, b)

    def _lists(self, a: Node, b: Node) -> Decision:
        """Lists and sets member by member; the order of two lists matters only if the policy says so."""
        left, right = _listed(a), _listed(b)
        if any(n.op == "text" for n in (*left, *right)) and not (left and right):
            return unknown("unsupported", "text")
        if self.policy.order and a.op == b.op == "list":
            return ordered(left, right, self)
        return unordered(left, right, self, self.policy.multiplicity)

    def _alike(self, a: Node, b: Node) -> bool:
        """Brackets of tuples of more than two members say nothing; of two they may be an interval's."""
        return len(a.args) != 2 and {a.value, b.value} <= {"()", "[]"}

    def _words(self, a: Node, b: Node) -> Decision | None:
        if "text" not in (a.op, b.op):
            return None
        if a.op == b.op and str(a.value).casefold() == str(b.value).casefold():
            return verified("text")
        return unknown("unsupported", "text")


def _worked_out(node: Node) -> Node:
    """`3/5 = 0.6` as its value; an equation of numbers that is false stays one."""
    if not is_equation(node) or node.symbols() or any(is_label(a) for a in node.args):
        return node
    return node.args[-1] if equal(node.args[0], node.args[-1]).status == "verified" else node


def _labelled_value(equation: Node) -> Node | None:
    """The value in `x = 3` or `3 = x`; None where neither side is a label."""
    if is_label(equation.args[0]):
        return value_of(equation)
    return settle(equation.args[0]) if is_label(equation.args[1]) else None


def _unlike(a: Node, b: Node) -> Decision:
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
