"""Terms and factors: precedence climbing over the table of operators, and what stands side by side without a sign."""

from __future__ import annotations

from collections.abc import Callable

from dikast.verify.syntax import units
from dikast.verify.syntax.ambiguities import (
    FRACTION_OF_UNIT,
    POWER_OF_TEN,
    SCIENTIFIC,
    SLASH,
    SLASH_SPACED,
    SLASH_WIDE,
    SMALLER_UNIT,
)
from dikast.verify.syntax.cursor import PRODUCT, SIGN, Parser, or_nothing
from dikast.verify.syntax.neighbours import are_alike, is_whole, juxtaposed, mixed_number, starts_factor
from dikast.verify.syntax.nodes import IMAGINARY, E, Node, Unparsed, add, call, mul, num, raised
from dikast.verify.syntax.operators import OPERATORS
from dikast.verify.syntax.quantities import has_units, is_pure_unit

_SCALES = {
    "thousand": raised(num(10), num(3)), "million": raised(num(10), num(6)), "billion": raised(num(10), num(9)),
    "trillion": raised(num(10), num(12)), "dozen": num(12), "dozens": num(12),
}  # fmt: skip
_VECTORS = ("vec", "overrightarrow", "mathbf", "hat")
_SETS = ("seq", "set", "union")
_SLASHED = ("num", "sym", "const", "pow", "call", "mul")


def climb(p: Parser, level: int) -> Node:
    """Operands joined by the operators of this level and tighter ones."""
    left = p.factor()
    while (longer := _longer(p, left, level)) is not None:
        left = longer
    return left


def _longer(p: Parser, left: Node, level: int) -> Node | None:
    """The operand so far with one operator and operand more; None where the next one binds looser, or ends it."""
    is_union = p.token.word == "U" and p.peek().kind == "open" and left.op in _SETS  # `(1, 2) U (3, 4)`
    operator = OPERATORS.get("cup" if is_union else p.token.sign)
    if operator is not None:
        if operator.level < level:
            return None
        p.next()
        return operator.build(p, left, climb(p, operator.level + 1))
    ways = _EXTENSIONS.get(p.token.kind, ()) if level <= PRODUCT else ()
    return next((longer for extend in ways if (longer := extend(p, left)) is not None), None)


def _times(p: Parser, left: Node) -> Node | None:
    sign = p.token
    if not p.take("*"):
        return None
    is_cross = left.op == "seq" or p.sees(*_VECTORS)
    if is_cross and sign.end - sign.start == len(r"\times"):
        return call("cross", left, climb(p, SIGN))
    return Node("mul", (left, climb(p, SIGN)), "*")


def _divided(p: Parser, left: Node) -> Node | None:
    if not p.sees("/"):
        return None
    # In `a / b/c` the spaces show that the second slash binds tighter.
    is_wide = p.peek().spaced
    p.next()
    if (quantity := _over_unit(p, left)) is not None:
        return quantity
    right = p.factor()
    is_narrow = p.sees("/") and not p.token.spaced
    if is_wide and is_narrow and p.choose(SLASH_WIDE) == 0:
        p.next()
        right = Node("div", (right, p.factor()))
    if _is_scientific(p, left, right):
        right = _scientific(p, left, right)
    return _fraction_of_unit(p, left, right) or Node("div", (left, _below(p, left, right)), literal="/")


def _is_scientific(p: Parser, left: Node, right: Node) -> bool:
    """`6×10^5 / 2×10^3`: whether the number below the slash goes on with a power of ten, in this reading."""
    is_number = right.op == "num" or (right.op == "neg" and right.args[0].op == "num")
    is_before_power_of_ten = p.sees("*") and p.peek().text == "10" and p.peek(2).text in ("^", "**")
    if not is_number or not is_before_power_of_ten:
        return False
    return not p.choose(SCIENTIFIC) if _ends_with_power_of_ten(left) else bool(p.choose(POWER_OF_TEN))


def _ends_with_power_of_ten(node: Node) -> bool:
    """`6×10^5`, `2 × 3×10^8 m/s`."""
    if node.op == "pow":
        return node.args[0].literal == "10"
    return node.op in ("mul", "div") and _ends_with_power_of_ten(node.args[0 if node.value == "unit" else -1])


def _scientific(p: Parser, left: Node, number: Node) -> Node:
    """The number times its power of ten; a unit belongs to it if what it divides has one."""
    p.take("*")
    product = Node("mul", (number, p.factor()), "*")
    with_unit = _with_units(p, product) if has_units(left) else None
    return with_unit or product


def _over_unit(p: Parser, left: Node) -> Node | None:
    """`6.02 \\times 10^{23} /mol`."""
    is_word = p.token.is_word and p.setting.with_units
    unit = units.below(p) if is_word and not left.symbols() else None
    return None if unit is None else Node("mul", (left, raised(unit, num(-1))), "unit")


