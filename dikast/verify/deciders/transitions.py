"""From one line to the next: what an equation's or inequality's solutions say about the next one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from dikast.verify.decision import Decision, refuted, unknown, verified
from dikast.verify.equality.algebra import build
from dikast.verify.equality.equations import as_zero, same_form
from dikast.verify.equality.exact import Doubtful, Undefined
from dikast.verify.equality.expression_equality import Domain, equal
from dikast.verify.equality.numeric import rational_value
from dikast.verify.equality.relations import implied
from dikast.verify.equality.rounding import Decimal, is_decimal, printed
from dikast.verify.equality.sets import a_member, solutions
from dikast.verify.equality.shapes import gives_value, is_equation, is_inequality, names_value, spread
from dikast.verify.equality.work_limits import tried
from dikast.verify.syntax.nodes import ZERO, Node
from dikast.verify.syntax.printer import written
from dikast.verify.witness import GainedSolution, LostSolution

_FAR, _NOISE = Fraction(1, 10), Fraction(1, 10**6)
IMPLICATION, SOLVED_FORM = "implication", "solved form"


@dataclass(frozen=True)
class Given:
    """What else is known of the unknown: inequalities that hold for it, whether it is a measure of something.

    `is_whole` says that the text is about whole numbers, `is_bound` that the story may restrict the unknown,
    so that a lost solution may have been ruled out there.
    """

    bounds: tuple[Node, ...] = ()
    is_measure: bool = False
    is_bound: bool = False
    is_whole: bool = False
    is_quantity: bool = False

    def allowed(self) -> Any:
        """The reals that the bounds leave."""
        import sympy

        return sympy.Intersection(sympy.S.Reals, *map(solution_set, self.bounds))

    def may_rule_out(self, lost: Any) -> bool:
        """Whether lost solutions may have been left out for an unwritten reason."""
        import sympy

        if self.is_bound or self.passes_over(lost):
            return True
        return self.is_measure and bool(lost.is_subset(sympy.Interval.open(-sympy.oo, 0)))

    def passes_over(self, region: Any) -> bool:
        """Whether the text is about whole numbers, and the region has none."""
        import sympy

        return self.is_whole and region.intersect(sympy.S.Integers).is_empty is True


def follows(prior: Node, claim: Node, conditions: Given | None = None) -> Decision:
    """Whether `claim` follows from `prior`: equivalent, implied, losing solutions, or not entailed."""
    return tried("transition", 1.5, lambda: _follows(prior, claim, conditions or Given()))


def tried_out(prior: Node, claim: Node) -> Decision | None:
    """A value that does not satisfy an equation that could not be solved; None where all may be roundings."""
    parts = claim.args if claim.op == "or" else (claim,)
    if not is_equation(prior) or not all(map(gives_value, parts)):
        return None
    for alternative in parts:
        name, value = str(alternative.args[0].value), alternative.args[-1]
        if prior.symbols() == {name} and not is_decimal(value) and _fails(prior, name, value):
            return refuted("transition", GainedSolution(name, written(value)), relation="not a solution")
    return None


def _fails(equation: Node, name: str, value: Node) -> bool:
    """Whether the sides are far apart at a value."""
    left, right = (rational_value(side.put(name, value)) for side in (equation.args[0], equation.args[-1]))
    if left is None or right is None:
        return False
    return abs(left - right) > max(_FAR * max(abs(left), abs(right)), _NOISE)


def _follows(prior: Node, claim: Node, conditions: Given) -> Decision:
    if len(prior.symbols() | claim.symbols()) == 1:
        return _sets(prior, claim, conditions)
    if is_inequality(prior) and is_inequality(claim) and len(prior.args) == len(claim.args) == 2:
        return implied(prior, claim)
    return _solved_for(prior, claim)


def satisfies_system(equations: list[Node], claim: Node) -> Decision | None:
    """Whether every solution of a system satisfies a claim; None where the system could not be solved."""
    finding = tried("system", 1.0, lambda: _of_solutions(equations, claim))
    return None if finding.status == "unknown" else finding


def _of_solutions(equations: list[Node], claim: Node) -> Decision:
    """Raises Undefined where a relation is not an equation of numbers, or a solution leaves the claim open."""
    import sympy

    *zeros, wanted = (as_zero(equation) for equation in (*equations, claim))
    if wanted is None:
        raise Undefined("no equation of numbers")
    names = sorted(frozenset().union(*(e.symbols() for e in equations)))
    all_solutions = sympy.solve([build(z) for z in zeros if z is not None], [sympy.Symbol(n) for n in names], dict=True)
    differences = [sympy.simplify(build(wanted).subs(solution)) for solution in all_solutions]
    if None in zeros or any(difference.free_symbols for difference in differences):
        raise Undefined("solutions with letters of their own")
    shown = [str(solution) for solution in all_solutions[:4]]
    held = {difference == 0 for difference in differences}
    if held == {True}:
        return verified("system", solutions=shown)
    return refuted("system", solutions=shown) if held == {False} else unknown("ambiguous", "system")


def solution_set(node: Node) -> Any:
    """The real solutions of an equation, inequality or alternative in one variable."""
    import sympy

    if node.op == "or":
        return sympy.Union(*(solution_set(a) for a in node.args))
    if node.op == "list":
        return sympy.Intersection(*(solution_set(a) for a in node.args))
    if is_equation(node) and node.has("pm"):
        values = spread(node.args[1]).args
        return sympy.Union(*(solution_set(Node("rel", (node.args[0], v), "=")) for v in values))
    return solutions(node)


def _sets(prior: Node, claim: Node, conditions: Given) -> Decision:
    import sympy

    (name,) = prior.symbols() | claim.symbols()
    before, after = solution_set(prior), solution_set(claim)
    before = before.intersect(conditions.allowed()) if is_equation(claim) and conditions.bounds else before
    if any(solution.has(sympy.ConditionSet, sympy.ImageSet, sympy.Complement) for solution in (before, after)):
        return unknown("unsupported", "transition")
    meant, is_rounded = _unrounded(prior, claim, before, after)
    if is_equation(prior) and before.is_empty:
        # It follows only if it is the same in another form.
        same = same_form(prior, claim) if is_equation(claim) else None
        return same or unknown("domain", "transition", detail="no real solutions")
    if meant == before:
        return verified("transition", "rounded" if is_rounded else "proof", relation="equivalent")
    lost, gained = before - meant, meant - before
    if lost.is_empty is None or gained.is_empty is None:
        return unknown("unsupported", "transition")
    if not lost.is_empty and not gained.is_empty:
        if conditions.passes_over(lost) and conditions.passes_over(gained):
            return unknown("domain", "transition", relation="over whole numbers", lost=a_member(lost))
        return refuted(
            "transition", GainedSolution(name, a_member(gained)), relation="not entailed", lost=a_member(lost)
        )
    if not lost.is_empty:
        return _stronger(claim, lost, meant, conditions, name)
    return _weaker(prior, claim, gained, conditions, name)


def _stronger(claim: Node, lost: Any, meant: Any, conditions: Given, name: str) -> Decision:
    """A claim that loses solutions: wrong unless something elsewhere may rule them out."""
    import sympy

    is_negative = lost.is_subset(sympy.Interval.open(-sympy.oo, 0))
    if conditions.is_quantity and is_negative and not meant.is_empty:
        return verified("transition", relation="equivalent", assumes=f"{name} is not negative")
    losing = refuted("transition", LostSolution(name, a_member(lost)))
    is_principal = _is_root(claim) and is_negative
    if conditions.may_rule_out(lost) or meant.is_empty or is_principal:
        return losing.opened("domain", "something said elsewhere may rule out what is lost")
    return losing


def _weaker(prior: Node, claim: Node, gained: Any, conditions: Given, name: str) -> Decision:
    """A claim that holds for every solution, and for more: right unless it is meant as the solution."""
    is_excluding = claim.op == "rel" and claim.value == "!="  # `x ≠ 0`, noted of `1/x > 2`, is never the solution
    is_bound = all(map(_is_bound, claim.args if claim.op == "or" else (claim,)))
    is_of_bounds = is_inequality(prior) or prior.op == "list"
    is_meant_as_solution = is_of_bounds if is_bound else _is_solved_form(claim)
    if is_excluding or not is_meant_as_solution:
        return verified(IMPLICATION, relation="implies")
    if conditions.passes_over(gained) or (is_bound and _is_bound(prior)):
        return unknown("domain", "transition", relation="adds solutions", gained=a_member(gained))
    return refuted("transition", GainedSolution(name, a_member(gained)), relation="adds solutions")


def _unrounded(prior: Node, claim: Node, before: Any, after: Any) -> tuple[Any, bool]:
    """The claim's set with each decimal replaced by the solution or bound before it that it rounds to.

    The second value says whether there was one. Raises Doubtful where a decimal is near a solution but rounds to
    another number.
    """
    import sympy

    ends = before if isinstance(before, sympy.FiniteSet) else before.boundary
    if not isinstance(ends, sympy.FiniteSet):
        return after, False
    is_rounded = False
    for decimal, is_printed in _decimals(claim):
        value = sympy.Rational(decimal.value.numerator, decimal.value.denominator)
        near = [end for end in ends if end.is_finite and end != value]
        if value in ends or not near:
            continue
        nearest = min(near, key=lambda end: abs((end - value).evalf(30)))
        off = _fraction(abs((nearest - value).evalf(30)))
        if is_printed and off <= decimal.ulp / 2:
            after, is_rounded = after.xreplace({value: nearest}), True
        elif off < (decimal.ulp if is_printed else decimal.ulp / 2) or off <= _blur(prior) * abs(decimal.value):
            raise Doubtful(f"{float(decimal.value):g} is near the solution {nearest}"[:200])
    return after, is_rounded


def _decimals(claim: Node) -> list[tuple[Decimal, bool]]:
    """The numbers that a claim gives its unknown, and whether each was printed with a decimal point."""
    if claim.op == "or":
        return [decimal for alternative in claim.args for decimal in _decimals(alternative)]
    values = [spread(arg) for arg in claim.args[1:]] if claim.op == "rel" else []
    members = [m for v in values for m in (v.args if v.op == "set" else (v,))]
    return [(number, is_decimal(m)) for m in members if (number := printed(m)) is not None]


def _blur(prior: Node) -> Fraction:
    """The largest relative error of a solution from the line's decimals; 0 if none has more than two places."""
    numbers = [n for n in prior.walk() if n.op == "num" and len(n.literal.partition(".")[2]) > 2]
    figures = [number.figures for n in numbers if (number := printed(n)) is not None]
    return 2 * Fraction(1, 10 ** min(figures)) if figures else Fraction(0)


