"""Sums, products, powers: the part of the grammar with precedence."""

from __future__ import annotations

import math
from fractions import Fraction

from dikast.verify.syntax import numerals, primaries
from dikast.verify.syntax.commands import FUNCTIONS
from dikast.verify.syntax.cursor import Cursor
from dikast.verify.syntax.nodes import ONE, Node, Unparsed, call, num
from dikast.verify.syntax.quantities import behind, below

_STARTERS = frozenset(
    "frac sqrt binom boxed fbox overline bar hat vec tilde sum prod int oint lim emptyset mathbb mathcal mathbf "
    "angle triangle root ell nabla overrightarrow widehat partial".split()
)
_MAX_DOUBLE = 300
_WORDS_BETWEEN = frozenset({"or", "and", "of", "to", "in", "is", "for", "where", "mod", "with", "when", "if", "per"})


def expression(c: Cursor) -> Node:
    """A sum, with unions and intersections binding loosest of all."""
    c.deeper()
    left = _sum(c)
    while True:
        if c.take("cup"):
            left = Node("union", (left, _sum(c)))
        elif c.take("cap"):
            left = Node("meet", (left, _sum(c)))
        elif c.take("setminus"):
            left = Node("minus", (left, _sum(c)))
        elif c.take("choose"):
            left = call("binom", left, _sum(c))
        elif c.take("over"):
            left = Node("div", (left, _sum(c)))
        else:
            c.depth -= 1
            return left


def _sum(c: Cursor) -> Node:
    left = product(c)
    while True:
        if c.take("+"):
            left = _added(c, left, product(c), plus=True)
        elif c.take("-"):
            left = _added(c, left, product(c), plus=False)
        elif c.sees("pm", "mp"):
            sign = c.next().text
            left = Node("pm", (left, product(c)), sign)
        else:
            return left


def _added(c: Cursor, left: Node, right: Node, plus: bool) -> Node:
    """`60 - 25%` takes off 0.25, or a quarter of the 60."""
    if right.op == "percent" and left.op != "percent" and c.choose("relative-percent"):
        part = right if plus else Node("neg", (right,))
        return Node("mul", (left, Node("add", (ONE, part))))
    term = right if plus else Node("neg", (right,))
    return Node("add", (*left.args, term)) if left.op == "add" and not left.literal else Node("add", (left, term))


def product(c: Cursor) -> Node:
    """Factors joined by signs or by standing side by side."""
    left = factor(c)
    while (longer := _with_next_factor(c, left)) is not None:
        left = longer
    return left


def _with_next_factor(c: Cursor, left: Node) -> Node | None:
    """The product so far with one more factor; None where the product ends."""
    if c.sees("*"):
        return _times(c, left)
    if c.sees("/"):
        return _divided(c, left)
    if c.sees("bmod") or c.sees_word("mod"):
        c.next()
        return call("mod", left, factor(c))
    if c.sees_word("of") and c.peek().kind != "end":
        return _share(c, left)
    if c.setting.with_units and (units := behind(c, left)) is not None:
        return Node("mul", (left, units), "unit")
    if primaries.is_times(c):
        c.next()
        return Node("mul", (left, factor(c)))
    if starts_factor(c):
        return _beside(c, left)
    return None


def _share(c: Cursor, left: Node) -> Node:
    """`half of 10`; but `3 of 10` is a count, and no product."""
    if _is_whole(left):
        raise Unparsed("so many of a number")
    c.next()
    return Node("mul", (left, factor(c)))


def _times(c: Cursor, left: Node) -> Node:
    sign = c.next()
    if left.op == "seq" and sign.end - sign.start == len(r"\times"):
        raise Unparsed("a cross product")
    return Node("mul", (left, factor(c)), "*")


