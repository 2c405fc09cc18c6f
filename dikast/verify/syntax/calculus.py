"""Fractions, sums, products, limits, derivatives and integrals."""

from __future__ import annotations

from collections.abc import Callable

from dikast.verify.syntax.commands import GREEK
from dikast.verify.syntax.cursor import PRODUCT, SUM, Parser, or_nothing
from dikast.verify.syntax.lexer import Token
from dikast.verify.syntax.names import is_differential, label
from dikast.verify.syntax.neighbours import starts_factor
from dikast.verify.syntax.nodes import IMAGINARY, Node, Unparsed, call, mul, neg, num, sym
from dikast.verify.syntax.numbers import argument

_D = ("d", "partial")


def fraction(p: Parser) -> Node:
    """`\\frac{a}{b}`, or a derivative written as one."""
    if (derivative := _derivative(p)) is not None:
        return derivative
    parts: list[Node] = []
    while len(parts) < 2:
        if p.token.kind == "id" and len(p.token.text) > 1:
            p.split(1)  # TeX takes one letter: y is below the line in `\\frac xyz`
        parts.append(argument(p))
    return Node("div", tuple(parts))


def _derivative(p: Parser) -> Node | None:
    """`\\frac{d}{dx} F`, `\\frac{d^2}{dx^2} F`, `\\frac{dy}{dx}`, `\\frac{\\partial f}{\\partial x}`."""
    is_partial = p.peek().text == "partial"
    quotient = _quotient(p)
    if quotient is None:
        return None
    name, order, variable = quotient
    if name:
        if order == 1 and is_partial:
            return sym(f"{name}_{variable}")
        times = "" if order == 1 else str(order)
        return sym(f"d{times}{name}/d{variable}{times}")
    return Node("diff", (p.expression(PRODUCT), sym(variable), num(order)))


@or_nothing
def _quotient(p: Parser) -> tuple[str, int, str] | None:
    """The function's name (empty where it follows), the order, and the variable of a derivative's fraction."""
    above = _differential_in_braces(p)
    below = _differential_in_braces(p) if above is not None else None
    if above is None or below is None:
        return None
    order, name, _ = above
    _, variable, times = below
    return (name, order, variable) if variable and order == times else None


def _differential_in_braces(p: Parser) -> tuple[int, str, int] | None:
    """`{d^2y}` or `{\\partial x^2}`: the order behind the d, a name, and the order behind the name."""
    if not p.take("{"):
        return None
    name = p.token.letter
    if not name and p.token.word not in _D:
        return None
    p.next()
    before = 1 if name else int(_order(p) or 1)
    is_name = (p.token.kind == "id" and len(p.token.text) == 1) or p.token.text in GREEK
    if not name and is_name:
        name = p.next().text
    behind = int(_order(p) or 1)
    return (before, name, behind) if p.take("}") else None


@or_nothing
def _order(p: Parser) -> str | None:
    """A raised number."""
    return p.digits() if p.take("^") else None


def plain_derivative(p: Parser, name: str) -> Node | None:
    """`d/dx F` and `dy/dx` on one line; the first name is taken already."""
    below = p.peek()
    if not (p.sees("/") and below.letter) or len(name) > 2:
        return None
    p.at += 2
    if len(name) == 2:
        return sym(f"{name}/{below.text}")
    return Node("diff", (p.expression(PRODUCT), sym(below.letter), num(1)))


@or_nothing
def partial_derivative(p: Parser) -> Node | None:
    """`∂f/∂x` on one line; the first sign is taken already."""
    above = p.next()
    is_quotient = above.kind == "id" and p.take("/") and p.take("partial")
    return sym(f"{above.text}_{p.next().text}") if is_quotient and p.token.kind == "id" else None


def big(p: Parser, name: str) -> Node:
    """A sum or a product with its bounds."""
    low, high = _bounds(p, p.group, p.exponent)
    if low is None or high is None or (low.op, low.value) != ("rel", "="):
        raise Unparsed(f"{name} without bounds")
    variable, body = low.args[0], p.expression(PRODUCT)
    if variable == IMAGINARY:
        variable = sym("i")
        body, high = (expression.map(lambda n: variable if n == IMAGINARY else None) for expression in (body, high))
    return Node(name, (_indexed(body, str(variable.value)), variable, low.args[1], high))


def _bounds(p: Parser, low: Callable[[], Node], high: Callable[[], Node]) -> tuple[Node | None, Node | None]:
    """What stands below and above a sign, in either order."""
    bounds: dict[str, Node] = {}
    while p.sees("_", "^"):
        sign = p.next().text
        bounds[sign] = low() if sign == "_" else high()
    return bounds.get("_"), bounds.get("^")


