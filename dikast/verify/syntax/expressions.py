"""Terms and factors: precedence climbing over the table of operators, and what stands side by side without a sign."""

from __future__ import annotations

from collections.abc import Callable

from dikast.verify.syntax import units
from dikast.verify.syntax.ambiguities import (
    FRACTION_OF_UNIT,
    LOST_EXPONENT,
    MIXED,
    SLASH,
    SLASH_SPACED,
    SLASH_WIDE,
    Ambiguity,
)
from dikast.verify.syntax.commands import CONSTANTS, FUNCTIONS, WORD_COMMANDS
from dikast.verify.syntax.cursor import Parser
from dikast.verify.syntax.names import is_differential
from dikast.verify.syntax.nodes import Node, Unparsed, call, num
from dikast.verify.syntax.numbers import plain_fraction
from dikast.verify.syntax.operators import AND, OPERATORS, OR, PRODUCT, SIGN
from dikast.verify.syntax.quantities import has_units, measure
from dikast.verify.syntax.unit_table import is_unit

_STARTERS = frozenset(
    "frac sqrt binom boxed fbox overline bar hat vec tilde sum prod int oint lim emptyset mathbb mathcal mathbf "
    "angle triangle root ell nabla overrightarrow widehat partial num SI qty ang".split()
)
_WORDS_BETWEEN = frozenset({*AND, *OR, "of", "to", "in", "is", "for", "where", "mod", "with", "when", "if", "per"})
_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
_DOZEN = ("dozen", "dozens")
_SLASHED = ("num", "sym", "const", "pow", "call", "mul")


def climb(p: Parser, level: int) -> Node:
    """Operands joined by the operators of this level and tighter ones."""
    left = p.factor()
    while (longer := _longer(p, left, level)) is not None:
        left = longer
    return left


def _longer(p: Parser, left: Node, level: int) -> Node | None:
    """The operand so far with one operator and operand more; None where the next one binds looser, or ends it."""
    operator = OPERATORS.get(p.token.sign)
    if operator is None:
        return _beside(p, left) if level <= PRODUCT else None
    if operator.level < level:
        return None
    p.next()
    return operator.build(p, left, climb(p, operator.level + 1))


def _beside(p: Parser, left: Node) -> Node | None:
    """The product so far with one more factor; None where the product ends."""
    for extend in _EXTENSIONS.get(p.token.kind, ()):
        if (longer := extend(p, left)) is not None:
            return longer
    return None


def _times(p: Parser, left: Node) -> Node | None:
    sign = p.token
    if not p.take("*"):
        return None
    if left.op == "seq" and sign.end - sign.start == len(r"\times"):
        raise Unparsed("a cross product")
    return Node("mul", (left, climb(p, SIGN)), "*")


def _divided(p: Parser, left: Node) -> Node | None:
    if not p.sees("/"):
        return None
    is_wide = p.peek().spaced
    p.next()
    is_word = p.token.kind in ("id", "text") and p.setting.with_units
    if is_word and not left.symbols() and (below := units.below(p)) is not None:
        return Node("mul", (left, Node("pow", (below, num(-1)))), "unit")
    right = p.factor()
    if is_wide and p.sees("/") and not p.token.spaced and p.choose(SLASH_WIDE) == 0:
        p.next()
        right = Node("div", (right, p.factor()))
    if (quantity := _fraction_of_unit(p, left, right)) is not None:
        return quantity
    is_plain = left.op in _SLASHED and right.op != "paren" and starts_factor(p)
    if is_plain and p.choose(_slash(p, left, right)):
        while starts_factor(p):
            right = _juxtaposed(p, right)
    return Node("div", (left, right), literal="/")


def _slash(p: Parser, left: Node, right: Node) -> Ambiguity:
    is_apart = p.token.spaced or p.token.kind == "open"
    return SLASH_SPACED if left.op == right.op == "num" and is_apart else SLASH


def _fraction_of_unit(p: Parser, left: Node, right: Node) -> Node | None:
    """`1/250 s`: a fraction of a second; in the other reading the second is below the line."""
    is_quantity = right.op == "mul" and right.value == "unit" and right.args[0].op == "num"
    if not is_quantity or left.symbols() or has_units(left) or p.choose(FRACTION_OF_UNIT):
        return None
    return Node("mul", (Node("div", (left, right.args[0]), literal="/"), right.args[1]), "unit")


