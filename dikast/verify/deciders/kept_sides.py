"""A line that keeps a side of the one before and works out the other: `P = 3·4 + 1. Simplifying, P = 14`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dikast.language import tokens
from dikast.verify.deciders.chain_links import EQUALS, ChainLink, LinkOutcome
from dikast.verify.deciders.closed_links import is_lone
from dikast.verify.deciders.context import Preceding
from dikast.verify.deciders.reshaped import is_concluded_at_once, is_worked_on, text_between
from dikast.verify.equality.shapes import is_equation
from dikast.verify.equality.value_relations import equality
from dikast.verify.syntax.nodes import Node

METHOD = "worked out"


def kept_side(link: ChainLink) -> LinkOutcome:
    """Refuted where the other side has another value than before; what the kept one stands for takes no part in it."""
    before = link.context.preceding
    is_line = before is not None and is_equation(before.tree) and link.sign in EQUALS
    if before is None or not is_line or link.is_tried:
        return None
    for given, worked in _other_sides(before.tree, link.node):
        if not given.symbols() | worked.symbols() and _is_only_worked_out(link, given, before):
            finding = equality(given, worked, link.sign == "~=", link.domain)
            return replace(finding, method=METHOD) if finding.status == "refuted" else None
    return None


def _other_sides(prior: Node, claim: Node) -> Iterator[tuple[Node, Node]]:
    """The sides that differ where the others are the same, and have letters."""
    left, right = (prior.args[0], claim.args[0]), (prior.args[-1], claim.args[-1])
    for kept, others in ((left, right), (right, left)):
        if kept[0] == kept[1] and kept[0].symbols():
            yield others


def _is_only_worked_out(link: ChainLink, given: Node, before: Preceding) -> bool:
    """Whether the words between the lines only say that the calculation before is carried out."""
    between = text_between(link.claim, before.end)
    if between is not None and is_worked_on(tokens(between)):
        return True
    is_calculated = not is_lone(given)
    return is_calculated and is_concluded_at_once(link.claim, before) and not link.claim.voice.words_after
