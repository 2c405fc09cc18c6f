"""Functions with their arguments; fractions, roots, sums, products, limits, derivatives and integrals."""

from __future__ import annotations

import re

from dikast.verify.syntax import expressions, numerals, primaries, statements, structures
from dikast.verify.syntax.commands import GREEK
from dikast.verify.syntax.cursor import Cursor
from dikast.verify.syntax.lexer import Token
from dikast.verify.syntax.nodes import IMAGINARY, PI, Node, Unparsed, call, num, sym

_CIRCULAR = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_D = re.compile(r"d([A-Za-z]?)$")


def function(c: Cursor, name: str) -> Node:
    """A known function: its subscript or power, then its argument in brackets or side by side."""
    base: Node | None = None
    power: Node | None = None
    while c.sees("^", "_"):
        if c.next().text == "_":
            base = primaries.group(c)
        else:
            power = expressions.exponent(c)
    if name == "log" and base is None and c.token.kind == "num" and not c.token.spaced and c.peek().text == "(":
        base = numerals.number(c.next().text)
    arguments = _arguments(c, name)
    if name == "sqrt" and len(arguments) == 2:
        return call("root", *arguments)
    if power is not None and power == Node("neg", (num(1),)) and name in ("sin", "cos", "tan", "sec", "csc", "cot"):
        return _in_degrees(c, "arc" + name, arguments) or call("arc" + name, *arguments)
    result = _in_degrees(c, name, arguments) or _apply(c, name, arguments, base)
    return result if power is None else Node("pow", (result, power))


def _in_degrees(c: Cursor, name: str, arguments: tuple[Node, ...]) -> Node | None:
    """`sin 30` and `arctan(1)` in degrees, for those who leave the sign out; None in the reading of radians."""
    is_inverse = name not in _CIRCULAR and name.removeprefix("arc") in _CIRCULAR
    is_number = arguments[0].op == "num" and arguments[0].value != 0
    if name in _CIRCULAR and is_number and c.choose("degrees"):
        return call(name, Node("div", (Node("mul", (arguments[0], PI)), num(180))))
    if is_inverse and not arguments[0].symbols() and c.choose("degrees"):
        return Node("div", (Node("mul", (call(name, *arguments), num(180))), PI))
    return None


def _apply(c: Cursor, name: str, arguments: tuple[Node, ...], base: Node | None) -> Node:
    if name == "log":
        if base is not None:
            return call("logb", arguments[0], base)
        if len(arguments) == 2:
            return call("logb", *arguments)
        return call("logb", arguments[0], num(10)) if c.choose("log") == 0 else call("ln", *arguments)
    if name in ("lg", "lb"):
        return call("logb", arguments[0], num(10 if name == "lg" else 2))
    return call(name, *arguments)


def _arguments(c: Cursor, name: str) -> tuple[Node, ...]:
    if name == "sqrt" and c.sees("["):
        index = structures.bracket(c)
        radicand = primaries.group(c) if c.sees("{") else primaries.primary(c)
        return (radicand, index.args[0] if index.op == "paren" else index)
    if name in ("sqrt", "cbrt"):
        inner = primaries.group(c) if c.sees("{") else primaries.primary(c)
        return statements.items(inner) if inner.op in ("seq", "paren") else (inner,)
    if c.sees("(", "[", "{", "\\{") or c.token.kind == "bar":
        inner = primaries.primary(c) if c.token.kind == "bar" else structures.bracket(c)
        if name == "det" and inner.op in ("seq", "paren"):
            return (inner,)
        if inner.op == "abs" or c.token.kind == "bar":
            return (inner,)
        return statements.items(inner) if inner.op in ("seq", "set", "paren", "list") else (inner,)
    return (expressions.argument(c, name),)


def command(c: Cursor, name: str) -> Node:
    """The node of a command that takes arguments."""
    if name == "frac":
        return _fraction(c)
    if name in ("sum", "prod"):
        return _big(c, name)
    if name in ("int", "oint"):
        return _integral(c)
    if name == "lim":
        return limit(c)
    if name == "root":
        return call("root", *reversed((primaries.group(c), primaries.group(c))))
    raise Unparsed(f"the command {name!r}")


def _fraction(c: Cursor) -> Node:
    if (derivative := _derivative(c)) is not None:
        return derivative
    above = _digit(c) or primaries.group(c)
    below = _digit(c) or primaries.group(c)
    return Node("div", (above, below))


def _digit(c: Cursor) -> Node | None:
    """`\\frac94` takes its digits one by one."""
    token = c.token
    if token.kind != "num" or not token.text.isdigit():
        return None
    if len(token.text) == 1:
        c.next()
    else:
        c.tokens[c.at] = type(token)("num", token.text[1:], token.start + 1, token.end)
    return Node("num", value=num(int(token.text[0])).value, literal=token.text[0])


def _derivative(c: Cursor) -> Node | None:
    """`\\frac{d}{dx} F`, `\\frac{d^2}{dx^2} F`, `\\frac{dy}{dx}`."""
    window = c.tokens[c.at : c.at + 16]
    text = " ".join(t.text.strip() for t in window)
    order = r"(?: \^ (?:\{ )?(\d)(?: \})?)?"
    pattern = rf"\{{ (d|partial){order} \}} \{{ (?:d|partial)? ?d?([A-Za-z]|[a-z]+){order} \}}"
    match = re.match(pattern, text)
    if match:
        count = len(match[0].split())
        variable = match[3][1:] if match[3].startswith("d") and len(match[3]) > 1 else match[3]
        c.at += count
        body = expressions.product(c)
        return Node("diff", (body, sym(variable), num(int(match[2] or 1))))
    match = re.match(r"\{ d([A-Za-z]) \} \{ d([A-Za-z]) \}", text)
    if match:
        c.at += 6
        return sym(f"d{match[1]}/d{match[2]}")
    return None


