"""The trees of two answers compared by a table of rules: the first that applies decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce

from dikast.verify.decision import Decision, every, refuted, unknown, verified
from dikast.verify.equality.congruences import same_congruences
from dikast.verify.equality.domain import Domain
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.families import perhaps_family, same_family
from dikast.verify.equality.growth import same_growth
from dikast.verify.equality.matrices import multiplied_out, same_vectors
from dikast.verify.equality.measured import bounds_in_si, distributed
from dikast.verify.equality.members import Compare, filled, matrices, ordered, same_beginnings, unordered
from dikast.verify.equality.named import (
    alternatives,
    equation_and_inequality,
    equations,
    otherwise_named,
    subject,
    systems,
    value_and_name,
)
from dikast.verify.equality.noncommuting import same_matrix_products
from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.relations import agree_on_integers, same_chains, same_relations
from dikast.verify.equality.rounding import number_of, printed
from dikast.verify.equality.set_algebra import same_regions
from dikast.verify.equality.sets import is_set
from dikast.verify.equality.sets import same as same_sets
from dikast.verify.equality.shapes import (
    has_free_signs,
    is_assigned,
    is_equation,
    is_inequality,
    is_label,
    last_equation,
    members_of,
    settle,
    spread,
    value_of,
)
from dikast.verify.equality.spellings import UnclearSlopes, in_one_spelling
from dikast.verify.equality.value_texts import as_written, dimensions
from dikast.verify.equality.values import ValuePair
from dikast.verify.policy import Policy
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.applied_letters import applied_names, with_applied
from dikast.verify.syntax.nodes import ELLIPSIS, Node
from dikast.verify.syntax.quantities import has_units, without_units

_VECTORS = frozenset({"seq", "matrix"})
_COLLECTIONS = _VECTORS | {"list", "set", "union", "meet", "minus", "numbers", "builder"}

_OPENING = (*_COLLECTIONS, "pm", "paren")
"""What a tree has in it that is a collection once it is opened."""


@dataclass(frozen=True)
class ValueComparison:
    """Compares under one policy and one domain; the reference comes first, which matters for rounding only.

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
        try:
            a, b = (multiplied_out(distributed(n)) for n in in_one_spelling(a, b))
        except UnclearSlopes:
            return unknown("ambiguous", "derivatives", detail="two notations of a derivative")
        if (products := same_matrix_products(a, b)) is not None:
            return products
        family = same_family(a, b, self.given)
        if family is not None:
            return family
        finding = self.each(a, b)
        is_open = finding.status == "unknown" or finding.method == "growth"
        # A letter before a bracket may be a function: both readings have to come to the same.
        names = frozenset() if is_open else applied_names(a, b)
        if names and self.each(with_applied(a, names), with_applied(b, names)).status != finding.status:
            return unknown("ambiguous", finding.method, detail="a product, or the value of a function")
        if finding.status == "verified" or (finding.status == "unknown" and finding.reason != "precision"):
            return finding
        family = perhaps_family(a, b, self.given) if finding.status == "refuted" else None
        return self._by_rounded(a, b) or family or finding

    def _by_rounded(self, a: Node, b: Node) -> Decision | None:
        """`√5 ≈ 2.236` against `2.236`: the same as what one side is rounded to."""
        rounded = [_rounded_value(n) for n in (a, b)]
        if rounded == [a, b] or self.each(*rounded).status != "verified":
            return None
        return verified("rounding", "rounded")

    def each(self, a: Node, b: Node) -> Decision:
        """Whether they are the same for each value of the names in them."""
        a, b = (settle(multiplied_out(settle(n))) for n in (a, b))
        if a == b and a.op != "text":
            return verified("identical")
        if (chains := same_chains(a, b, self.each)) is not None:
            return chains
        a, b = (_worked_out(last_equation(n)) for n in (a, b))
        for _, rule in RULES:
            if (decided := rule(a, b, self)) is not None:
                return decided
        pair = self.pair or ValuePair(self.policy, self.domain, self.is_integral, self.given)
        return pair(a, b)


ComparisonRule = Callable[[Node, Node, ValueComparison], Decision | None]


