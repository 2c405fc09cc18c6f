"""A solution that a claim leaves out: it may be elsewhere in the step, or be ruled out by an earlier equation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dikast.language import kind_in, pattern, text_in, windows
from dikast.verify.deciders.context import Context
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.shapes import is_equation
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import tree_of
from dikast.verify.text.alternatives import joint
from dikast.verify.text.claims import Claim
from dikast.verify.text.formula_tokens import STOPS, formula_tokens
from dikast.verify.text.segments import segments
from dikast.verify.witness import LostSolution

_LISTED = 24
_BINDS = kind_in("operator", "relation", "command", "open", "close")
_NEGATIVE = pattern(kind_in("number"), before=text_in({"-"}), first=kind_in("word", "join", *STOPS))
_FREE = pattern(kind_in("number"), before=~_BINDS, after=~_BINDS)


def is_elsewhere(lost: LostSolution, tree: Node, claim: Claim, others: Iterable[Claim], step: str) -> bool:
    """Whether another claim of the step gives the lost value, as in `$x = 2$ and $x = 3$`, or the step names it.

    The line that the claim follows from holds for both values, and does not count.
    """
    value = _read(lost.value)
    if value is None:
        return False
    for other in others:
        other_tree = None if other is claim else _read(other.forms[0])
        is_other = (
            other_tree is not None and other_tree.symbols() == {lost.name} and _holds(other_tree, lost.name, value)
        )
        if other_tree is not None and is_other and not _holds_of_claim(other_tree, lost.name, tree):
            return True
    elsewhere = plain(step).replace(claim.text, " ", 1)
    return any(equal(node, value).status == "verified" for node in _named(elsewhere) if not node.symbols())


def _holds_of_claim(other: Node, name: str, tree: Node) -> bool:
    """Whether another equation also holds for the value that the claim itself gives."""
    is_value = is_equation(tree) and not tree.args[-1].symbols()
    return is_value and _holds(other, name, tree.args[-1])


def is_ruled_out(lost: LostSolution, context: Context) -> bool:
    """Whether an earlier equation does not hold for the lost value, which squaring or a denominator added."""
    value = _read(lost.value)
    earlier = [e for e in context.equations if is_equation(e) and e.symbols() == {lost.name}]
    return value is not None and not all(_holds(e, lost.name, value) for e in earlier)


def _holds(tree: Node, name: str, value: Node) -> bool:
    if tree.op in ("or", "list"):
        return any(_holds(relation, name, value) for relation in tree.args)
    if not is_equation(tree):
        return False
    left, right = (side.put(name, value) for side in (tree.args[0], tree.args[-1]))
    return equal(left, right).status == "verified"


def _named(text: str) -> Iterator[Node]:
    """The values that a text names outside of its relations: lone formulas and numbers."""
    for segment in segments(text)[-_LISTED:]:
        parts = _parts(segment.text) if segment.kind == "formula" else _alone(segment.text)
        yield from (node for value_text in parts if (node := _read(value_text)) is not None)


def _parts(formula: str) -> Iterator[str]:
    """The members of a list in a formula."""
    if any(piece.kind == "relation" for piece in formula_tokens(formula)):
        return
    yield from formula.replace("\\quad", ",").split(",")


def _alone(text: str) -> Iterator[str]:
    """The numbers that belong to no formula."""
    for around in windows(formula_tokens(text)):
        if _NEGATIVE(around):
            yield f"-{around.here.text}"
        elif _FREE(around):
            yield around.here.text


def _read(text: str) -> Node | None:
    if not text.strip() or joint(text) is not None:
        return None
    return tree_of(text)