def _divided(c: Cursor, left: Node) -> Node:
    is_wide = c.peek().spaced
    c.need("/")
    if c.setting.with_units and not left.symbols() and (units := below(c)) is not None:
        return Node("mul", (left, Node("pow", (units, num(-1)))), "unit")
    right = factor(c)
    if is_wide and c.sees("/") and not c.token.spaced and c.choose("slash-width") == 0:
        c.next()
        right = Node("div", (right, factor(c)))
    if left.op in ("num", "sym", "const", "pow", "call", "mul") and right.op != "paren" and starts_factor(c):
        numbers = left.op == "num" and right.op == "num"
        spaced = c.token.spaced or c.token.kind == "open"
        if c.choose("slash-space" if numbers and spaced else "slash"):
            while starts_factor(c):
                right = _beside(c, right)
    return Node("div", (left, right), literal="/")


def _beside(c: Cursor, left: Node) -> Node:
    """Juxtaposition: a product, or a mixed number."""
    before = c.tokens[c.at - 1]
    if _is_whole(left) and before.kind == "num" and (mixed := _mixed(c, left)) is not None:
        return power(c, mixed) if c.sees("%") else mixed
    if before.kind == "num" and c.token.kind == "num":
        if left.op == "num" and numerals.follows_mixed(c):
            right = factor(c)
            return Node("mul", (left, _beside(c, right) if starts_factor(c) else right))
        raise Unparsed("two numbers side by side")
    if left.op == "set" and len(left.args) == 1:
        left = left.args[0]
    right = factor(c)
    if left.value == right.value == "unit":
        return Node("add", (left, right))
    if right.op == "set" and len(right.args) == 1:
        right = right.args[0]
    return Node("mul", (left, right))


def _is_whole(node: Node) -> bool:
    if node.op == "neg":
        node = node.args[0]
    return node.op == "num" and node.literal.isdigit()


def _mixed(c: Cursor, left: Node) -> Node | None:
    """`3 1/2` and `3\\frac{1}{2}`: three and a half, or the product."""
    part = numerals.plain_fraction(c)
    if part is None:
        return None
    if c.choose("mixed"):
        return Node("mul", (left, part))
    if left.op == "neg":
        return Node("neg", (Node("add", (left.args[0], part), literal="mixed"),))
    return Node("add", (left, part), literal="mixed")


def starts_factor(c: Cursor) -> bool:
    """Whether the token can begin a factor that stands beside the one before."""
    token = c.token
    if token.kind == "num":
        return True
    if token.kind == "open":
        return token.text != "<" and not (c.peek().text == "bmod" or c.peek().text.strip() == "mod")
    if token.kind == "bar":
        return c.bars == 0
    if token.kind == "id":
        if token.text.lower() in _WORDS_BETWEEN:
            return False
        return not (c.differentials and primaries.is_differential(c))
    if token.kind == "text":
        return primaries.is_math_text(token.text) and not (c.differentials and primaries.is_differential(c))
    return token.kind == "cmd" and (
        token.text in _STARTERS or token.text.startswith("begin:") or primaries.is_word_command(token.text)
    )


def factor(c: Cursor) -> Node:
    """A signed power."""
    if c.sees("+"):
        c.next()
        return factor(c)
    if c.sees("-"):
        c.next()
        c.deeper()
        inner = factor(c)
        c.depth -= 1
        return _negative(c, inner)
    if c.sees("pm", "mp"):
        sign = c.next().text
        return Node("pm", (num(0), factor(c)), sign)
    return power(c, primaries.primary(c))


def _negative(c: Cursor, inner: Node) -> Node:
    """`-3^2`: minus nine by convention; some write it for the square of minus three."""
    if inner.op == "pow" and inner.args[0].op == "num" and inner.args[0].literal and c.choose("power"):
        return Node("pow", (Node("neg", (inner.args[0],)), inner.args[1]))
    return Node("neg", (inner,))


def power(c: Cursor, base: Node) -> Node:
    """The base with what follows it above, below and behind."""
    while True:
        if c.sees("^", "**"):
            base = _raised(c, base)
        elif c.sees("!"):
            base = _factorial(c, base)
        elif c.sees("%"):
            base = _percent(c, base)
        elif c.sees("circ"):
            if (turned := primaries.degrees(c, base)) is None:
                return base
            base = turned
        elif c.sees("_") and (base.op == "seq" or base.value == "["):
            base = _between(c, base)
        else:
            return base