def _worked_out(node: Node) -> Node:
    """`3/5 = 0.6` as its value; a false equation of numbers stays an equation."""
    if not is_equation(node) or node.symbols() or any(is_label(a) for a in node.args):
        return node
    return node.args[-1] if equal(node.args[0], node.args[-1]).status == "verified" else node


def _rounded_value(node: Node) -> Node:
    """What follows the last `≈` of a chain, where it is a correct rounding of what is before it."""
    if node.op != "rel" or not str(node.value).endswith("~="):
        return node
    value, decimal = rational_value(number_of(node.args[-2])), printed(number_of(node.args[-1]))
    is_rounding = value is not None and decimal is not None and decimal.stands_for(value)
    return node.args[-1] if is_rounding else node


def _several_intervals(a: Node, b: Node, c: ValueComparison) -> Decision | None:
    """`(-∞, 1) or (2, ∞)` beside a set; with `and` or a comma it may be the union, so another set is open."""
    for row, region in ((a, b), (b, a)):
        is_row = row.op in ("or", "list") and all(n.op == "seq" and len(n.args) == 2 for n in row.args)
        if not is_row or region.op not in ("union", "rel", "or", "seq") or not is_set(region):
            continue
        union = reduce(lambda sets, interval: Node("union", (sets, interval)), row.args)
        finding = same_sets(union, region)
        if finding.status == "verified" or row.op == "or":
            return finding
        return unknown("ambiguous", "sets", detail="several intervals, or their union")
    return None


def _sets(a: Node, b: Node, c: ValueComparison) -> Decision | None:
    """Sets of real numbers, and an interval that may be a pair."""
    if is_set(a) and is_set(b):
        return None if a.op == b.op == "set" else _two_sets(a, b)
    for region, other in ((a, b), (b, a)):
        if not is_set(region) or region.op == "set":
            continue
        if region.op != "seq" and other.op == "seq" and len(other.args) == 2:
            return same_sets(a, b)
        if rational_value(other) is not None:
            return same_sets(*(n if n is region else Node("set", (n,)) for n in (a, b)))
    return None


def _measured_bounds(a: Node, b: Node, c: ValueComparison) -> Decision | None:
    """`x > 5 m` beside `x > 500 cm`, as numbers; a unit on one side only may be left out."""
    measured = [has_units(n) for n in (a, b)]
    if not any(measured) or not any(map(_is_bounded, (a, b))):
        return None
    if not all(measured):
        finding = c.each(without_units(a), without_units(b))
        is_same = finding.status == "verified" and c.policy.units == "optional"
        return finding if is_same else unknown("unsupported", "units", detail="bounds, of which one has a unit")
    sides = all_or_none(map(bounds_in_si, (a, b)))
    if sides is None:
        return unknown("unsupported", "units")
    (left, ours), (right, theirs) = sides
    return c.each(left, right) if ours == theirs else refuted("units", dimensions(ours, theirs))


def _is_bounded(node: Node) -> bool:
    """Inequalities, or an interval that is no pair."""
    parts = node.args if node.op in ("or", "list", "union", "meet") else (node,)
    return any(is_inequality(n) or (n.op == "seq" and n.value in ("(]", "[)")) for n in parts)


def _two_sets(a: Node, b: Node) -> Decision:
    finding = same_sets(a, b)
    if finding.status == "refuted" and (agree_on_integers(a, b) or _may_be_of_integers(a, b)):
        finding = unknown("ambiguous", "sets", detail="the same, if the name is an integer")
    return otherwise_named(finding, subject(a), subject(b))


def _may_be_of_integers(a: Node, b: Node) -> bool:
    """`{x : 0 < x < 4}` beside `{x ∈ ℤ : 0 < x < 4}`: what its name stands for is not said."""
    unsaid = [n for n in (a, b) if n.symbols() and not n.has("numbers")]
    return len(unsaid) == 1 and any(n.op == "numbers" and n.value == "Z" for side in (a, b) for n in side.walk())


def _statement(a: Node, b: Node, c: ValueComparison) -> Decision | None:
    """`5 > 3`, or a congruence, is not a number."""
    statements = [n for n in (a, b) if n.op == "congruence" or is_inequality(n)]
    if len(statements) != 1:
        return None
    (statement,) = statements
    number = rational_value(b if statement is a else a)
    if number is None:
        return None
    if statement.op == "congruence" and _is_residue(statement, number):
        return unknown("ambiguous", "congruences", detail="a residue, or all numbers that have it")
    return refuted("relations", as_written(a, b), detail="a statement and a number")


