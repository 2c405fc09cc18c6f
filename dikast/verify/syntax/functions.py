"""Known functions: their base or power, their argument in brackets or beside them, and sines of bare degrees."""

from __future__ import annotations

from dikast.verify.syntax.ambiguities import DEGREES, LOGARITHM
from dikast.verify.syntax.commands import FUNCTIONS
from dikast.verify.syntax.cursor import Parser
from dikast.verify.syntax.names import ends_product, items
from dikast.verify.syntax.neighbours import starts_factor
from dikast.verify.syntax.nodes import PI, Node, call, mul, neg, num, raised
from dikast.verify.syntax.numbers import argument, number

_CIRCULAR = frozenset({"sin", "cos", "tan", "cot", "sec", "csc"})
_INVERSE_HYPERBOLIC = frozenset({"sinh", "cosh", "tanh"})
_GLUED = ("sin", "cos", "tan", "ln", "log", "exp", "sqrt")
_STARTS = frozenset({*FUNCTIONS, "sum", "int", "prod", "lim"})


def function(p: Parser, name: str) -> Node:
    """A known function: its subscript or power, then its argument in brackets or side by side."""
    base, power = _scripts(p)
    is_glued = p.token.kind == "num" and not p.token.spaced and p.peek().text == "("
    if name == "log" and base is None and is_glued:
        base = number(p.next().text)
    arguments = _arguments(p, name)
    if name == "sqrt" and len(arguments) == 2:
        return call("root", *arguments)
    is_inverse = power == neg(num(1)) and name in _CIRCULAR | _INVERSE_HYPERBOLIC
    if is_inverse:
        name, power = "arc" + name, None
    result = _in_degrees(p, name, arguments) or _applied(p, name, arguments, base)
    return result if power is None else raised(result, power)


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
    """`sin 30` and `arctan(1)` in degrees, where the sign was left out; None in the reading of radians."""
    is_number = arguments[0].op == "num" and arguments[0].value != 0
    if name in _CIRCULAR and is_number and p.choose(DEGREES):
        return call(name, Node("div", (mul(arguments[0], PI), num(180))))
    is_inverse = name.removeprefix("arc") in _CIRCULAR and name not in _CIRCULAR
    if is_inverse and not arguments[0].symbols() and p.choose(DEGREES):
        return Node("div", (mul(call(name, *arguments), num(180)), PI))
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
        return neg(_argument(p))
    first = p.power(p.primary())
    if p.before.text in (")", "]", "}", "\\}", "\\rbrace"):
        return first
    # `sin 2x cos x`: the next function begins a factor of its own.
    while _goes_on(p):
        first = mul(first, p.power(p.primary()))
    if p.sees("/") and first.op in ("const", "sym", "num") and p.peek().kind == "num":
        p.next()
        first = Node("div", (first, p.power(p.primary())))
    return first


def _goes_on(p: Parser) -> bool:
    """Whether the next token is a factor of the argument, and not the beginning of a function or a sum of its own."""
    is_factor = starts_factor(p) and p.token.kind in ("id", "cmd", "num")
    return is_factor and p.token.text not in _STARTS and not ends_product(p)


def _under_root(p: Parser, name: str) -> tuple[Node, ...]:
    if name == "sqrt" and p.sees("["):
        index = p.bracket()
        return (argument(p), index.args[0] if index.op == "paren" else index)
    inner = argument(p)
    return items(inner) if inner.op in ("seq", "paren") else (inner,)


def glued(p: Parser, name: str) -> str:
    """The function in `sinx`, whose letter is left as a token of its own; empty where there is none."""
    if name[:-1] not in _GLUED:
        return ""
    p.at -= 1
    p.split(len(name) - 1)
    p.at += 1
    return name[:-1]
