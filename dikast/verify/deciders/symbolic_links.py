"""Links with free letters: an identity, what follows from earlier equations, or a premise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dikast.language import CueMeaning, tokens, word_group
from dikast.verify.deciders.chain_links import EQUALS, ChainLink, LinkOutcome, Stated
from dikast.verify.deciders.context import UNKNOWNS
from dikast.verify.deciders.declarations import declared
from dikast.verify.deciders.declarations import names as names_in
from dikast.verify.deciders.drawn_lines import is_exact
from dikast.verify.deciders.posed import fails_on
from dikast.verify.deciders.substitution import puts_numbers_in
from dikast.verify.deciders.transitions import SOLVED_FORM, Given, follows, satisfies_system, tried_out
from dikast.verify.decision import Decision, refuted, unknown
from dikast.verify.doubts import COMBINED
from dikast.verify.equality.antiderivatives import same_slope
from dikast.verify.equality.equations import same_form
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.identities import are_never_equal, is_meant, leads_alike, says_partial_fractions
from dikast.verify.equality.shapes import (
    gives_bound,
    gives_value,
    has_inverse_function,
    is_equation,
    is_inequality,
    is_label,
    values_put_in,
)
from dikast.verify.syntax.applied_letters import applies_function
from dikast.verify.syntax.nodes import ONE, ZERO, Node, sym
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.quantities import has_units
from dikast.verify.text.alternatives import joint
from dikast.verify.text.markup import without_markup
from dikast.verify.witness import GainedSolution

_PRODUCT_OR_VALUE = "a product, or the value of a function"
_TWO = 2
_SYSTEM = 6
# `Adding both equations, …`, right before what comes of it.
_SENTENCE_ENDS = ".;="
_MANY_EQUATIONS = 4
_FEW_UNKNOWNS = 3
_PRODUCTS = frozenset({"mul", "div"})
_WORKED = frozenset({"mul", "div", "pow", "neg"})
_PLAINLY: frozenset[CueMeaning] = frozenset({"conclusion", "filler", "check", "reshaping", "reason", "gloss"})
_ENDS = " .$)]\\"  # signs behind the last formula
_FEW_BINDING = 6  # more are rarely all identities, and take long to check


def antiderivative(link: ChainLink) -> LinkOutcome:
    """The claimed antiderivative, differentiated, must be the integrand."""
    is_integral = link.left.op == "int" and link.sign in EQUALS
    finding = same_slope(link.left, link.right, link.domain) if is_integral else None
    return None if finding is None else finding.noting(method="differentiated")


def letters(link: ChainLink) -> LinkOutcome:
    """An equation with free letters. Whether `P(2)` is a product or a value must make no difference."""
    outcome = _letters(link)
    if not isinstance(outcome, Decision) or outcome.status == "unknown":
        return outcome
    if (applied := link.applied()) is None:
        is_open = outcome.status == "refuted" and applies_function(link.node)
        return outcome.opened("ambiguous", _PRODUCT_OR_VALUE) if is_open else outcome
    other = _letters(applied)
    if not isinstance(other, Decision):
        return other  # what no earlier relation says about the function is only stated
    is_same = other.status == outcome.status
    return outcome if is_same else unknown("ambiguous", outcome.method, detail=_PRODUCT_OR_VALUE)


def _letters(link: ChainLink) -> LinkOutcome:
    if link.sign not in EQUALS:
        return None
    if has_inverse_function(link.node):
        return Stated.PREMISE
    left, right = (link.context.substituted(n) for n in (link.left, link.right))
    finding = equal(left, right, link.domain)
    if finding.status == "verified":
        return finding
    if link.sign == "~=":
        return Stated.PREMISE
    is_stated = (link.is_chained or _is_all_said(link)) and not link.is_tried
    if finding.status == "refuted" and is_stated and are_never_equal(left, right):
        return finding
    drawn = follows_from_before(link)
    is_open = drawn is not None and drawn.status == "unknown"
    is_alike = link.left.op == link.right.op and link.left.op in _PRODUCTS
    if is_open and is_alike and puts_numbers_in(link):
        return Stated.PREMISE  # `F/m = 20/4`, whatever was said of F and m
    return drawn or _as_identity(link, left, right, finding)


def _as_identity(link: ChainLink, left: Node, right: Node, finding: Decision) -> LinkOutcome:
    """The finding about all values, where the equation is said of all that an equation for its letters allows."""
    is_decided = finding.status == "refuted" or finding.reason == "domain"
    if not is_decided or link.is_tried or _may_be_to_solve(link):
        return Stated.PREMISE
    if not (_is_transformed(link, left, right) or _is_identity(link, left, right)):
        return Stated.PREMISE
    if _is_slope(link):
        return finding
    names, bound = left.symbols() | right.symbols(), _bound_by(link, left, right)
    shown = _where_posed(link, left, right, bound)
    is_said_otherwise = len(names) > 1 and bool(names & link.context.posed.others)
    if is_said_otherwise or (bound and shown is None):
        return Stated.PREMISE
    return shown if shown is not None and finding.status == "refuted" else finding


def _where_posed(link: ChainLink, left: Node, right: Node, bound: list[Node]) -> Decision | None:
    """Refuted where the sides differ under all that is said of their letters; None where they don't, or nothing is."""
    names, values = left.symbols() | right.symbols(), link.context.posed.values
    if names <= values.keys() and len(bound) == len(names):
        finding = equal(values_put_in(left, values), values_put_in(right, values))
        return finding if finding.status == "refuted" else None
    point = fails_on(bound[0], left, right) if len(bound) == 1 else None
    return None if point is None else refuted("counterexample", point)