def _fraction(value: Any) -> Fraction:
    return Fraction(str(value)) if value.is_finite else Fraction(10**400)


def _is_root(node: Node) -> bool:
    """`q = √0.09`: the writer of the principal root may know that q is not negative."""
    return is_equation(node) and any(a.op == "call" and a.value == "sqrt" for a in node.args[1:])


def _is_solved_form(node: Node) -> bool:
    """`x = 3`, `x < 2`, or alternatives of such."""
    if node.op == "or":
        return all(_is_solved_form(a) for a in node.args)
    return (is_equation(node) or is_inequality(node)) and names_value(node)


def _is_bound(node: Node) -> bool:
    """`2 < x < 5`: bounds of a name, which weaker ones may follow from."""
    if node.op == "list":
        return all(map(_is_bound, node.args))
    return is_inequality(node) and all(arg.op == "sym" or not arg.symbols() for arg in node.args)


def _solved_for(prior: Node, claim: Node) -> Decision:
    """`r = …` put into the equation it was solved from: an identity, or refuted at a point."""
    is_formula = is_equation(prior) and _is_formula_for_name(claim, prior.symbols())
    zero = as_zero(prior) if is_formula else None
    if zero is None:
        same = same_form(prior, claim) if is_equation(prior) and is_equation(claim) else None
        return unknown("unsupported", "transition") if same is None else same.noting(method="transition")
    name, value = str(claim.args[0].value), claim.args[1]
    finding = equal(zero.put(name, value), ZERO, Domain(is_real=True))
    if finding.status == "verified":
        return verified("transition", finding.strength or "numeric", relation="solved for " + name)
    if finding.status == "refuted" and prior.args[0] == claim.args[0] and name not in prior.args[-1].symbols():
        return finding.opened("ambiguous", "another formula for " + name)
    return replace(finding, method=SOLVED_FORM).noting(relation="not a solution for " + name)


def _is_formula_for_name(claim: Node, known_names: frozenset[str]) -> bool:
    """`r = …`: a known name in terms of other names, and not of itself."""
    if not is_equation(claim) or len(claim.args) != 2 or claim.args[0].op != "sym":
        return False
    name, letters = str(claim.args[0].value), claim.args[1].symbols()
    return bool(letters) and name not in letters and letters | {name} <= known_names
