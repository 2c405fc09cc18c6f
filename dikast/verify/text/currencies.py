"""Sums of money in a claim as numbers of one currency, with its parts as fractions.

The dollar's sign, which also delimits formulas, is never in a tree.
"""

from __future__ import annotations

from itertools import pairwise

from dikast.language import NOTHING
from dikast.verify.syntax.currency_table import SIGNS, Currency, currency
from dikast.verify.syntax.nodes import ONE, Node, Unparsed, num
from dikast.verify.syntax.quantities import is_pure_unit, unit_dimension
from dikast.verify.syntax.unit_table import NONE
from dikast.verify.text.formula_tokens import formula_tokens

_DOLLARS = unit_dimension("dollar")


def money_named(word: str) -> Currency | None:
    """The currency that a word names; None for another word, and for pounds, which may be a weight."""
    return None if unit_dimension(word) not in (NONE, _DOLLARS) else currency(word)


def has_one_currency(text: str, after: str = "") -> bool:
    """Whether all amounts of a text, and the word right behind it, may be of one currency."""
    named = _named(text, after)
    return not named or bool(frozenset.intersection(*(frozenset(one.codes) for one in named)))


def _named(text: str, after: str) -> list[Currency]:
    """The currencies of a text with a sign of money: its signs, and the names right behind its numbers."""
    if SIGNS.isdisjoint(text):
        return []
    row = (NOTHING, *formula_tokens(text), *formula_tokens(after[:20])[:1])
    names = (name.text for before, name in pairwise(row) if name.kind == "money" or before.kind == "number")
    named = map(money_named, names)
    return [one for one in named if one is not None and not one.is_part]


def in_one_currency(trees: tuple[Node, ...], text: str, after: str) -> tuple[Node, ...]:
    """The trees of a claim without its currency. Raises Unparsed where it has several currencies."""
    named = _named(text, after)
    if not has_one_currency(text, after):
        raise Unparsed("two currencies")

    def change(node: Node) -> Node | None:
        if node.op == "sym" and node.value in SIGNS:
            return ONE
        part = currency(str(node.args[-1].value)) if is_pure_unit(node) else None
        if part is not None and part.is_part and all(map(part.shared, named)):
            return Node("div", (node.args[0], num(part.n_in_one)))
        return None

    return tuple(tree.map(change) for tree in trees) if named else trees