def _is_all_said(link: ChainLink) -> bool:
    """Whether an equation with a side to work out is all that is said: not drawn from another, nor called false."""
    context = link.context
    is_first = not context.has_story and not context.lines and not context.equations
    text = without_markup(plain(context.step)).rstrip(_ENDS)
    is_only = len(context.step_claims) == 1 and text.endswith(link.claim.text.rstrip(_ENDS))
    is_said = is_first and is_only and link.claim.cues.lead <= _PLAINLY
    return is_said and any(map(_is_of_sum, link.node.walk()))


def _is_of_sum(node: Node) -> bool:
    """`2(x + 3)`, `(x + 3)^2`, `-(x - 5)`: something is left to work out."""
    return node.op in _WORKED and any(arg.opened().op == "add" for arg in node.args)


def _may_be_to_solve(link: ChainLink) -> bool:
    """Whether it is a lone equation of a story, without a word that says it holds for all values."""
    is_of_all = "reshaping" in link.claim.cues.lead or link.is_universal() or _is_slope(link)
    return link.context.has_story and not link.is_chained and not is_of_all


def _is_slope(link: ChainLink) -> bool:
    """`f'(x) = 2x`, where the problem says what f is."""
    name = str(link.left.value)
    is_derivative = link.left.op == "apply" and name.endswith("'")
    return is_derivative and name.rstrip("'") in link.context.posed_functions and not link.right.has("apply")


def _is_identity(link: ChainLink, left: Node, right: Node) -> bool:
    """Whether an equation can only be meant for all values: nothing is to be solved, and the words don't say so."""
    context = link.context
    if _with_powers_alike(left) == _with_powers_alike(right):
        return False  # `(h - 2)^2 + k^2 = (h - 4)^2 + k^2`: equally far from two points
    if "reshaping" in link.claim.cues.lead and leads_alike(left, right):
        # `(x + 3)^2 = x^2 + 9`: one side is a product or a power, the other a sum
        return {"add"} < {left.op, right.op} <= {"add", "mul", "pow"}
    if _is_for_all(link):
        return True
    is_of_story = context.has_story and not link.is_chained and not _is_slope(link)
    if is_of_story or not (left.symbols() and right.symbols()):
        return False
    if link.node.has("apply"):
        return context.substituted(link.node) != link.node
    if link.names & context.defined:
        if link.left.op == "sym" and str(link.left.value) in context.defined:
            return False  # a second line or curve, with the same name for its height
        return left.symbols() == right.symbols()  # a new letter on one side makes it an equation for that
    is_declared = bool((left.symbols() | right.symbols()) & context.said.real)
    return is_meant(left, right, link.claim.before, link.is_chained, is_declared)


def _is_transformed(link: ChainLink, left: Node, right: Node) -> bool:
    """`Expanding, f(x) = x^2 + 9`, where f is known; a fraction as a sum of partial fractions."""
    is_rewritten = "reshaping" in link.claim.cues.lead and link.left.op == "apply" and left != link.left
    is_same = is_rewritten or says_partial_fractions(link.claim.before)
    return is_same and left.symbols() == right.symbols()