def plain_derivative(c: Cursor, name: str) -> Node | None:
    """`d/dx F` and `dy/dx` on one line; the first name is taken already."""
    below = c.peek()
    if not (c.sees("/") and below.kind == "id" and len(below.text) == 2 and below.text[0] == "d"):
        return None
    if name == "d":
        c.at += 2
        return Node("diff", (expressions.product(c), sym(below.text[1]), num(1)))
    if len(name) == 2:
        c.at += 2
        return sym(f"{name}/{below.text}")
    return None


def _big(c: Cursor, name: str) -> Node:
    """A sum or a product with its bounds."""
    low: Node | None = None
    high: Node | None = None
    while c.sees("_", "^"):
        if c.next().text == "_":
            low = primaries.group(c)
        else:
            high = expressions.exponent(c)
    if low is None or low.op != "rel" or low.value != "=" or high is None:
        raise Unparsed(f"{name} without bounds")
    variable, body = low.args[0], expressions.product(c)
    if variable == IMAGINARY:
        variable = sym("i")
        body, high = (part.map(lambda n: variable if n == IMAGINARY else None) for part in (body, high))
    return Node(name, (_indexed(body, variable), variable, low.args[1], high))


def _indexed(body: Node, variable: Node) -> Node:
    """The terms of a sequence, `a_k`, as an unknown function of their index."""
    index = re.compile(rf"(.+_.*)(?<![A-Za-z]){re.escape(str(variable.value))}(?![A-Za-z])")

    def change(n: Node) -> Node | None:
        is_term = n.op == "sym" and index.match(str(n.value)) is not None
        return Node("apply", (variable,), str(n.value)) if is_term else None

    return body.map(change)


def limit(c: Cursor) -> Node:
    """`\\lim_{x \\to a} F`, with a side if there is one."""
    c.need("_")
    c.need("{") if c.sees("{") else c.need("(")
    variable = sym(structures.label(c))
    c.need("->")
    target = _signed(c)
    side = ""
    if c.take("^"):
        braced = c.take("{")
        side = c.next().text
        if braced:
            c.need("}")
    elif c.sees("+", "-") and c.peek().kind == "close":
        side = c.next().text
    if not c.take("}"):
        c.need(")")
    return Node("lim", (expressions.product(c), variable, target), side)


def _signed(c: Cursor) -> Node:
    if c.take("-"):
        return Node("neg", (_signed(c),))
    c.take("+")
    value = primaries.primary(c)
    while c.sees("/") or (c.token.kind in ("cmd", "id") and expressions.starts_factor(c)):
        if c.take("/"):
            value = Node("div", (value, primaries.primary(c)))
        else:
            value = Node("mul", (value, primaries.primary(c)))
    return value


def _integral(c: Cursor) -> Node:
    low: Node | None = None
    high: Node | None = None
    while c.sees("_", "^"):
        if c.next().text == "_":
            low = _bound(c)
        else:
            high = _bound(c)
    c.differentials += 1
    _bring_down(c)
    body = expressions._sum(c) if not primaries.is_differential(c) else num(1)
    variable = _differential(c)
    c.differentials -= 1
    if c.take("/"):
        body = Node("div", (body, expressions.factor(c)))
    if low is None or high is None:
        return Node("int", (body, variable))
    return Node("int", (body, variable, low, high))


def _bring_down(c: Cursor) -> None:
    """`\\int \\frac{dx}{x}`: a differential at the end of a numerator is moved behind its fraction."""
    depth = 0
    for at in range(c.at, len(c.tokens) - 3):
        token = c.tokens[at]
        depth += (token.kind == "open") - (token.kind == "close")
        if depth < 0 or (depth == 0 and token.kind == "id" and _D.match(token.text)):
            return
        if depth == 0 and token.kind == "cmd" and token.text == "frac" and c.tokens[at + 1].text == "{":
            above = _closing(c, at + 1)
            below = _closing(c, above + 1)
            last = c.tokens[above - 1]
            if below < len(c.tokens) and last.kind == "id" and re.fullmatch(r"d[A-Za-z]", last.text):
                one = [Token("num", "1", last.start, last.start)] if above - 1 == at + 2 else []
                c.tokens[at : below + 1] = [
                    *c.tokens[at : above - 1], *one, *c.tokens[above : below + 1], last
                ]  # fmt: skip
                return


def _closing(c: Cursor, at: int) -> int:
    """Where the brace that opens at `at` closes; beyond the last token if none opens there or it never does."""
    if at >= len(c.tokens) or c.tokens[at].text != "{":
        return len(c.tokens)
    depth = 0
    for i in range(at, len(c.tokens)):
        depth += (c.tokens[i].text == "{") - (c.tokens[i].text == "}")
        if depth == 0:
            return i
    return len(c.tokens)


def _bound(c: Cursor) -> Node:
    """A bound in braces, or one signed factor without a power of its own: the `^` behind it begins the other bound."""
    if c.take("-"):
        return Node("neg", (_bound(c),))
    return primaries.group(c)


def _differential(c: Cursor) -> Node:
    token = c.next()
    if token.kind == "id" and (match := _D.match(token.text)):
        name = match[1] or c.next().text
        if name.isalpha() and (len(name) == 1 or name in GREEK):
            return sym(name)
    if token.kind == "text" and token.text.strip() == "d":
        return sym(c.next().text)
    raise Unparsed("an integral without its differential")
