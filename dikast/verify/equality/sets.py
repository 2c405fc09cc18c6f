"""Intervals, unions, inequalities in one variable: as sets of real numbers, compared with a witness."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.algebra import build
from dikast.verify.equality.exact import Undefined, rational
from dikast.verify.equality.shapes import is_inequality, numbers_of, settle
from dikast.verify.equality.work_limits import tried
from dikast.verify.syntax.nodes import OO, ZERO, Node
from dikast.verify.witness import Member, Values

_SAMPLED = 12


def is_set(node: Node) -> bool:
    """Whether the tree is certainly a set of real numbers and not a tuple."""
    match node:
        case Node("union" | "meet" | "minus" | "numbers" | "builder"):
            return True
        case Node("set", members):
            return not any(member.op in ("seq", "rel", "text") for member in members)
        case Node("seq", (_, _), brackets):
            return brackets in ("(]", "[)") or OO in node.walk()
        case Node("or" | "list", conditions):
            return _is_condition(node, conditions)
    return _is_condition(node, (node,))


def _is_condition(node: Node, parts: tuple[Node, ...]) -> bool:
    """Whether all parts are inequalities in one name, or say which kind of number it is."""
    is_each = all(is_inequality(part) or numbers_of(part) is not None for part in parts)
    return is_each and any(map(is_inequality, parts)) and len(node.symbols()) == 1


def same(a: Node, b: Node) -> Decision:
    """Whether two sets of reals have the same members; refuted with one that only one of them has."""
    return tried("sets", 1.5, lambda: _same(real_set(a), real_set(b)))


def _same(left: Any, right: Any) -> Decision:
    if left == right:
        return verified("sets", reading=str(left)[:200])
    for inside, outside in ((left, right), (right, left)):
        extra = inside - outside
        is_empty = extra.is_empty
        if is_empty is None and (member := _sample(inside, outside)) is not None:
            return refuted("sets", Member(member, str(inside)[:100]))
        # sympy can't tell whether it is empty, but a set that has a length is not.
        if is_empty is None and not extra.measure.is_positive:
            return unknown("unsupported", "sets")
        if not is_empty:
            return refuted("sets", Member(a_member(extra), str(inside)[:100]))
    return verified("sets", reading=str(left)[:200])


def _sample(inside: Any, outside: Any) -> str | None:
    """A half or a multiple of √2 that is in one set and not in the other; None if there is none of these."""
    import sympy

    samples = [scale * n for n in range(-_SAMPLED, _SAMPLED + 1) for scale in (sympy.Rational(1, 2), sympy.sqrt(2))]
    members = (x for x in samples if inside.contains(x) == True and outside.contains(x) == False)  # noqa: E712
    return next((str(x) for x in members), None)


def a_member(region: Any) -> str:
    """One number of a set that is not empty."""
    import sympy

    parts = region.args if isinstance(region, sympy.Union) else (region,)
    for part in parts:
        if isinstance(part, sympy.FiniteSet):
            return str(next(iter(part)))
        if isinstance(part, sympy.Interval):
            return str(_inside(part.start, part.end))
    return str(region)[:100]


def _inside(low: Any, high: Any) -> Any:
    """A number between two ends; each end may be infinite."""
    if low.is_infinite:
        return 0 if high.is_infinite else high - 1
    return low + 1 if high.is_infinite else (low + high) / 2


def real_set(node: Node) -> Any:
    """The sympy set of a tree. Raises Undefined for anything but a set of reals."""
    import sympy

    node = settle(node)
    if node.op not in _BUILT or (node.op == "seq" and len(node.args) != 2):
        raise Undefined(f"{node.op} is no set")
    return _BUILT[node.op](sympy, node)


def _interval(sp: Any, node: Node) -> Any:
    brackets = str(node.value)
    low, high = (_real(a) for a in node.args)
    return sp.Interval(low, high, brackets[0] == "(", brackets[1] == ")")


def _combined(sp: Any, node: Node) -> Any:
    """All of several conditions, or one of them; `x < -1, x > 3`, which no number meets, can only mean one of them.

    Raises Undefined for `x < -1 and x > 3`, which may be an error or a careless way to say the same.
    """
    parts = [real_set(n) for n in node.args]
    region = sp.S.EmptySet if node.op == "or" else sp.Intersection(*parts)
    if region != sp.S.EmptySet:
        return region
    if node.literal == "and":
        raise Undefined("conditions that no number meets")
    return sp.Union(*parts)


def _number_set(sp: Any, node: Node) -> Any:
    """The set that ℝ, ℤ, ℕ or ℚ names. Raises Undefined for another letter."""
    names = {"R": "Reals", "Z": "Integers", "N": "Naturals", "Q": "Rationals"}
    if node.value not in names:
        raise Undefined(f"the set {node.value}")
    return getattr(sp.S, names[str(node.value)])


def _builder(sp: Any, node: Node) -> Any:
    """`{x : x > 2}`, `{x ∈ Z : x > 2}`: the values of the one name that meet the condition."""
    member, condition = node.args
    name, domain = member, None
    if member.op == "rel" and member.value == "in":
        name, domain = member.args[0], real_set(member.args[1])
    if name.op != "sym" or condition.symbols() != name.symbols():
        raise Undefined("a set of values that are made of others")
    values = real_set(condition)
    return values if domain is None else values.intersect(domain)


def _real(node: Node) -> Any:
    value = build(node)
    if value.free_symbols or value.is_extended_real is False:
        raise Undefined("a bound that is no real number")
    return value


def solutions(relation: Node) -> Any:
    """The real solutions of a chain of relations in one variable, as a sympy set."""
    import sympy

    names = sorted(relation.symbols())
    if len(names) != 1:
        raise Undefined("not one variable")
    x = sympy.Symbol(names[0], real=True)
    result = sympy.S.Reals
    signs = str(relation.value).split()
    for left, sign, right in zip(relation.args, signs, relation.args[1:], strict=False):
        result = result.intersect(_solve(left, sign, right, x))
    return result


# An earlier line is solved again for every line that may follow from it.
@lru_cache(maxsize=256)
def _solve(left: Node, sign: str, right: Node, x: Any) -> Any:
    import sympy

    if sign == "in":
        return real_set(right)
    if sign not in _RELATIONS:
        raise Undefined(f"the relation {sign}")
    lhs, rhs = (build(n, {"real": True}) for n in (left, right))
    difference = sympy.together(lhs - rhs)
    if (region := _of_rational_function(difference, sign, x)) is not None:
        if not difference.has(x):
            return region  # an identity, or nothing
        # The algebra cancels `x(x - 1)/x` as it builds it; 0 is no solution all the same.
        divisors = [n.args[1] for n in (*left.walk(), *right.walk()) if n.op == "div" and n.args[1].symbols()]
        return region - sympy.Union(*(_solve(divisor, "=", ZERO, x) for divisor in divisors))
    domain = sympy.calculus.util.continuous_domain(lhs - rhs, x, sympy.S.Reals)
    if sign in ("=", "!="):
        roots = sympy.solveset(difference, x, sympy.S.Reals).intersect(domain)
        return roots if sign == "=" else domain - roots
    relation = sympy.Rel(lhs, rhs, _RELATIONS[sign])
    if relation in (sympy.true, sympy.false):
        return domain if relation == sympy.true else sympy.S.EmptySet
    return sympy.solve_univariate_inequality(relation, x, relational=False).intersect(domain)


def _of_rational_function(difference: Any, sign: str, x: Any) -> Any:
    """Where a quotient of polynomials has this sign, by the roots of both: far quicker than the general way.

    None for another function, for coefficients that are not rational, and for roots without a closed form.
    """
    import sympy

    if not difference.is_rational_function(x):
        return None
    above, below = (sympy.Poly(part, x) for part in sympy.fraction(difference))
    if not all(part.domain.is_ZZ or part.domain.is_QQ for part in (above, below)):
        return None
    region = sympy.solvers.inequalities.solve_rational_inequalities([[((above, below), _RELATIONS[sign])]])
    return None if region.has(sympy.CRootOf) else region


_RELATIONS = {"=": "==", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
_BUILT: dict[str, Callable[[Any, Node], Any]] = {
    "numbers": _number_set, "set": lambda sp, n: sp.FiniteSet(*map(_real, n.args)),
    "seq": _interval, "union": lambda sp, n: sp.Union(*map(real_set, n.args)),
    "meet": lambda sp, n: real_set(n.args[0]).intersect(real_set(n.args[1])),
    "minus": lambda sp, n: real_set(n.args[0]) - real_set(n.args[1]),
    **dict.fromkeys(("or", "list"), _combined),
    "builder": _builder, "rel": lambda sp, n: solutions(n),
}  # fmt: skip


def membership(member: Node, of: Node, is_said: bool) -> Decision:
    """`3 ∈ {1, 2, 3}`: whether a number is in a set of real numbers, or is not, as it is said."""
    if rational(member) is None:
        return unknown("unsupported", "membership")

    def decide() -> Decision:
        is_in = bool(real_set(of).contains(build(member)))
        return verified("membership") if is_in == is_said else refuted("membership", Values(str(member), str(of)))

    return tried("membership", 1.0, decide)
