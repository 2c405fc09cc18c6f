"""Values with names: `x = 3`, `x = 1, y = 2`, `x = 2 or x = 3`. A name counts: `y = 3` is another answer."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence

from dikast.verify.decision import Decision, unknown
from dikast.verify.equality.equations import same_solutions
from dikast.verify.equality.members import Compare, ordered, unordered
from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.sets import is_set
from dikast.verify.equality.sets import same as same_sets
from dikast.verify.equality.shapes import (
    assignments,
    is_equation,
    is_inequality,
    is_label,
    members_of,
    settle,
    spread,
    system,
    value_of,
)
from dikast.verify.syntax.nodes import Node, sym
from dikast.verify.syntax.printer import written

_MOST_ORDERED = 4
_INTEGERS = frozenset("nkm")
_ORDERED = ("seq", "list")


def equations(a: Node, b: Node, compare: Compare) -> Decision | None:
    """Two equations: by their values where the names are the same, else by their solutions."""
    if not (is_equation(a) and is_equation(b)):
        return None
    if a.has("pm") != b.has("pm") and len(a.symbols() | b.symbols()) == 1:
        return same_sets(*map(_with_both_signs, (a, b)))
    b = _with_argument(b, a.args[0])
    if is_label(a.args[0]) and is_label(b.args[0]):
        return _definitions(a, b, compare)
    return _or_renamed(same_solutions(a, b), a, b)


def _definitions(a: Node, b: Node, compare: Compare) -> Decision | None:
    """Two equations that each begin with a name, or with what may be one."""
    (name, value), (other_name, other_value) = a.args[:2], b.args[:2]
    if name == other_name:
        finding = compare(value, other_value)
        if finding.status == "verified" or _is_defined(name, value) or name.symbols().isdisjoint(value.symbols()):
            return finding
    if name.op == other_name.op == "seq":
        return None  # a system: `(x, y) = (1, 2)` and `(y, x) = (2, 1)`
    if (name.op == "apply") != (other_name.op == "apply"):
        values = compare(value, other_value).noting(names=[written(name), written(other_name)])
        return values if _are_function_and_letter(name, other_name) else otherwise_named(values, name, other_name)
    finding = same_solutions(a, b)
    if finding.status == "verified" or value.symbols() or other_value.symbols():
        return _or_renamed(finding, a, b)
    return otherwise_named(compare(value, other_value), name, other_name)


def _are_function_and_letter(a: Node, b: Node) -> bool:
    """`f(x)` and `y`; not `E(X)` and `X` or `P(X)`, nor `f(x)` and `f^{-1}(x)`, which is read as a product."""
    function, letter = (a, b) if a.op == "apply" else (b, a)
    is_letter = letter.op == "sym" and "(" not in str(letter.value)
    return is_letter and letter.symbols().isdisjoint(function.symbols())


def _with_both_signs(node: Node) -> Node:
    """`x = ±3` as the set of its values."""
    return spread(settle(node.args[-1])) if node.args[0].op == "sym" and node.has("pm") else node


def _is_defined(name: Node, value: Node) -> bool:
    """`f(x) = 2x` says what f is, where f is not on the right."""
    return name.op == "apply" and name.value not in value.values_of("apply", "sym")


def _with_argument(node: Node, name: Node) -> Node:
    """`f(t) = t^2` as `f(x) = x^2`, where the other side is of `f(x)`; `f(3) = 5` and `f(a) = 5` are no such."""
    match node.args[0], name:
        case Node("apply", (Node("sym", (), own),), f), Node("apply", (Node("sym", (), other),), g) if f == g:
            names = node.args[-1].symbols()
            return node.renamed({str(own): str(other)}) if own in names and other not in names else node
    return node


def _or_renamed(finding: Decision, a: Node, b: Node) -> Decision:
    """Two equations that each have a name of their own may say the same in other letters, or in other coordinates.

    What only one has may also be the integer of a family: `tan x = 1` beside `x = π/4 + nπ`.
    """
    ours, theirs = a.symbols() - b.symbols(), b.symbols() - a.symbols()
    is_renamed = bool(ours and theirs) or (bool(ours | theirs) and ours | theirs <= _INTEGERS)
    if finding.status != "refuted" or not is_renamed:
        return finding
    return unknown("ambiguous", "names", detail="equations in other letters")


def otherwise_named(values: Decision, a: Node | None, b: Node | None) -> Decision:
    """The values' finding; equal values say nothing about two different names."""
    if a is None or b is None or a == b:
        return values
    if values.status == "verified":
        return unknown("ambiguous", "names", detail=f"the values of {written(a)} and of {written(b)}")
    is_open = values.status == "refuted" and not a.symbols().isdisjoint(b.symbols())  # of `|x|` and `x`
    return unknown("ambiguous", "names", detail=f"{written(a)} and {written(b)}") if is_open else values


def value_and_name(a: Node, b: Node, compare: Compare) -> Decision | None:
    """`x = 3` or `x in S` beside a value that has no name."""
    match a, b:
        case Node("rel", (x, left_set), "in"), Node("rel", (y, right_set), "in"):
            return otherwise_named(compare(left_set, right_set), x, y)
        case (Node("rel", (x, region), "in"), other) | (other, Node("rel", (x, region), "in")) if subject(other):
            return otherwise_named(compare(region, other), x, subject(other))
    left, right = _named_value(a, b), _named_value(b, a) or _summed_value(b, a)
    if left is None and right is None:
        return None
    return compare(left or value_of(a), right or value_of(b))