def _bound_by(link: ChainLink, left: Node, right: Node) -> list[Node]:
    """The equations about the letters, here or in the problem, that are not identities."""
    names, context = left.symbols() | right.symbols(), link.context
    equations = [e for e in context.equations if names & e.symbols() and not is_label(e.args[0])]
    equations += [e for e in context.posed.equations if names & e.symbols()]
    equations = list(dict.fromkeys(equations))
    if len(equations) > _FEW_BINDING:
        return equations
    binding = [e for e in equations if equal(e.args[0], e.args[-1]).status != "verified"]
    # `x + y - 1 = 0` and `x + y = 1` are one equation.
    return [e for i, e in enumerate(binding) if all(same_form(e, other) is None for other in binding[:i])]


def _with_powers_alike(node: Node) -> Node:
    """The tree with the numbers under its powers all the same."""

    def change(power: Node) -> Node | None:
        if power.op != "pow":
            return None
        base = power.args[0].map(lambda inner: ONE if inner.op == "num" else None)
        return Node("pow", (base, power.args[1]), power.value)

    return node.map(change)


def _is_for_all(link: ChainLink) -> bool:
    """`… = 1 for all x`: said of every value of its letters, and of nothing else."""
    names_behind = frozenset(names_in(tokens(link.claim.after)))
    return link.is_universal() and link.names <= names_behind and not link.claim.cues.words_after


def follows_from_before(link: ChainLink, claim: Node | None = None) -> Decision | None:
    """The claim against the last earlier relation about the same names; None if there is none."""
    claim = claim or link.node
    names = claim.symbols()
    finding = _of_system(link, claim, names)
    if finding is not None:
        return finding
    first: Decision | None = None
    for prior in _priors(link, claim, names):
        if prior == claim:
            return None
        drawn = _drawn(link, claim, prior)
        if drawn is not None and drawn.status == "verified":
            return drawn
        if claim in link.context.recent:
            return None  # `Now solve $x + 2 = x^2$`: said before, and not drawn from the last line
        if drawn is None or drawn.method != SOLVED_FORM:
            return first or drawn
        first = first or drawn  # an earlier one may be what was solved for the name
    return first


def _priors(link: ChainLink, claim: Node, names: frozenset[str]) -> Iterator[Node]:
    """The earlier relations that a claim may follow from, the last first."""
    for prior in reversed(link.context.recent):
        reduced = _reduced(link, prior, names)
        if reduced is None or not names <= reduced.symbols():
            continue
        if is_equation(claim) and is_inequality(reduced):
            continue
        if is_equation(reduced) and equal(reduced.args[0], reduced.args[-1]).status == "verified":
            continue  # an identity says nothing of its letters
        if not (gives_bound(reduced) and is_inequality(claim)) or reduced == claim:
            yield reduced
        elif _is_other_bound(link, claim, reduced):
            continue  # `x > 2 and x < 5`: the two bounds of an interval
        else:
            yield _all_bounds(link, reduced)


def _drawn(link: ChainLink, claim: Node, prior: Node) -> Decision | None:
    """The decision on a claim beside the line that it may follow from."""
    names = claim.symbols()
    finding = follows(prior, _reduced(link, claim, names) or claim, _given(link, names))
    failed = tried_out(prior, claim) if finding.status == "unknown" else None
    if failed is not None and (link.is_short or _is_concluded(link, claim, failed)):
        finding = failed
    is_premise = len(names) > 1 and joint(link.claim.before) == "and"
    if finding.status != "verified" and is_premise:
        return None
    is_far = not (link.is_short or _is_concluded(link, claim, finding))
    is_again = prior in link.context.equations and gives_value(prior) and gives_value(claim)
    # `x = 3. Later, x = 5.` may be another one; `x = 3, so x = 5` gives one two values.
    before = link.context.preceding
    is_at_once = before is not None and before.gives_at_once(link.claim)
    is_anew = is_again and not is_at_once
    # A formula for a name may be a new one, and not an earlier equation that was solved.
    is_solved = is_at_once or "operation" in link.claim.cues.lead
    is_new = finding.method == SOLVED_FORM and not is_solved
    may_be_another = any((link.is_tried, is_far, is_anew, is_new))
    if finding.status == "refuted" and may_be_another:
        return finding.opened("ambiguous", "perhaps not drawn from the line before")
    is_given = gives_value(claim) and names < prior.symbols()  # `3x + 2y = 12 and x = 2`
    return None if finding.status == "unknown" and (link.context.has_story or is_given) else finding


def _is_other_bound(link: ChainLink, claim: Node, prior: Node) -> bool:
    """Whether a claim bounds the name on the other side, and does not follow from the bound before it."""
    is_drawn = "conclusion" in link.claim.cues.last_cue
    return gives_bound(claim) and _are_opposite(prior, claim) and not is_drawn


