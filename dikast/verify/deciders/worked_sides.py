"""A side of the equation before, rewritten without its sign: `Expanding the left-hand side, we get $x^2 + 9$`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dikast.language import tokens, word_values
from dikast.verify.deciders.context import Context
from dikast.verify.deciders.line_before import LineBefore, is_worked_on
from dikast.verify.decision import Decision
from dikast.verify.equality.expression_equality import equal
from dikast.verify.equality.shapes import is_equation
from dikast.verify.syntax.nodes import Node
from dikast.verify.syntax.normalize import plain
from dikast.verify.syntax.parser import tree_of
from dikast.verify.text.formulas import has_relation
from dikast.verify.text.segments import segments

_SIDES = {word: int(place) for word, place in word_values("side").items()}
_ENDS = ".;\n"


def worked_sides(step: str, before: Sequence[LineBefore], context: Context) -> Iterator[tuple[str, Decision]]:
    """The formulas without a relation that a step writes in place of a side of an equation, and the decisions."""
    text = plain(step)
    for segment in segments(text):
        last = next((line for line in reversed(before) if line.end <= segment.start), None)
        is_lone = segment.kind == "formula" and not has_relation(segment.text, with_membership=True)
        after = text[segment.end :].lstrip(" ")
        if last is None or not is_lone or after[:1] not in _ENDS:
            continue
        side = _side(text[last.end : segment.start], last.tree)
        finding = None if side is None else _decided(context.substituted(side), segment.text, context)
        if finding is not None:
            yield segment.text.strip(), finding


def _side(between: str, tree: Node) -> Node | None:
    """The side that is only reshaped, by the words; None where they say anything else."""
    row = tokens(between)
    named = {_SIDES[word] for token in row for word in token.text.casefold().split("-") if word in _SIDES}
    return tree.args[named.pop()] if len(named) == 1 and is_equation(tree) and is_worked_on(row) else None


def _decided(side: Node, formula: str, context: Context) -> Decision | None:
    """Whether a formula in the same letters as the side equals it."""
    worked = tree_of(formula.strip(" .;"), context.setting)
    if worked is None or worked.symbols() != side.symbols() or worked.has("list", "pm", "text", "seq"):
        return None
    return equal(side, worked)