def _is_residue(congruence: Node, number: Fraction) -> bool:
    """Whether the number may be what `2^100 ≡ 1 (mod 3)` was worked out for; `x ≡ 3 (mod 7)` is a set of solutions."""
    first = congruence.args[0]
    if first.op == "sym" and str(first.value).islower():
        return False
    residue, modulus = map(rational_value, congruence.args[-2:])
    return residue is not None and modulus not in (None, 0) and (residue - number) / modulus % 1 == 0


def _tuples(a: Node, b: Node, c: ValueComparison) -> Decision | None:
    """The brackets of a tuple of more than two members say nothing; those of two members may be an interval's."""
    if not a.op == b.op == "seq":
        return None
    are_plain = len(a.args) != 2 and {a.value, b.value} <= {"()", "[]"}
    if are_plain or a.value == b.value:
        return ordered(a.args, b.args, c)
    intervals = same_sets(a, b)
    are_different_sets = intervals.status == "refuted"
    return intervals if are_different_sets else refuted("members", as_written(a, b), detail="different brackets")


def _unlike(a: Node, b: Node, c: ValueComparison) -> Decision | None:
    """A tuple is not a set, and a vector or a matrix is not a number."""
    kinds = {a.op, b.op}
    if kinds == {"seq", "set"}:
        return unknown("unsupported", "members", detail="a tuple and a set")
    if kinds == {"seq", "list"}:
        return ordered(a.args, b.args, c)
    if not kinds & _COLLECTIONS or kinds & {"list", "set"}:
        return None
    collection, other = (a, b) if a.op in _VECTORS else (b, a)
    if collection.op in _VECTORS and not collection.symbols() and rational_value(other) is not None:
        return refuted("members", as_written(a, b), detail="a collection and a number")
    return unknown("unsupported", "members")


def _lists(a: Node, b: Node, c: ValueComparison) -> Decision | None:
    """Lists and sets member by member; the order of two lists matters only if the policy says so."""
    if not {a.op, b.op} & {"list", "set"}:
        return None
    for relation, other in ((a, b), (b, a)):
        if _is_to_solve(relation) and (not other.symbols() or _gives_values(other, relation)):
            return same_sets(*(n if n is relation else Node("set", members_of(n)) for n in (a, b)))
    left, right = filled(members_of(a)), filled(members_of(b))
    if ELLIPSIS in (*left, *right):
        return same_beginnings(left, right, c)
    if any(map(_is_unsolved, a.args)) != any(map(_is_unsolved, b.args)):
        return unknown("unsupported", "systems", detail="equations to be solved, and values")
    if any(n.op == "text" for n in (*left, *right)) and not (left and right):
        return unknown("unsupported", "text")
    names = a.symbols() | b.symbols()
    are_truths = bool(names) and names <= {"T", "F"}
    if (c.policy.order or are_truths) and a.op == b.op == "list":
        return ordered(left, right, c)
    return unordered(left, right, c, c.policy.multiplicity)


def _is_unsolved(node: Node) -> bool:
    """`x + y = 5`: an equation that gives no name a value."""
    return is_equation(node) and not any(map(is_label, node.args))


def _gives_values(node: Node, relation: Node) -> bool:
    """`x = 3, x = -3` for `|x| = 3`."""
    names = [n.args[0].symbols() for n in node.args if is_assigned(n)]
    return len(names) == len(node.args) and all(name == relation.symbols() for name in names)


def _is_to_solve(node: Node) -> bool:
    """`x(x - 1) = 0`: an equation in one name that does not state the name's value."""
    if not is_equation(node) or len(node.symbols()) != 1:
        return False
    return not is_label(node.args[0]) or node.args[0].op == "call"


def _conditioned(a: Node, b: Node, c: ValueComparison) -> Decision | None:
    """`x = 2` beside `x = 2, a ≠ 0`: the same value under a condition is open; another value refutes."""
    bare = [_without_conditions(n, other) for n, other in ((a, b), (b, a))]
    if bare == [a, b]:
        return None
    finding = c.each(*bare)
    return finding if finding.status == "refuted" else unknown("unsupported", "members", detail="a condition more")