def _below(p: Parser, left: Node, right: Node) -> Node:
    """What stands below a slash: `1/2x` is half of x, or in the other reading one over 2x."""
    is_apart = left.op == right.op == "num" and (p.token.spaced or p.token.kind == "open")
    is_plain = left.op in _SLASHED and right.op != "paren" and starts_factor(p)
    if is_plain and p.choose(SLASH_SPACED if is_apart else SLASH):
        while starts_factor(p):
            right = juxtaposed(p, right)
    return right


def _fraction_of_unit(p: Parser, left: Node, right: Node) -> Node | None:
    """`1/250 s`: a fraction of a second; in the other reading the second is below the line."""
    is_number = not left.symbols() and not has_units(left)
    is_quantity = is_pure_unit(right) and right.args[0].op == "num"
    if not (is_number and is_quantity) or p.choose(FRACTION_OF_UNIT):
        return None
    return Node("mul", (Node("div", (left, right.args[0]), literal="/"), right.args[1]), "unit")


def _modulo(p: Parser, left: Node) -> Node | None:
    return call("mod", left, climb(p, SIGN)) if p.take_word("mod") else None


def _share(p: Parser, left: Node) -> Node | None:
    """`half of 10`; but `3 of 10` is a count, not a product."""
    if not p.sees_word("of") or p.peek().kind == "end":
        return None
    if is_whole(left):
        raise Unparsed("so many of a number")
    p.next()
    return mul(left, climb(p, SIGN))


def _scaled(p: Parser, left: Node) -> Node | None:
    """`2 million`, `3 dozen`."""
    if p.before.kind != "num" or not p.sees_word(*_SCALES):
        return None
    return Node("mul", (left, _SCALES[p.next().word.lower()]), "*")


@or_nothing
def _and_a_half(p: Parser, left: Node) -> Node | None:
    """`3 and a half`."""
    if p.before.kind != "num" or not is_whole(left) or not p.take_word("and"):
        return None
    if p.take_word("a", "one"):
        p.take("-")
    return mixed_number(p, left, Node("div", (num(1), num(2)))) if p.take_word("half") else None


def _with_units(p: Parser, left: Node) -> Node | None:
    if not p.setting.with_units or (unit := units.behind(p, left)) is None:
        return None
    return Node("mul", (left, unit), "unit")


@or_nothing
def _with_smaller_unit(p: Parser, left: Node) -> Node | None:
    """`2 hours and 30 minutes`: one quantity in several units."""
    has_comma, is_joined = p.take(","), p.take_word("and")
    is_joint = has_comma or is_joined
    if not is_pure_unit(left) or not is_joint or p.token.kind != "num":
        return None
    smaller = p.factor()
    if not is_pure_unit(smaller) or not are_alike(left, smaller):
        return None
    return add(left, smaller) if is_joined or p.choose(SMALLER_UNIT) == 0 else None


def _letter_times(p: Parser, left: Node) -> Node | None:
    """An `x` between two numbers or quantities is a times sign."""
    if p.token.kind != "id" or p.token.text not in ("x", "X") or "x" in p.setting.variables:
        return None
    after = p.peek(2) if p.peek().text == "$" else p.peek()
    is_behind_unit = is_pure_unit(left) or (left.op == "mul" and is_pure_unit(left.args[-1]))
    is_behind_number = p.before.kind in ("num", "close") or is_behind_unit
    if not is_behind_number or after.kind != "num":
        return None
    p.next()
    return mul(left, climb(p, SIGN))


@or_nothing
def _turned(p: Parser, left: Node) -> Node | None:
    """`5\\angle 30^\\circ`: a complex number by its size and its angle in degrees."""
    if p.before.kind != "num" or not p.take("angle"):
        return None
    if p.token.kind != "num" and not p.sees("-"):
        return None
    angle = p.factor()
    is_degrees = (angle.args[0] if angle.op == "neg" else angle).literal == "degrees"
    return mul(left, raised(E, mul(IMAGINARY, angle))) if is_degrees else None


def _side_by_side(p: Parser, left: Node) -> Node | None:
    if p.sees("pi") and p.before.text == "pi":
        raise Unparsed("pi twice, perhaps by mistake")
    return juxtaposed(p, left) if starts_factor(p) else None


_WORDS: tuple[Callable[[Parser, Node], Node | None], ...] = (
    _modulo, _share, _scaled, _and_a_half, _with_smaller_unit, _with_units, _letter_times, _side_by_side,
)  # fmt: skip
_EXTENSIONS = {
    "op": (_times, _divided, _with_smaller_unit), "id": _WORDS, "text": _WORDS,
    "cmd": (_turned, _with_units, _side_by_side), "num": (_with_units, _side_by_side), "open": (_side_by_side,),
    "bar": (_side_by_side,),
}  # fmt: skip
"""How a product may go on, by the kind of the next token, in the order in which the ways are tried."""
