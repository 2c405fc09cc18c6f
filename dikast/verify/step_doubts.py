"""Doubts about a claim from what else is said: it is put right, what it leaves out is named, or was ruled out."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.language import kind_in, pattern, text_in, windows
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.shapes import gives_value, is_equation
from dikast.verify.equality.value_relations import equality
from dikast.verify.failed_claim import Failed
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import tree_of
from dikast.verify.text.alternatives import joint
from dikast.verify.text.claims import Claim
from dikast.verify.text.formula_tokens import STOPS, formula_tokens
from dikast.verify.text.segments import segments

_LISTED = 24
_CHAINED = 2  # signs of a chain, at least
_BINDS = kind_in("operator", "relation", "command", "open", "close")
_NEGATIVE = pattern(kind_in("number"), before=text_in({"-"}), first=kind_in("word", "join", *STOPS))
_FREE = pattern(kind_in("number"), before=~_BINDS, after=~_BINDS)


def is_put_right(failed: Failed) -> bool:
    """`5 + 3 = 9. No, 5 + 3 = 8.`: whether a later claim has the same calculation, and the right value for it."""
    if not failed.is_equation or failed.ends[0].op == "num" or failed.has_letters:
        return False
    claim = failed.claim
    later = (c for c in failed.context.step_claims if claim.start <= c.start < c.end and c.text != claim.text)
    return any(_is_right(failed.ends[0], other, failed) for other in later)


def is_solved(failed: Failed) -> bool:
    """`2(x + 1) = 2x + 2 = 3x, hence x = 2`: whether a later claim gives the value for which a chain's end holds."""
    signs = [piece.text for piece in failed.formula_tokens if piece.kind == "relation"]
    if signs != ["="] * len(signs) or len(signs) < _CHAINED or "reshaping" in failed.cues.lead:
        return False
    said = (c for c in failed.context.step_claims if c.start >= failed.claim.end and c.cues.mood == "asserted")
    later = (claim.tree(failed.context.setting) for claim in said)
    return any(
        tree is not None and gives_value(tree) and _holds(failed.tree, str(tree.args[0].value), tree.args[-1])
        for tree in later
    )


def _is_right(calculation: Node, claim: Claim, failed: Failed) -> bool:
    tree = claim.tree(failed.context.setting)
    if tree is None or not is_equation(tree) or tree.args[0] != calculation:
        return False
    return all(equality(calculation, value).status == "verified" for value in tree.args[1:])


def is_elsewhere(failed: Failed) -> bool:
    """Whether another claim of the step gives the lost value, as in `$x = 2$ and $x = 3$`, or the step names it.

    The line that the claim follows from holds for both values, and does not count.
    """
    lost = failed.lost
    value = None if lost is None else _read(lost.value)
    if lost is None or value is None:
        return False
    for other in failed.context.step_claims:
        other_tree = None if other is failed.claim else _read(other.forms[0])
        if other_tree is None or other_tree.symbols() != {lost.name} or not _holds(other_tree, lost.name, value):
            continue
        if not _holds_of_claim(other_tree, lost.name, failed.tree):
            return True
    elsewhere = plain(failed.context.step).replace(failed.claim.text, " ", 1)
    return any(equal(node, value).status == "verified" for node in _named(elsewhere) if not node.symbols())


def _holds_of_claim(other: Node, name: str, tree: Node) -> bool:
    """Whether another equation also holds for the value that the claim itself gives."""
    is_value = is_equation(tree) and not tree.args[-1].symbols()
    return is_value and _holds(other, name, tree.args[-1])


def is_ruled_out(failed: Failed) -> bool:
    """Whether an earlier equation does not hold for the lost value, which squaring or a denominator added."""
    lost = failed.lost
    value = None if lost is None else _read(lost.value)
    if lost is None or value is None:
        return False
    earlier = [e for e in failed.context.equations if is_equation(e) and e.symbols() == {lost.name}]
    return not all(_holds(e, lost.name, value) for e in earlier)


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