def _is_pure_unit(node: Node) -> bool:
    return node.op == "mul" and node.value == "unit"


def _modulo(p: Parser, left: Node) -> Node | None:
    return call("mod", left, climb(p, SIGN)) if p.take_word("mod") else None


def _share(p: Parser, left: Node) -> Node | None:
    """`half of 10`; but `3 of 10` is a count, and no product."""
    if not p.sees_word("of") or p.peek().kind == "end":
        return None
    if _is_whole(left):
        raise Unparsed("so many of a number")
    p.next()
    return Node("mul", (left, climb(p, SIGN)))


def _scaled(p: Parser, left: Node) -> Node | None:
    """`2 million`, `3 dozen`, `3 and a half`."""
    if p.before.kind != "num":
        return None
    if p.sees_word(*_SCALES):
        return Node("mul", (left, Node("pow", (num(10), num(_SCALES[p.next().text.strip().lower()])))), "*")
    if p.take_word(*_DOZEN):
        return Node("mul", (left, num(12)), "*")
    return _and_a_half(p, left)


def _and_a_half(p: Parser, left: Node) -> Node | None:
    if not p.sees_word("and") or p.peek().text not in ("a", "one", "half"):
        return None
    start = p.mark()
    p.next()
    p.take_word("a", "one")
    p.take("-")
    if p.take_word("half") and _is_whole(left):
        return mixed_number(p, left, Node("div", (num(1), num(2))))
    p.reset(start)
    return None


def _with_units(p: Parser, left: Node) -> Node | None:
    if not p.setting.with_units or (found := units.behind(p, left)) is None:
        return None
    return Node("mul", (left, found), "unit")


def _with_smaller_unit(p: Parser, left: Node) -> Node | None:
    """`2 hours and 30 minutes`: one quantity in several units."""
    if not _is_pure_unit(left) or not (p.sees(",") or p.sees_word("and")):
        return None
    start = p.mark()
    p.take(",")
    p.take_word("and")
    if p.token.kind == "num" and p.before.text != ",":
        smaller = p.factor()
        if _is_pure_unit(smaller) and _are_alike(left, smaller):
            return Node("add", (left, smaller))
    p.reset(start)
    return None


def _are_alike(one: Node, two: Node) -> bool:
    """Whether both are of one dimension and the second unit is the smaller."""
    first, second = measure(one.args[1]), measure(two.args[1])
    if first is None or second is None:
        return False
    return first.dimension == second.dimension and first.factor > second.factor


def _letter_times(p: Parser, left: Node) -> Node | None:
    """An `x` between two numbers is a times sign."""
    token, after = p.token, p.peek()
    if token.kind != "id" or token.text not in ("x", "X") or "x" in p.setting.variables:
        return None
    is_before_number = after.kind == "num" or (after.text == "$" and p.peek(2).kind == "num")
    if p.before.kind not in ("num", "close") or not is_before_number:
        return None
    p.next()
    return Node("mul", (left, climb(p, SIGN)))


def _side_by_side(p: Parser, left: Node) -> Node | None:
    return _juxtaposed(p, left) if starts_factor(p) else None


_WORDS: tuple[Callable[[Parser, Node], Node | None], ...] = (
    _modulo, _share, _scaled, _with_smaller_unit, _with_units, _letter_times, _side_by_side,
)  # fmt: skip
_EXTENSIONS = {
    "op": (_times, _divided, _with_smaller_unit), "id": _WORDS, "text": _WORDS, "cmd": (_with_units, _side_by_side),
    "num": (_with_units, _side_by_side), "open": (_side_by_side,), "bar": (_side_by_side,),
}  # fmt: skip
"""How a product may go on, by the kind of the next token, in the order in which the ways are tried."""