def _indexed(body: Node, index: str) -> Node:
    """The terms of a sequence, `a_k`, as an unknown function of their index."""

    def change(n: Node) -> Node | None:
        stem, _, letters = str(n.value).partition("_")
        # The index is a name of its own in the subscript: the k of `2k`, not that of `max`.
        before, separator, behind = letters.partition(index)
        is_own = not before[-1:].isalpha() and not behind[:1].isalpha()
        is_term = n.op == "sym" and separator != "" and is_own
        return Node("apply", (sym(index),), str(n.value)) if is_term and stem else None

    return body.map(change)


def limit(p: Parser) -> Node:
    """`\\lim_{x \\to a} F`, with a side if there is one."""
    p.need("_")
    if not p.take("{"):
        p.need("(")
    variable = sym(label(p))
    p.need("->")
    target = _target(p)
    side = _side(p)
    if not p.take("}"):
        p.need(")")
    return Node("lim", (p.expression(PRODUCT), variable, target), side)


def _side(p: Parser) -> str:
    """The sign of a one-sided limit."""
    if not p.take("^"):
        return p.next().text if p.sees("+", "-") and p.peek().kind == "close" else ""
    braced = p.take("{")
    side = p.next().text
    if braced:
        p.need("}")
    return side


def _target(p: Parser) -> Node:
    if p.take("-"):
        return neg(_target(p))
    p.take("+")
    value = p.primary()
    while True:
        if p.take("/"):
            value = Node("div", (value, p.primary()))
        elif p.token.kind in ("cmd", "id") and starts_factor(p):
            value = mul(value, p.primary())
        else:
            return value


def integral(p: Parser) -> Node:
    """`\\int_a^b F dx`, with or without bounds."""
    low, high = _bounds(p, lambda: _bound(p), lambda: _bound(p))
    # From here on a `dx` ends the product before it.
    p.differentials += 1
    _bring_down(p)
    body = num(1) if is_differential(p) else p.expression(SUM)
    variable = _differential(p)
    p.differentials -= 1
    if p.take("/"):
        body = Node("div", (body, p.factor()))
    if low is None or high is None:
        return Node("int", (body, variable))
    return Node("int", (body, variable, low, high))


def _bound(p: Parser) -> Node:
    """A bound in braces, or one signed factor without a power of its own: the `^` behind it begins the other bound."""
    return neg(_bound(p)) if p.take("-") else p.group()


def _bring_down(p: Parser) -> None:
    """`\\int \\frac{dx}{x}`: a differential at the end of a numerator is moved behind its fraction."""
    depth = 0
    for at in range(p.at, len(p.tokens) - 3):
        token = p.tokens[at]
        depth += (token.kind == "open") - (token.kind == "close")
        if depth < 0 or (depth == 0 and _is_d(token)):
            return
        is_fraction = depth == 0 and token.sign == "frac" and p.tokens[at + 1].text == "{"
        if is_fraction and _moved(p, at):
            return


def _moved(p: Parser, at: int) -> bool:
    """Moves the differential of the fraction at `at`, if it has one."""
    above = p.closing(at + 1)
    below = p.closing(above + 1)
    last = p.tokens[above - 1]
    is_fraction = p.tokens[above].text == p.tokens[below].text == "}"
    if not is_fraction or not last.letter.isascii() or not last.letter:
        return False
    numerator = (Token("num", "1", last.start, last.start),) if above - 1 == at + 2 else ()
    inner = (*p.tokens[at : above - 1], *numerator, *p.tokens[above : below + 1], last)
    p.tokens = (*p.tokens[:at], *inner, *p.tokens[below + 1 :])
    return True


def _is_d(token: Token) -> bool:
    """Whether it is `d` or `dx`."""
    is_dx = token.letter != "" and token.letter.isascii()
    return is_dx or (token.kind == "id" and token.text == "d")


def _differential(p: Parser) -> Node:
    token = p.next()
    if _is_d(token):
        name = token.letter or p.next().text
        if name.isalpha() and (len(name) == 1 or name in GREEK):
            return sym(name)
    if token.kind == "text" and token.word == "d":
        return sym(p.next().text)
    raise Unparsed("an integral without its differential")


def root(p: Parser) -> Node:
    """`\\root{n}{x}`."""
    return call("root", *reversed((p.group(), p.group())))
