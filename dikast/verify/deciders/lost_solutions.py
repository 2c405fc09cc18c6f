"""A solution that a claim leaves out: it may stand elsewhere in the step, or be ruled out by an earlier equation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dikast.language import tokens
from dikast.verify.deciders.context import Context
from dikast.verify.equality.affine import put
from dikast.verify.equality.ladder import equal
from dikast.verify.equality.shapes import is_equation
from dikast.verify.syntax.nodes import Node, TooCostly, Unparsed
from dikast.verify.syntax.parser import parse
from dikast.verify.text.claims import Claim

_PARTS = re.compile(r",|\\text\s*\{[^{}]*\}|\\q?quad|\b(?:or|and)\b")
_LISTED = 24


def is_elsewhere(lost: str, name: str, claim: Claim, claims: Iterable[Claim], step: str, context: Context) -> bool:
    """Whether another claim of the step holds of the lost value, as in `$x = 2$ and $x = 3$`, or the step names it."""
    value = _read(lost, context)
    if value is None:
        return False
    others = [_read(other.forms[0], context) for other in claims if other is not claim]
    rest = step.replace(claim.text, " ", 1)
    for tree in (*others, *_named(rest, context)):
        if tree is None or not tree.symbols() <= {name}:
            continue
        if _holds(tree, name, value) if tree.symbols() else equal(tree, value).status == "verified":
            return True
    return False


def is_ruled_out(lost: str, name: str, context: Context) -> bool:
    """Whether an earlier equation does not hold of the lost value: it came in by squaring, or with a denominator."""
    value = _read(lost, context)
    earlier = [e for e in context.equations if is_equation(e) and e.symbols() == {name}]
    return value is not None and not all(_holds(e, name, value) for e in earlier)


def _holds(tree: Node, name: str, value: Node) -> bool:
    if tree.op in ("or", "list"):
        return any(_holds(part, name, value) for part in tree.args)
    if not is_equation(tree):
        return False
    left, right = (put(side, name, value) for side in (tree.args[0], tree.args[-1]))
    return equal(left, right).status == "verified"


def _named(text: str, context: Context) -> Iterator[Node | None]:
    """The parts of the formulas and the numbers in a text."""
    found = [token.inner or token.text for token in tokens(text) if token.kind in ("formula", "number")]
    for formula in found[-_LISTED:]:
        yield from (_read(part, context) for part in _PARTS.split(formula) if part.strip())


def _read(text: str, context: Context) -> Node | None:
    try:
        return parse(text, context.setting)
    except (Unparsed, TooCostly):
        return None