def _juxtaposed(p: Parser, left: Node) -> Node:
    """Two factors side by side: a product, a mixed number, or a quantity in two units."""
    before, here = p.before, p.token
    if _is_whole(left) and before.kind == "num" and (mixed := _mixed(p, left)) is not None:
        return p.power(mixed) if p.sees("%") else mixed
    if before.kind == here.kind == "num":
        return _beside_number(p, left)
    is_glued = before.kind == "close" and here.kind == "num" and not here.spaced
    left = _alone(left)
    right = p.factor()
    if _is_pure_unit(right) and (terms := _quantities(left)):
        return _in_two_units(terms, right)
    if is_glued and before.text in (")", "]") and right.op == "num" and p.choose(LOST_EXPONENT):
        return Node("pow", (left, right))
    return Node("mul", (left, _alone(right)))


def _quantities(node: Node) -> tuple[Node, ...]:
    """The terms of `1 h 30 min`; empty for anything that is no quantity."""
    terms = node.args if node.op == "add" else (node,)
    return terms if all(map(_is_pure_unit, terms)) else ()


def _in_two_units(terms: tuple[Node, ...], smaller: Node) -> Node:
    """`5 ft 6 in`. Raises Unparsed where the second is of another kind, or not the smaller."""
    if not _are_alike(terms[-1], smaller):
        raise Unparsed("two quantities side by side")
    return Node("add", (*terms, smaller))


def _beside_number(p: Parser, left: Node) -> Node:
    """`3 1\\frac{1}{2}`: the second number is the whole part of a mixed one. Raises Unparsed for any other."""
    if left.op != "num" or not p.token.text.isdigit() or p.peek().text != "frac":
        raise Unparsed("two numbers side by side")
    right = p.factor()
    return Node("mul", (left, _juxtaposed(p, right) if starts_factor(p) else right))


def _alone(node: Node) -> Node:
    """`\\{x\\}` in a product is x: braces of one member group there."""
    return node.args[0] if node.op == "set" and len(node.args) == 1 else node


def _is_whole(node: Node) -> bool:
    if node.op == "neg":
        node = node.args[0]
    return node.op == "num" and node.literal.isdigit()


def _mixed(p: Parser, left: Node) -> Node | None:
    """`3 1/2` and `3\\frac{1}{2}`: three and a half, or the product."""
    part = plain_fraction(p)
    return None if part is None else mixed_number(p, left, part)


def mixed_number(p: Parser, left: Node, part: Node) -> Node:
    """A whole number with a fraction behind it."""
    if p.choose(MIXED):
        return Node("mul", (left, part))
    if left.op == "neg":
        return Node("neg", (Node("add", (left.args[0], part), literal="mixed"),))
    return Node("add", (left, part), literal="mixed")


def starts_factor(p: Parser) -> bool:
    """Whether the token can begin a factor that stands beside the one before."""
    token = p.token
    if token.kind == "num":
        return True
    if token.kind == "open":
        return token.text != "<" and p.peek().text.strip() not in ("bmod", "mod")
    if token.kind == "bar":
        return p.bars == 0 and p.peek().text != "_"
    if token.kind in ("id", "text"):
        is_name = token.text.lower() not in _WORDS_BETWEEN if token.kind == "id" else _is_math_text(token.text)
        return is_name and not (p.differentials and is_differential(p))
    return token.kind == "cmd" and _is_starter(token.text)


def _is_starter(name: str) -> bool:
    return name in _STARTERS or name.startswith("begin:") or name in WORD_COMMANDS


def _is_math_text(text: str) -> bool:
    """Whether a \\text{…} is a name rather than words."""
    word = text.strip()
    is_letter = word.isalpha() and len(word) == 1
    return is_letter or word in FUNCTIONS or word in CONSTANTS or is_unit(word)


def argument(p: Parser) -> Node:
    """What an unbracketed function takes: `sin 2x`, `ln e^3`; up to a sign, a bracket after a factor, or a function."""
    if p.take("-"):
        return Node("neg", (argument(p),))
    first = p.power(p.primary())
    if p.before.text in (")", "]", "}", "\\}", "\\rbrace"):
        return first
    while starts_factor(p) and p.token.kind in ("id", "cmd", "num") and not _starts_own(p.token.text):
        first = Node("mul", (first, p.power(p.primary())))
    if p.sees("/") and first.op in ("const", "sym", "num") and p.peek().kind == "num":
        p.next()
        first = Node("div", (first, p.power(p.primary())))
    return first


def _starts_own(text: str) -> bool:
    return text in FUNCTIONS or text in ("sum", "int", "prod", "lim")
