"""Known functions: their base or power, their argument in brackets or beside them, and sines of bare degrees."""

from __future__ import annotations

from dikast.verify.syntax.ambiguities import DEGREES, LOGARITHM
from dikast.verify.syntax.commands import FUNCTIONS
from dikast.verify.syntax.cursor import Parser
from dikast.verify.syntax.names import ends_product, items
from dikast.verify.syntax.neighbours import starts_factor
from dikast.verify.syntax.nodes import PI, Node, call, num
from dikast.verify.syntax.numbers import alone, number

_CIRCULAR = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_INVERSE_HYPERBOLIC = frozenset({"sinh", "cosh", "tanh"})
_GLUED = ("sin", "cos", "tan", "ln", "log", "exp", "sqrt")


def function(p: Parser, name: str) -> Node:
    """A known function: its subscript or power, then its argument in brackets or side by side."""
    base, power = _scripts(p)
    if name == "log" and base is None and p.token.kind == "num" and not p.token.spaced and p.peek().text == "(":
        base = number(p.next().text)
    arguments = _arguments(p, name)
    if name == "sqrt" and len(arguments) == 2:
        return call("root", *arguments)
    is_inverse = power == Node("neg", (num(1),)) and name in _CIRCULAR | _INVERSE_HYPERBOLIC
    if is_inverse:
        name, power = "arc" + name, None
    result = _in_degrees(p, name, arguments) or _applied(p, name, arguments, base)
    return result if power is None else Node("pow", (result, power))


def _scripts(p: Parser) -> tuple[Node | None, Node | None]:
    """What stands below and above the function's name."""
    base: Node | None = None
    power: Node | None = None
    while p.sees("^", "_"):
        if p.next().text == "_":
            base = p.group()
        else:
            power = p.exponent()
    return base, power


def _in_degrees(p: Parser, name: str, arguments: tuple[Node, ...]) -> Node | None:
    """`sin 30` and `arctan(1)` in degrees, for those who leave the sign out; None in the reading of radians."""
    is_number = arguments[0].op == "num" and arguments[0].value != 0
    if name in _CIRCULAR and is_number and p.choose(DEGREES):
        return call(name, Node("div", (Node("mul", (arguments[0], PI)), num(180))))
    is_inverse = name.removeprefix("arc") in _CIRCULAR and name not in _CIRCULAR
    if is_inverse and not arguments[0].symbols() and p.choose(DEGREES):
        return Node("div", (Node("mul", (call(name, *arguments), num(180))), PI))
    return None


def _applied(p: Parser, name: str, arguments: tuple[Node, ...], base: Node | None) -> Node:
    if name in ("lg", "lb"):
        return call("logb", arguments[0], num(10 if name == "lg" else 2))
    if name != "log":
        return call(name, *arguments)
    if base is not None:
        return call("logb", arguments[0], base)
    if len(arguments) == 2:
        return call("logb", *arguments)
    return call("ln", *arguments) if p.choose(LOGARITHM) else call("logb", arguments[0], num(10))


def _arguments(p: Parser, name: str) -> tuple[Node, ...]:
    if name in ("sqrt", "cbrt"):
        return _under_root(p, name)
    if p.token.kind == "bar":
        return (p.primary(),)
    if not p.sees("(", "[", "{", "\\{"):
        return (_argument(p),)
    inner = p.bracket()
    is_whole = name == "det" or inner.op not in ("seq", "set", "paren", "list")
    return (inner,) if is_whole else items(inner)


def _argument(p: Parser) -> Node:
    """What an unbracketed function takes: `sin 2x`, `ln e^3`; up to a sign, a bracket after a factor, or a function."""
    if p.take("-"):
        return Node("neg", (_argument(p),))
    first = p.power(p.primary())
    if p.before.text in (")", "]", "}", "\\}", "\\rbrace"):
        return first
    while starts_factor(p) and p.token.kind in ("id", "cmd", "num") and not _starts_own(p):
        first = Node("mul", (first, p.power(p.primary())))
    if p.sees("/") and first.op in ("const", "sym", "num") and p.peek().kind == "num":
        p.next()
        first = Node("div", (first, p.power(p.primary())))
    return first


def _starts_own(p: Parser) -> bool:
    return p.token.text in FUNCTIONS or p.token.text in ("sum", "int", "prod", "lim") or ends_product(p)


def _under_root(p: Parser, name: str) -> tuple[Node, ...]:
    if name == "sqrt" and p.sees("["):
        index = p.bracket()
        return (_radicand(p), index.args[0] if index.op == "paren" else index)
    inner = _radicand(p)
    return items(inner) if inner.op in ("seq", "paren") else (inner,)


def _radicand(p: Parser) -> Node:
    """Braces or brackets, or one number or name alone: in `\\sqrt 2 cm` the unit is behind the root."""
    return alone(p) or p.group()


def glued(p: Parser, name: str) -> str:
    """The function in `sinx`, whose letter is left as a token of its own; empty where there is none."""
    if name[:-1] not in _GLUED:
        return ""
    p.at -= 1
    p.split(len(name) - 1)
    p.at += 1
    return name[:-1]