def _percent(c: Cursor, base: Node) -> Node:
    """`25%`; a LaTeX `\\%` directly before a number is a remainder, `7\\%3`."""
    is_latex = len(c.next().text) < c.tokens[c.at - 1].end - c.tokens[c.at - 1].start
    if c.token.kind != "num" or c.token.spaced:
        return Node("percent", (base,))
    if is_latex and base.op == "num":
        return call("mod", base, primaries.primary(c))
    raise Unparsed("a percent sign before a number")


def _factorial(c: Cursor, base: Node) -> Node:
    """`5!`, and `7!!` (7·5·3·1)."""
    is_double = c.peek().text == "!" and c.peek().start == c.token.end
    c.at += 1 + is_double
    if not is_double:
        return call("factorial", base)
    n = int(base.value) if isinstance(base.value, Fraction) and base.literal.isdigit() else -1
    if not 0 <= n <= _MAX_DOUBLE:
        raise Unparsed("a double factorial")
    return num(math.prod(range(n, 0, -2)))


def _raised(c: Cursor, base: Node) -> Node:
    is_caret = c.next().text == "^"
    if (degrees := primaries.degrees(c, base)) is not None:
        return degrees
    if is_caret and c.sees("'", "prime"):
        return base
    return Node("pow", (base, exponent(c)))


def _between(c: Cursor, base: Node) -> Node:
    """`[F]_a^b`: what F grows by from a to b."""
    c.need("_")
    low = exponent(c)
    c.need("^")
    high = exponent(c)
    names = base.args[0].symbols()
    if len(names) != 1:
        raise Unparsed("bounds on an expression of not one variable")
    (name,) = names
    below, above = (_put(base.args[0], name, bound) for bound in (low, high))
    return Node("add", (above, Node("neg", (below,))))


def _put(body: Node, name: str, value: Node) -> Node:
    return body.map(lambda n: value if n.op == "sym" and n.value == name else None)


def exponent(c: Cursor) -> Node:
    """What stands above: braces, or one signed factor (powers associate to the right)."""
    c.deeper()
    if c.take("-"):
        result = Node("neg", (exponent(c),))
    elif c.take("+"):
        result = exponent(c)
    elif c.sees("{"):
        result = primaries.group(c)
    elif c.token.kind == "num" and (c.peek().text not in ("^", "**", "!") or _is_flat_tower(c)):
        result = numerals.number(c.next().text)
    else:
        result = primaries.primary(c)
        if c.sees("^", "**"):
            c.next()
            result = Node("pow", (result, exponent(c)))
        elif c.sees("!"):
            c.next()
            result = call("factorial", result)
    c.depth -= 1
    return result


def _is_flat_tower(c: Cursor) -> bool:
    """`2^3^2`: some work it out from the left."""
    return c.peek().text in ("^", "**") and bool(c.choose("tower"))


def argument(c: Cursor, name: str) -> Node:
    """What an unbracketed function takes: `sin 2x`, `ln e^3`; up to a sign, a bracket after a factor, or a function."""
    if c.sees("-"):
        c.next()
        return Node("neg", (argument(c, name),))
    first = power(c, primaries.primary(c))
    if c.tokens[c.at - 1].text in (")", "]", "}", "\\}", "\\rbrace"):
        return first
    while starts_factor(c) and c.token.kind in ("id", "cmd", "num"):
        if c.token.text in FUNCTIONS or c.token.text in ("sum", "int", "prod", "lim"):
            break
        first = Node("mul", (first, power(c, primaries.primary(c))))
    if c.sees("/") and first.op in ("const", "sym", "num") and c.peek().kind == "num" and name != "":
        c.next()
        first = Node("div", (first, power(c, primaries.primary(c))))
    return first