def subject(node: Node) -> Node | None:
    """The name that a condition such as `x > 3` is about; a set by itself, and a name's value, are about none."""
    parts = node.args if node.op in ("or", "list") else (node,)
    names = node.symbols() if any(map(is_inequality, parts)) else frozenset()
    return sym(*names) if len(names) == 1 else None


def _named_value(node: Node, other: Node) -> Node | None:
    """The value in `x = 3` or `3 = x`; None where neither side is a name, or the other is more than a value."""
    if node.op == "rel" and node.value == "in":
        return value_of(node)
    if not is_equation(node) or other.op in ("rel", "or") or system(other) is not None:
        return None
    if node.args[0].op == "call" and other.op in ("list", "set"):
        return None  # `|x| = 3` has two solutions
    if is_label(node.args[0]):
        return value_of(node)
    return settle(node.args[0]) if is_label(node.args[-1]) else None


def _summed_value(answer: Node, reference: Node) -> Node | None:
    """The value in `m + n = 293`, where a number is asked for; as a reference it may be a line's equation."""
    if not is_equation(answer) or answer.args[0].op != "add" or rational_value(reference) is None:
        return None
    terms = (term.args[0] if term.op == "neg" else term for term in answer.args[0].args)
    value = value_of(answer)
    return value if all(map(is_label, terms)) and rational_value(value) is not None else None


def equation_and_inequality(a: Node, b: Node, compare: Compare) -> Decision | None:
    """`x = 9` beside `x > 9`: as sets of numbers."""
    is_mixed = any(is_equation(one) and is_inequality(other) for one, other in ((a, b), (b, a)))
    return same_sets(a, b) if is_mixed and a.symbols() == b.symbols() and len(a.symbols()) == 1 else None


def alternatives(a: Node, b: Node, compare: Compare, multiplicity: bool) -> Decision | None:
    """`x = 2 or x = 3` beside another list of values."""
    left, right = assignments(a), assignments(b)
    if left is None and right is None:
        is_open = "or" in (a.op, b.op) and not (is_set(a) and is_set(b))
        return _by_solutions(a, b) if is_open else None
    # A side that assigns nothing is its own value, and has no name.
    (our_names, ours), (their_names, theirs) = left or ((), a), right or ((), b)
    names = [own for own in (our_names, their_names) if own]
    values = (ours, theirs)
    if any(value.op == "or" or is_equation(value) for value in values):
        finding = _by_solutions(a, b)
        is_value = any(is_equation(value) and (value.args[0],) in names for value in values)
        if finding.status != "unknown" or not is_value:
            return finding
        values = (value_of(ours), value_of(theirs))
    decision = unordered(members_of(values[0]), members_of(values[1]), compare, multiplicity)
    return otherwise_named(decision, names[0][0], names[1][0]) if len(names) == 2 else decision


def _by_solutions(a: Node, b: Node) -> Decision:
    """Equations by their solutions, as real numbers where the algebra of complex ones does not settle it."""
    finding = same_solutions(a, b)
    is_single = len(a.symbols() | b.symbols()) == 1
    return same_sets(a, b) if finding.status == "unknown" and is_single else finding


def systems(a: Node, b: Node, compare: Compare) -> Decision | None:
    """`x = 1, y = 2` against another system, or against the tuple `(1, 2)`; None if neither is a system."""
    left, right = system(a), system(b)
    if left is None and right is not None and a.op in _ORDERED:
        return _tuple_of(right, lambda values: ordered(a.args, values, compare))
    if left is None or (right is None and b.op not in _ORDERED):
        return None
    if right is None:
        return _tuple_of(left, lambda values: ordered(values, b.args, compare))
    if left.keys() != right.keys():
        return unknown("unsupported", "systems", detail="different names")
    finding = ordered([*left.values()], [right[name] for name in left], compare)
    if finding.status == "refuted" and _are_numbered(left):
        others = itertools.permutations(right.values())
        if any(ordered([*left.values()], other, compare).status == "verified" for other in others):
            return unknown("ambiguous", "systems", detail="which of them is the first")
    return finding


def _are_numbered(names: Mapping[Node, Node]) -> bool:
    """`x_1` and `x_2`: solutions, numbered in some order, or the unknowns of a system."""
    stems = {str(name.value).partition("_")[0] for name in names}
    return len(stems) == 1 < len(names) <= _MOST_ORDERED and all("_" in str(name.value) for name in names)


def _tuple_of(named: Mapping[Node, Node], compare: Callable[[Sequence[Node]], Decision]) -> Decision:
    """The members of a tuple are in alphabetical order of their names if these are neighbours, such as x, y and z.

    Others, such as m and b, are in the order they are written in. A match in another order is left open.
    """
    written_so, by_letter = list(named), sorted(named, key=str)
    letters = [str(name.value)[:1] for name in by_letter]
    # Neighbours in the alphabet, or one letter with several indices.
    is_lettered = {ord(b) - ord(a) for a, b in itertools.pairwise(letters) if a and b} in ({0}, {1})
    finding = compare([named[name] for name in (by_letter if is_lettered else written_so)])
    is_only_order = (is_lettered and written_so == by_letter) or len(named) > _MOST_ORDERED
    if finding.status == "verified" or is_only_order:
        return finding
    # Other orders that may be meant: as it is written, or any where the names are in no alphabetical order.
    others = [tuple(written_so)] if is_lettered else itertools.permutations(written_so)
    is_otherwise = any(compare([named[name] for name in order]).status != "refuted" for order in others)
    return unknown("ambiguous", "systems", detail="the order of the names") if is_otherwise else finding
