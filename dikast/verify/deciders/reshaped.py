"""A line that only reshapes the one right before it, as in `simplifying, we get …`: both hold at the same points.

A line is refuted only if it holds nowhere on the line before: losing or adding solutions may have its reasons.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from dikast.language import CueMeaning, FoundCue, TextToken, lexicon, tokens
from dikast.verify.deciders.chain_links import ChainLink
from dikast.verify.deciders.context import Preceding
from dikast.verify.deciders.relation_shapes import of_ends
from dikast.verify.decision import Decision, refuted, unknown
from dikast.verify.equality.algebra import build
from dikast.verify.equality.equations import as_zero, same_form
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.shapes import is_equation
from dikast.verify.equality.work_limits import tried
from dikast.verify.syntax.applied_letters import may_apply
from dikast.verify.syntax.nodes import Node
from dikast.verify.text.claims import Claim
from dikast.verify.witness import Point

RESHAPED = "reshaped"
_SECONDS = 1.0
_PLAIN = frozenset({"add", "mul", "div", "pow", "neg", "paren", "num", "sym", "const"})
_ROOTS = frozenset({"sqrt", "cbrt", "root"})
_POINTS, _DIGITS = 2, 40
_MAX_DEGREE = 99
_LOOKED_BACK = 8
# Words that say which line is meant, or what else is done to it.
_OF_OTHERS: frozenset[CueMeaning] = frozenset({"operation", "selection", "supposition", "case", "trial", "definition"})
_SMALL = Fraction(1, 10**12)
_FEW = 6  # characters of what is factored out
# Behind a word for reshaping, the parts of a line that it is done to: `Simplifying the terms on the right-hand side`.
_PARTS = frozenset(
    "term terms expression expressions equation inequality fraction fractions numerator denominator side sides left "
    "right left-hand right-hand lhs rhs both everything all like on of the to one bring bringing move moving".split()
)
_FURTHER = "further"


def reshaped(link: ChainLink) -> Decision | None:
    """The line refuted, with a point where the line before holds; None where it was not only reshaped, or may hold."""
    before = link.context.preceding
    is_inner = link.is_chained and bool(link.right.symbols())
    if before is None or not is_equation(before.tree):
        return None
    if is_inner or link.is_tried:
        return None
    prior = of_ends(before.tree)
    if not link.names <= prior.symbols() or prior.symbols() & set(link.context.values):
        return None
    if not (_is_plain(prior) and _is_plain(link.node) and _is_drawn(link, prior, before)):
        return None
    finding = tried(RESHAPED, _SECONDS, lambda: apart(prior, link.node))
    return finding if finding.status == "refuted" and not _has_another_source(link) else None


def _has_another_source(link: ChainLink) -> bool:
    """`Expanding these, …`: whether the line may come from an earlier one than the last; an identity says nothing."""
    recent = [e for e in link.context.equations[-_LOOKED_BACK:] if is_equation(e) and link.names <= e.symbols()]
    telling = [e for e in recent if equal(e.args[0], e.args[-1]).status != "verified"]
    return not all(_is_apart(of_ends(equation), link.node) for equation in telling)


def _is_apart(prior: Node, claim: Node) -> bool:
    """Whether a claim holds nowhere on an earlier equation, at the points that are tried."""
    return tried(RESHAPED, _SECONDS, lambda: apart(prior, claim)).status == "refuted"


def _is_plain(equation: Node) -> bool:
    """Whether it has one reading, and no rounded numbers."""
    return not may_apply(equation) and is_exact(equation)


def is_exact(node: Node) -> bool:
    """Whether it is made of exact numbers, letters and roots, so no rounding makes two lines differ."""
    return is_of_roots(node) and not has_decimals(node)


def is_of_roots(node: Node) -> bool:
    """Whether a relation is made of numbers, letters and roots."""
    parts = (inner for inner in node.walk() if inner is not node)
    return all(inner.value in _ROOTS if inner.op == "call" else inner.op in _PLAIN for inner in parts)


def has_decimals(node: Node) -> bool:
    """Whether a number was printed with a decimal point, so that it may be rounded."""
    return any("." in inner.literal for inner in node.walk())


def _is_drawn(link: ChainLink, prior: Node, before: Preceding) -> bool:
    """Whether only words for reshaping are between the two lines, or blanks where a side is kept."""
    between = text_between(link.claim, before.end)
    if between is None:
        return False
    if is_bare_between(link.claim, before.end) and before.end > 0:
        is_run = before.is_reshaped and len(prior.symbols()) == 1 and prior.symbols() == link.names
        return is_run or _keeps_a_side(prior, link.node)
    return is_worked_on(tokens(between))


def goes_on_reshaping(claim: Claim, before: Preceding | None) -> bool:
    """Whether the words before a line say that it is reshaped, or there are none and the last line was reshaped."""
    if before is not None and before.end > 0 and is_bare_between(claim, before.end):
        return before.is_reshaped
    return is_worked_on(tokens(text_between(claim, 0 if before is None else before.end) or ""))


def text_between(claim: Claim, end: int) -> str | None:
    """The text between a claim and the end of the line before it; None where it is not at hand."""
    length = claim.start - end
    return claim.before[len(claim.before) - length :] if 0 <= length <= len(claim.before) else None


def is_bare_between(claim: Claim, end: int) -> bool:
    """Whether only blanks and formula signs are between a claim and the line before it."""
    between = text_between(claim, end)
    return between is not None and not between.strip("\\[]()$ \n")


def is_next_line(claim: Claim, before: Preceding) -> bool:
    """Whether a claim is the line right behind the one before: of the same formula, or of one that follows it."""
    if before.end == claim.end:
        return not claim.inner_words
    return before.end > 0 and is_bare_between(claim, before.end)


def goes_on_deriving(tree: Node, claim: Claim, before: Preceding | None) -> bool:
    """Whether a line has the equation of the line right before it in another form: such lines are no list of cases."""
    if before is None or tree == before.tree or not is_next_line(claim, before):
        return False
    if not (is_equation(tree) and is_equation(before.tree)):
        return False
    has_one_letter = len(tree.symbols()) == 1 and tree.symbols() == before.tree.symbols()
    return has_one_letter and is_of_roots(tree) and same_form(before.tree, tree) is not None


def is_concluded_at_once(claim: Claim, before: Preceding | None) -> bool:
    """Whether only a word of conclusion is between a line and the one before it: `x = 3, so x = 5`.

    In `x = 3. She adds 2, so x = 5` something has changed in between; after `then` it may have.
    """
    between = None if before is None else text_between(claim, before.end)
    row = tokens(between or "")
    concluding = [cue for cue in lexicon().find(row) if cue.meanings == {"conclusion"}]
    covered = {i for cue in concluding for i in range(cue.first, cue.last)}
    return bool(covered) and all(i in covered or token.kind in ("sign", "newline") for i, token in enumerate(row))


def _keeps_a_side(prior: Node, claim: Node) -> bool:
    """`(1 - r)^2 = 3/7` and then `1 - r^2 = 3/7`: one letter, and a number that no other line has by chance.

    A side with the letter may be kept by another case: `2x - 1 = 5`, `2x - 1 = -5`.
    """
    same_sides = [a for a, b in zip(prior.args, claim.args, strict=True) if a == b and not a.symbols()]
    return len(prior.symbols()) == 1 and any(side.has("add", "mul", "div", "pow") for side in same_sides)


def is_worked_on(between: Sequence[TextToken]) -> bool:
    """Whether the words only say that a line is written in another form."""
    cues = lexicon().find(between)
    parts = _parts_worked_on(between, cues)
    cue_places = {i for cue in cues for i in range(cue.first, cue.last)} | parts
    if not all(_is_silent(token, i in cue_places) for i, token in enumerate(between)):
        return False
    others = (
        cue for cue in cues if "reshaping" not in cue.meanings and not parts.issuperset(range(cue.first, cue.last))
    )
    is_other = any(cue.meanings & _OF_OTHERS for cue in others)
    return not is_other and any("reshaping" in cue.meanings for cue in cues)


def _parts_worked_on(between: Sequence[TextToken], cues: Sequence[FoundCue]) -> set[int]:
    """Where words behind one for reshaping say what is reshaped; `further` may be before it."""
    first = next((cue.first for cue in cues if "reshaping" in cue.meanings), len(between))
    words = [token.text.casefold() for token in between]
    return {i for i, word in enumerate(words) if word == _FURTHER or (i > first and word in _PARTS)}


def _is_silent(token: TextToken, is_cue: bool) -> bool:
    """A cue, a sign, or the letter that is factored out; a number may be that of another line."""
    if token.kind == "formula":
        return len(token.inner.strip()) <= _FEW and "=" not in token.inner
    return is_cue or token.kind not in ("number", "word")


def apart(prior: Node, claim: Node, within: Fraction = _SMALL) -> Decision:
    """Refuted where no tried solution of the line before is one of the claim.

    `within` says how close the sides of the claim must be to count as equal.
    """
    import sympy

    zero, wanted = (as_zero(node) for node in (prior, claim))
    if zero is None or wanted is None:
        return unknown("unsupported", RESHAPED)
    held, claimed = build(zero), build(wanted)
    held = sympy.numer(sympy.together(held))
    names = sorted(held.free_symbols & claimed.free_symbols, key=str)
    name = min(names, key=lambda symbol: _degree(held, symbol))
    others = sorted((held.free_symbols | claimed.free_symbols) - {name}, key=str)
    failing_points = [_failing(held, claimed, name, _drawn(others, seed), within) for seed in range(_POINTS)]
    point = failing_points[0]
    if point is None or None in failing_points:
        return unknown("unsupported", RESHAPED)
    return refuted(RESHAPED, Point(point, "holds", "fails"), relation="not what the line before comes to")


def _degree(expression: Any, symbol: Any) -> int:
    import sympy

    return int(sympy.degree(expression, symbol)) if expression.is_polynomial(symbol) else _MAX_DEGREE


def _drawn(symbols: Sequence[Any], seed: int) -> dict[Any, Any]:
    import sympy

    rng = random.Random(seed)
    return {symbol: sympy.Rational(rng.randint(2, 60), rng.choice((7, 11))) for symbol in symbols}


def _failing(held: Any, claimed: Any, name: Any, at: dict[Any, Any], within: Fraction) -> Mapping[str, str] | None:
    """A point of the line before, if the claim fails at all its points with these values of the other letters."""
    import sympy

    held, claimed = held.subs(at), claimed.subs(at)
    if not held.is_polynomial(name) or sympy.degree(held, name) < 1:
        return None
    roots = sympy.Poly(held, name).nroots(n=_DIGITS, maxsteps=200)
    for root in roots:
        value = claimed.subs(name, root).evalf(_DIGITS)
        if not value.is_number or value.has(sympy.nan, sympy.zoo, sympy.oo) or abs(value) < float(within):
            return None
    return {**{str(k): str(v) for k, v in at.items()}, str(name): str(roots[0].n(12))}