def _are_opposite(bound: Node, other: Node) -> bool:
    return (str(bound.value)[0] == "<") != (str(other.value)[0] == "<")


def _all_bounds(link: ChainLink, bound: Node) -> Node:
    """A bound, with the other bounds of the name: from `x ≥ 0 and x ≤ 4` follows `0 ≤ x ≤ 4`."""
    recent = link.context.recent
    bounds = [e for e in recent if gives_bound(e) and e.symbols() == bound.symbols() and _are_opposite(e, bound)]
    return Node("list", (*bounds[-1:], bound)) if bounds else bound


def _is_concluded(link: ChainLink, claim: Node, finding: Decision) -> bool:
    """`c² = 169, so c = 14`: a value concluded at once from the relation before it, which does not have it."""
    context, cues = link.context, link.claim.cues
    is_next = len(context.equations) > context.n_before and claim.symbols() == context.equations[-1].symbols()
    is_said = "copula" in cues.last_cue and "announcement" in cues.earlier  # `the solutions to … are x = 2`
    is_so = "conclusion" in cues.last_cue | cues.opener or is_said
    is_drawn = is_next and is_so and "trial" not in context.said.meanings
    return is_drawn and isinstance(finding.witness, GainedSolution)


def _given(link: ChainLink, names: frozenset[str]) -> Given:
    """What the context says of the only unknown, besides equations."""
    context, is_measured = link.context, link.node.op == "rel" and has_units(link.node.args[-1])
    bounds = [e for e in context.equations if is_inequality(e) and e.symbols() == names and len(e.args) == 2]
    positive = [Node("rel", (sym(name), ZERO), ">=") for name in names & context.said.positive]
    is_restricted = context.has_story or declared(context.problem).restricts
    return Given(
        (*bounds, *positive),
        is_measure="measure" in context.said.meanings or not names & UNKNOWNS,
        is_quantity=all(map(context.is_quantity, names)) or (is_measured and not names & UNKNOWNS),
        is_bound=is_restricted or len(context.equations) > _MANY_EQUATIONS,
        is_whole="whole" in context.said.meanings,
    )


def _of_system(link: ChainLink, claim: Node, names: frozenset[str]) -> Decision | None:
    """A claim about some unknowns of several equations in two or three of them; None if there are not several."""
    context = link.context
    if (combined := _of_combined(link, claim, names)) is not None:
        return combined
    recent = dict.fromkeys(context.equations[-_SYSTEM:])
    equations = [e for e in recent if is_equation(e) and 2 <= len(e.symbols()) <= _FEW_UNKNOWNS]
    together = frozenset().union(*(e.symbols() for e in equations)) if equations else frozenset()
    are_few = 2 <= len(equations) <= _FEW_UNKNOWNS and len(together) <= _FEW_UNKNOWNS
    if context.has_story or not are_few or not names < together:
        return None
    if any(len(e.symbols()) == 1 and e.symbols() <= together for e in context.equations):
        return None
    return satisfies_system(equations, claim)


def _names_combination(before: str) -> bool:
    """Whether the words right before a claim add or subtract an equation."""
    sentence = before[1 + max(map(before.rfind, _SENTENCE_ENDS)) :]
    words = [token.text.casefold() for token in tokens(sentence)]
    first = next((i for i, word in enumerate(words) if word in word_group("adding")), len(words))
    return not word_group("equations").isdisjoint(words[first:])


def _of_combined(link: ChainLink, claim: Node, names: frozenset[str]) -> Decision | None:
    """`Subtracting the second equation from the first, …`, where two equations in the same two letters are known."""
    if "operation" not in link.claim.cues.lead or not _names_combination(link.claim.before):
        return None
    known = dict.fromkeys(e for e in link.context.equations if is_equation(e) and names & e.symbols())
    letters = frozenset().union(*(e.symbols() for e in known))
    equations = [e for e in known if e.symbols() == letters and is_exact(e)]
    are_two = len(equations) == len(known) == len(letters) == _TWO
    parts = claim.args if claim.op == "or" else (claim,)
    finding = satisfies_system(equations, claim) if are_two and all(map(is_exact, parts)) else None
    return None if finding is None else replace(finding, method=COMBINED)


def _reduced(link: ChainLink, equation: Node, names: frozenset[str]) -> Node | None:
    """The equation with the known values of all names that are not in the claim."""
    reduced = values_put_in(equation, {k: v for k, v in link.context.values.items() if k not in names})
    return reduced if reduced.symbols() else None
