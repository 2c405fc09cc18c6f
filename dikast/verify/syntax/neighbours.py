"""Factors side by side: products without a sign, mixed numbers, and quantities in several units."""

from __future__ import annotations

from dikast.language import word_group
from dikast.verify.syntax import units
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.ambiguities import LOST_EXPONENT, MIXED
from dikast.verify.syntax.commands import CONSTANTS, FUNCTIONS, WORD_COMMANDS
from dikast.verify.syntax.cursor import Parser
from dikast.verify.syntax.names import is_differential
from dikast.verify.syntax.nodes import Node, Unparsed, add, mul, neg, raised
from dikast.verify.syntax.numbers import plain_fraction
from dikast.verify.syntax.operators import AND, OR
from dikast.verify.syntax.quantities import is_pure_unit, measure
from dikast.verify.syntax.unit_table import is_unit

_STARTERS = frozenset(
    "frac sqrt binom boxed fbox overline bar hat vec tilde sum prod int oint lim emptyset mathbb mathcal mathbf "
    "angle triangle root ell nabla overrightarrow widehat partial num SI qty ang".split()
).union(WORD_COMMANDS)
_NAMES = frozenset(FUNCTIONS).union(CONSTANTS)
_WORDS_BETWEEN = frozenset({*AND, *OR, *word_group("between factors")})


def starts_factor(p: Parser) -> bool:
    """Whether the token can begin a factor that stands beside the one before."""
    token = p.token
    if token.kind == "num":
        return True
    if token.kind == "open":
        return token.text != "<" and p.peek().word not in ("bmod", "mod")
    if token.kind == "bar":
        return p.bars == 0 and p.peek().text != "_"
    if token.is_word:
        is_name = token.text.lower() not in _WORDS_BETWEEN if token.kind == "id" else _is_math_text(token.text)
        return is_name and not (p.differentials and is_differential(p))
    return token.kind == "cmd" and (token.text in _STARTERS or token.text.startswith("begin:"))


def _is_math_text(text: str) -> bool:
    """Whether a \\text{…} is a name rather than words."""
    word = text.strip()
    is_letter = word.isalpha() and len(word) == 1
    return is_letter or word in _NAMES or is_unit(word)


def juxtaposed(p: Parser, left: Node) -> Node:
    """Two factors side by side: a product, a mixed number, or a quantity in two units."""
    before, here = p.before, p.token
    if is_whole(left) and before.kind == "num" and (fraction := plain_fraction(p)) is not None:
        mixed = mixed_number(p, left, fraction)
        return p.power(mixed) if p.sees("%") else mixed
    # Two numbers side by side are no product.
    if before.kind == here.kind == "num":
        return _beside_number(p, left)
    fraction = plain_fraction(p) if is_pure_unit(left) else None
    left, right = _alone(left), p.factor() if fraction is None else _with_unit(p, fraction)
    if (quantity := _in_two_units(left, right)) is not None:
        return quantity
    is_glued = before.text in (")", "]") and here.kind == "num" and not here.spaced
    if is_glued and right.op == "num" and p.choose(LOST_EXPONENT):
        return _with_exponent(left, right)
    if is_pure_unit(left) and right.op == "num" and before.kind != "close":
        raise Unparsed("a number behind a unit")
    return mul(left, _alone(right))


def _in_two_units(left: Node, right: Node) -> Node | None:
    """`5 ft 6 in`: what comes second must be smaller, and of the same kind. None for anything but quantities."""
    terms = left.args if left.op == "add" else (left,)
    if not all(map(is_pure_unit, (right, *terms))):
        return None
    if not are_alike(terms[-1], right):
        raise Unparsed("two quantities side by side")
    return add(*terms, right)


def _with_unit(p: Parser, number: Node) -> Node:
    """The fraction of a unit in `5 ft 3/4 in`. Raises Unparsed where it has none."""
    unit = units.behind(p, number)
    if unit is None:
        raise Unparsed("a number behind a unit")
    return Node("mul", (number, unit), "unit")


def _with_exponent(node: Node, exponent: Node) -> Node:
    """The last factor raised: a lost exponent is that of the bracket before it."""
    if node.op in ("mul", "div") and node.value is None:
        return Node(node.op, (node.args[0], raised(node.args[1], exponent)), literal=node.literal)
    return raised(node, exponent)


def _beside_number(p: Parser, left: Node) -> Node:
    """`3 1\\frac{1}{2}`: the second number is the whole part of a mixed one. Raises Unparsed for any other."""
    if left.op != "num" or not p.token.text.isdigit() or p.peek().text != "frac":
        raise Unparsed("two numbers side by side")
    right = p.factor()
    return mul(left, juxtaposed(p, right) if starts_factor(p) else right)


def _alone(node: Node) -> Node:
    """`\\{x\\}` in a product is x: braces of one member group there."""
    return node.args[0] if node.op == "set" and len(node.args) == 1 else node


def is_whole(node: Node) -> bool:
    """Whether it is a whole number, perhaps with a sign."""
    if node.op == "neg":
        node = node.args[0]
    return node.op == "num" and node.literal.isdigit()


def mixed_number(p: Parser, left: Node, fraction: Node) -> Node:
    """A whole number with a fraction behind it."""
    if p.choose(MIXED):
        return mul(left, fraction)
    if left.op == "neg":
        return neg(Node("add", (left.args[0], fraction), literal="mixed"))
    return Node("add", (left, fraction), literal="mixed")


def are_alike(left: Node, right: Node) -> bool:
    """Whether both are of one dimension and the second unit is the smaller."""
    measures = all_or_none(measure(quantity.args[1]) for quantity in (left, right))
    if measures is None:
        return False
    first, second = measures
    return first.dimension == second.dimension and first.factor > second.factor
