"""Sums of money in a claim as numbers of one currency, with cents as hundredths.

The dollar's sign, which also delimits formulas, is never in a tree.
"""

from __future__ import annotations

from dikast.verify.syntax.nodes import ONE, Node, Unparsed, num
from dikast.verify.syntax.quantities import is_pure_unit
from dikast.verify.text.formula_tokens import MONEY, formula_tokens

_NAMES = {
    **dict.fromkeys(("$", "dollar", "dollars", "USD"), "$"),
    **dict.fromkeys(("€", "euro", "euros", "Euro", "EUR"), "€"),
    **dict.fromkeys(("£", "GBP"), "£"),
    **dict.fromkeys(("¥", "yen"), "¥"),
    **dict.fromkeys(("₹", "rupee", "rupees"), "₹"),
    "₩": "₩",
}
_CENTS = frozenset({"cent", "cents", "¢"})
_WITH_CENTS = frozenset("$€")


def named_currencies(text: str, after: str = "") -> frozenset[str]:
    """The currencies of a text with a sign of money, and of the word right behind it."""
    if MONEY.isdisjoint(text):
        return frozenset()
    words = [piece.text for piece in (*formula_tokens(text), *formula_tokens(after[:20])[:1])]
    return frozenset(_NAMES[word] for word in words if word in _NAMES)


def in_one_currency(trees: tuple[Node, ...], text: str, after: str) -> tuple[Node, ...]:
    """The trees of a claim without its currency. Raises Unparsed where it has several currencies."""
    currencies = named_currencies(text, after)
    if len(currencies) > 1:
        raise Unparsed("two currencies")
    has_cents = bool(currencies) and currencies <= _WITH_CENTS

    def change(node: Node) -> Node | None:
        if node.op == "sym" and node.value in currencies:
            return ONE
        if has_cents and is_pure_unit(node) and node.args[-1].value in _CENTS:
            return Node("div", (node.args[0], num(100)))
        return None

    return tuple(tree.map(change) for tree in trees)
