"""Operators between two operands: how tightly each binds and what it makes. Relations, and words that join."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dikast.language import word_group
from dikast.verify.syntax.ambiguities import RELATIVE_PERCENT
from dikast.verify.syntax.cursor import PRODUCT, SETS, SUM, Parser
from dikast.verify.syntax.nodes import ONE, Node, add, call, mul, neg


@dataclass(frozen=True)
class Operator:
    """A sign between two operands, associating to the left."""

    level: int
    build: Callable[[Parser, Node, Node], Node]


def _binary(op: str, value: str | None = None) -> Callable[[Parser, Node, Node], Node]:
    return lambda p, left, right: Node(op, (left, right), value)


def _added(p: Parser, left: Node, right: Node, term: Node) -> Node:
    """`60 - 25%` takes off 0.25, or a quarter of the 60; `100% - 30% - 25%` leaves 45%."""
    is_share = right.op == "percent" and not _is_percentage(left)
    if is_share and p.choose(RELATIVE_PERCENT):
        return mul(left, add(ONE, term))
    if left.op == "add" and not left.literal:
        return add(*left.args, term)
    return add(left, term)


def _is_percentage(node: Node) -> bool:
    return node.op == "percent" or (node.op in ("add", "neg") and all(map(_is_percentage, node.args)))


OPERATORS: dict[str, Operator] = {
    "cup": Operator(SETS, _binary("union")),
    "cap": Operator(SETS, _binary("meet")),
    "setminus": Operator(SETS, _binary("minus")),
    "choose": Operator(SETS, lambda p, left, right: call("binom", left, right)),
    "over": Operator(SETS, _binary("div")),
    "+": Operator(SUM, lambda p, left, right: _added(p, left, right, right)),
    "-": Operator(SUM, lambda p, left, right: _added(p, left, right, neg(right))),
    "pm": Operator(SUM, _binary("pm", "pm")),
    "mp": Operator(SUM, _binary("pm", "mp")),
    "bmod": Operator(PRODUCT, lambda p, left, right: call("mod", left, right)),
}

AND, OR = (word_group(joint, "en", "de", "zh") for joint in ("and", "or"))  # `et` and `y` are products of letters
"""Words that join clauses; words that may be a product of letters, such as `et`, are left out."""

RELATIONS = {
    "=": "=", "==": "=", ":=": "=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "!=": "!=", "~=": "~=", "~": "~=",
    "===": "===", "in": "in", "notin": "notin", "subset": "subset", "subseteq": "subset", "supset": "supset",
    "supseteq": "supset",
}  # fmt: skip