def _without_conditions(node: Node, other: Node) -> Node:
    """`x = 2` of `x = 2, a ≠ 0`: without the inequalities about names that occur nowhere else."""
    if node.op != "list":
        return node
    stated = [n for n in node.args if not is_inequality(n)]
    names = other.symbols().union(*(n.symbols() for n in stated))
    remaining = [n for n in node.args if n in stated or not n.symbols() or n.symbols() & names]
    if len(remaining) in (0, len(node.args)):
        return node
    return remaining[0] if len(remaining) == 1 else Node("list", (*remaining,), node.value)


def _pieces(a: Node, b: Node, c: ValueComparison) -> Decision | None:
    """Functions in pieces: the same conditions with the same values; two different numbers on one piece refute."""
    # `f(x) = …` beside the pieces alone.
    a, b = (value_of(n) if is_assigned(n) and other.op == "pieces" else n for n, other in ((a, b), (b, a)))
    if "pieces" not in (a.op, b.op):
        return None
    if a.op != b.op or len(a.args) != len(b.args):
        return unknown("unsupported", "pieces", detail="pieces of other kinds")
    decisions: list[Decision] = []
    for value, condition in (row.args for row in a.args):
        candidates = [row.args[0] for row in b.args if c.each(condition, row.args[1]).status == "verified"]
        if len(candidates) != 1:
            return unknown("unsupported", "pieces", detail="other conditions")
        decision = c.each(value, candidates[0])
        is_of_numbers = rational_value(value) is not None and rational_value(candidates[0]) is not None
        if decision.status == "refuted" and not is_of_numbers:
            return unknown("unsupported", "pieces", detail="values that may be the same where they hold")
        decisions.append(decision)
    return next((finding for finding in decisions if finding.status == "refuted"), every(decisions))


def _words(a: Node, b: Node, c: ValueComparison) -> Decision | None:
    if "text" not in (a.op, b.op):
        return None
    if a.op == b.op and str(a.value).casefold() == str(b.value).casefold():
        return verified("text")
    return unknown("unsupported", "text")


def _opened(rule: ComparisonRule) -> ComparisonRule:
    """The rule on sides in which `±` and vector arithmetic have been carried out."""

    def on_opened(a: Node, b: Node, c: ValueComparison) -> Decision | None:
        if not any(n.has(*_OPENING) for n in (a, b)):
            return None
        left, right = (settle(multiplied_out(spread(n))) for n in (a, b))
        decision = rule(left, right, c)
        if decision is not None and any(map(has_free_signs, (a, b))):
            return unknown("ambiguous", "plus-minus", detail="signs that are chosen together, or each by itself")
        return decision

    return on_opened


# Each rule gives None for sides that it is not for; sides that no rule takes are two single values.
RULES: tuple[tuple[str, ComparisonRule], ...] = (
    ("bounds in units", _measured_bounds),
    ("functions in pieces", _pieces),
    ("a condition on one side", _conditioned),
    ("classes of growth", lambda a, b, c: same_growth(a, b)),
    ("congruences", lambda a, b, c: same_congruences(a, b)),
    ("two equations", lambda a, b, c: equations(a, b, c.each)),
    ("`x = 3` beside a value without a name", lambda a, b, c: value_and_name(a, b, c.each)),
    ("an equation beside an inequality", equation_and_inequality),
    ("chains of inequalities", same_relations),
    ("several intervals beside a set", _several_intervals),
    ("`x = 2 or x = 3` beside a list", lambda a, b, c: alternatives(a, b, c, c.policy.multiplicity)),
    ("systems", systems),
    ("expressions in named sets", lambda a, b, c: same_regions(a, b)),
    ("sets of real numbers", _sets),
    ("vectors", lambda a, b, c: same_vectors(a, b, c.each)),
    ("a statement beside a number", _statement),
    ("matrices", _opened(matrices)),
    ("tuples", _opened(_tuples)),
    ("collections of different kinds", _opened(_unlike)),
    ("lists and sets", _opened(_lists)),
    ("words", _words),
)
