"""From one line to the next: what an equation's or inequality's solutions say about the one that follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dikast.verify.algebra import TooLong, build, within
from dikast.verify.equations import as_zero
from dikast.verify.exact import Undefined
from dikast.verify.finding import Finding, refuted, unknown, verified
from dikast.verify.inequalities import implied
from dikast.verify.ladder import Domain, equal
from dikast.verify.numeric import enclose
from dikast.verify.sets import solutions
from dikast.verify.shapes import is_equation, is_inequality, spread
from dikast.verify.tree import Node, TooCostly

_TROUBLE = (Undefined, NotImplementedError, TypeError, ValueError, AttributeError, KeyError, IndexError, RecursionError)


@dataclass(frozen=True)
class Given:
    """What else is known of the unknown: inequalities that hold of it, whether it is a measure of something.

    `is_bound` says that the story may restrict it in other ways, so that a lost solution may have been ruled out there.
    """

    bounds: tuple[Node, ...] = ()
    is_nonnegative: bool = False
    is_measure: bool = False
    is_bound: bool = False

    def allowed(self) -> Any:
        """The reals that the bounds leave."""
        import sympy

        region = sympy.Interval(0, sympy.oo) if self.is_nonnegative else sympy.S.Reals
        for bound in self.bounds:
            region = region.intersect(solution_set(bound))
        return region

    def may_rule_out(self, lost: Any) -> bool:
        """Whether lost solutions may have been left out for a reason that was not written down."""
        import sympy

        return self.is_bound or (self.is_measure and bool(lost.is_subset(sympy.Interval.open(-sympy.oo, 0))))


def follows(prior: Node, claim: Node, given: Given | None = None) -> Finding:
    """Whether `claim` follows from `prior`: equivalent, implied, losing solutions, or not entailed."""
    names = prior.symbols() | claim.symbols()
    try:
        with within(1.5):
            if len(names) == 1:
                return _sets(prior, claim, given or Given())
            if is_inequality(prior) and is_inequality(claim) and len(prior.args) == len(claim.args) == 2:
                return implied(prior, claim)
            return _solved_for(prior, claim)
    except TooLong:
        return unknown("timeout", "transition")
    except TooCostly as error:
        return unknown("cost", "transition", detail=str(error))
    except _TROUBLE as error:
        return unknown("unsupported", "transition", detail=str(error)[:200])


def satisfies_system(equations: list[Node], claim: Node) -> Finding | None:
    """Whether every solution of a system satisfies a claim; None where the system could not be solved."""
    import sympy

    zeros, wanted = [as_zero(e) for e in equations], as_zero(claim)
    if wanted is None or any(z is None for z in zeros):
        return None
    try:
        with within(1.0):
            names = sorted(frozenset().union(*(e.symbols() for e in equations)))
            found = sympy.solve([build(z) for z in zeros if z is not None], [sympy.Symbol(n) for n in names], dict=True)
            rests = [sympy.simplify(build(wanted).subs(solution)) for solution in found]
    except (TooLong, TooCostly, *_TROUBLE):
        return None
    if not found or any(rest.free_symbols for rest in rests):
        return None
    shown = [str(solution) for solution in found[:4]]
    if all(rest == 0 for rest in rests):
        return verified("system", solutions=shown)
    return refuted("system", solutions=shown) if not any(rest == 0 for rest in rests) else None


def solution_set(node: Node) -> Any:
    """The real solutions of an equation, inequality or alternative in one variable."""
    import sympy

    if node.op == "or":
        return sympy.Union(*(solution_set(a) for a in node.args))
    if node.op == "list":
        return sympy.Intersection(*(solution_set(a) for a in node.args))
    if is_equation(node) and any(n.op == "pm" for n in node.walk()):
        values = spread(node.args[1]).args
        return sympy.Union(*(solution_set(Node("rel", (node.args[0], v), "=")) for v in values))
    return solutions(node)


def _sets(prior: Node, claim: Node, given: Given) -> Finding:
    import sympy

    is_bounded = is_equation(claim) and (given.bounds or given.is_nonnegative)
    before, after = solution_set(prior), solution_set(claim)
    before = before.intersect(given.allowed()) if is_bounded else before
    for found in (before, after):
        if isinstance(found, sympy.ConditionSet) or found.has(sympy.ConditionSet, sympy.ImageSet, sympy.Complement):
            return unknown("unsupported", "transition")
    if before == after:
        return verified("transition", relation="equivalent")
    lost, gained = before - after, after - before
    if lost.is_empty is None or gained.is_empty is None:
        return unknown("unsupported", "transition")
    if not lost.is_empty and not gained.is_empty:
        return refuted("transition", relation="not entailed", lost=_member(lost), gained=_member(gained))
    if not lost.is_empty:
        if (
            given.may_rule_out(lost)
            or after.is_empty
            or (_is_root(claim) and lost.is_subset(sympy.Interval.open(-sympy.oo, 0)))
        ):
            return unknown("domain", "transition", relation="loses solutions", lost=_member(lost))
        return refuted("transition", relation="loses solutions", lost=_member(lost))
    if gained.is_empty:
        return verified("transition", relation="equivalent")
    if _is_solved_form(claim):
        return refuted("transition", relation="adds solutions", gained=_member(gained))
    return verified("transition", relation="implies")


def _member(region: Any) -> str:
    from dikast.verify.sets import _member as member

    return member(region)


def _is_root(node: Node) -> bool:
    """`q = √0.09`: whoever writes the principal root may know that q is not negative."""
    return is_equation(node) and any(a.op == "call" and a.value == "sqrt" for a in node.args[1:])


def _is_solved_form(node: Node) -> bool:
    """`x = 3`, `x < 2`, or alternatives of such."""
    if node.op == "or":
        return all(_is_solved_form(a) for a in node.args)
    if not (is_equation(node) or is_inequality(node)):
        return False
    return node.args[0].op == "sym" and not node.args[-1].symbols()


def _solved_for(prior: Node, claim: Node) -> Finding:
    """`r = …` put into the equation it was solved from: an identity, or refuted at a point."""
    if not is_equation(claim) or not is_equation(prior) or len(claim.args) != 2 or claim.args[0].op != "sym":
        return unknown("unsupported", "transition")
    name, value = str(claim.args[0].value), claim.args[1]
    zero = as_zero(prior)
    if zero is None or name in value.symbols() or name not in prior.symbols():
        return unknown("unsupported", "transition")
    if not value.symbols() <= prior.symbols() or not value.symbols():
        return unknown("unsupported", "transition")
    put = zero.map(lambda n: value if n.op == "sym" and n.value == name else None)
    finding = equal(put, Node("num", value=enclose_zero()), Domain(is_real=True))
    if finding.status == "verified":
        return verified("transition", finding.strength or "numeric", relation="solved for " + name)
    return finding.noting(relation="not a solution for " + name)


def enclose_zero() -> Any:
    from fractions import Fraction

    return Fraction(0)


__all__ = ["build", "enclose", "follows", "solution_set"]
