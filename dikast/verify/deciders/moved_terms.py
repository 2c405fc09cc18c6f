"""A line with the terms of the line before, some of them on the other side: `2x - 3 = x`, `2x - x = -3`.

A term that changes sides changes its sign, so both lines say the same or one of them is wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from dikast.verify.deciders.line_before import is_of_roots
from dikast.verify.decision import Decision, refuted
from dikast.verify.doubts import IMPLIED
from dikast.verify.equality.algebra import build
from dikast.verify.equality.equations import same_form
from dikast.verify.equality.terms import terms
from dikast.verify.equality.work_limits import attempt
from dikast.verify.syntax.nodes import Node

_SUMS = frozenset({"add", "neg", "paren"})
_SECONDS = 0.5

Sizes = Counter[tuple[Any, Any]]
"""Terms without their signs: what each is a multiple of, and how large a multiple."""


def with_moved_terms(prior: Node, claim: Node, fewest: int) -> Decision | None:
    """Whether an equation with the terms of another, at least one on the other side, says the same."""
    if prior.symbols() != claim.symbols() or not (is_of_roots(prior) and is_of_roots(claim)):
        return None
    is_moved = _moves(prior, claim, _written, fewest) or (
        any(map(_multiplies_out, prior.args + claim.args))
        and attempt(_SECONDS, lambda: _moves(prior, claim, _expanded, fewest)) is True
    )
    if not is_moved:
        return None
    same = same_form(prior, claim)
    return refuted(IMPLIED, relation="a term changes sides and keeps its sign") if same is None else same


def _moves(prior: Node, claim: Node, sizes_of: Callable[[Node], Sizes], fewest: int) -> bool:
    before, now = [sizes_of(side) for side in prior.args], [sizes_of(side) for side in claim.args]
    all_before, all_now = sum(before, Sizes()), sum(now, Sizes())
    return all_before == all_now and all_now.total() >= fewest and now not in (before, before[::-1])


def _written(side: Node) -> Sizes:
    """The terms of a side as they are written; a zero is none."""
    return Sizes((term, abs(factor)) for summand in _summands(side) for term, factor in terms(summand).items())


def _summands(node: Node) -> Iterator[Node]:
    if node.op not in _SUMS:
        yield node
        return
    for inner in node.args:
        yield from _summands(inner)


def _expanded(side: Node) -> Sizes:
    """The terms of a side that is multiplied out."""
    import sympy

    expanded = sympy.expand(build(side))
    parts = [part.as_coeff_Mul() for part in sympy.Add.make_args(expanded) if part != 0]
    return Sizes((rest, abs(factor)) for factor, rest in parts)


def _multiplies_out(side: Node) -> bool:
    """Whether it has a product or a power of a sum."""
    products = (node for node in side.walk() if node.op in ("mul", "pow"))
    return any(arg.opened().op == "add" for node in products for arg in node.args)
