"""Factors: signs before a base, and what stands above and behind it."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from dikast.language import word_group
from dikast.verify.syntax.ambiguities import NEGATIVE_POWER, TOWER
from dikast.verify.syntax.cursor import Parser, or_nothing
from dikast.verify.syntax.neighbours import mixed_number
from dikast.verify.syntax.nodes import Node, Unparsed, angle, call, minus, neg, num, raised, sym
from dikast.verify.syntax.numbers import argument, number, raised_fraction
from dikast.verify.syntax.units import TEMPERATURES, how_scaled

_MAX_DOUBLE = 300

_MARKS_OF_ARC = (("'", 60), ("''", 3600), ('"', 3600))


def signed(p: Parser) -> Node:
    """A power with the signs before it."""
    while p.take("+"):
        pass
    if p.take("-"):
        p.deeper()
        inner = signed(p)
        p.depth -= 1
        return _negative(p, inner)
    if p.sees("pm", "mp"):
        sign = p.next().text
        return Node("pm", (num(0), signed(p)), sign)
    return power(p, p.primary())


def _negative(p: Parser, inner: Node) -> Node:
    """`-3^2`: minus nine by convention; some write it for the square of minus three."""
    is_power = inner.op == "pow" and inner.args[0].op == "num" and bool(inner.args[0].literal)
    if is_power and p.choose(NEGATIVE_POWER):
        return raised(neg(inner.args[0]), inner.args[1])
    return neg(inner)


def power(p: Parser, base: Node) -> Node:
    """The base with what follows it above, below and behind."""
    while (longer := _longer(p, base)) is not None:
        base = longer
    return base


def _longer(p: Parser, base: Node) -> Node | None:
    """The base with one more sign behind it; None where there is none."""
    if (extend := _BEHIND.get(p.token.sign)) is not None:
        return extend(p, base)
    return _in_words(p, base) if p.token.is_word else None


def _in_dollars(p: Parser, base: Node) -> Node | None:
    """`5$`: a dollar sign means as little behind a number as before it; else it ends or begins a formula."""
    if base.op != "num" or p.peek().kind in ("num", "id", "text", "open"):
        return None
    p.next()
    return base


def _in_words(p: Parser, base: Node) -> Node | None:
    """`25 percent`, `30 degrees`."""
    if p.before.kind != "num":
        return None
    is_two = p.sees_word("per") and p.peek().text in ("cent", "cents")
    if is_two or p.sees_word("percent", "percents"):
        p.at += 1 + is_two
        return Node("percent", (base,))
    if p.setting.with_units and p.take_word(*word_group("degrees")):
        return _temperature(p, base) or angle(base)
    return None


def _percent(p: Parser, base: Node) -> Node:
    """`25%`; a LaTeX `\\%` directly before a number is a remainder, `7\\%3`."""
    sign = p.next()
    if p.token.kind != "num":
        return Node("percent", (base,))
    is_latex = sign.end - sign.start > len(sign.text)
    if is_latex and not p.token.spaced and base.op == "num":
        return call("mod", base, p.primary())
    raise Unparsed("a percent sign before a number")


def _factorial(p: Parser, base: Node) -> Node:
    """`5!`, and `7!!` (7·5·3·1)."""
    end = p.next().end
    if not (p.sees("!") and p.token.start == end):
        return call("factorial", base)
    p.next()
    n = int(base.value) if isinstance(base.value, Fraction) and base.literal.isdigit() else -1
    if not 0 <= n <= _MAX_DOUBLE:
        raise Unparsed("a double factorial")
    return num(math.prod(range(n, 0, -2)))


def _differentiated(p: Parser, base: Node) -> Node | None:
    """`(x^2 + 1)'`: the derivative of a bracket with one letter, a small one; sets have capital letters."""
    names = base.symbols()
    if p.before.text not in (")", "]") or len(names) != 1 or not min(names)[0].islower():
        return None
    n = 0
    while p.take("'", "prime"):
        n += 1
    return Node("diff", (base, sym(min(names)), num(n)))


def _raised(p: Parser, base: Node) -> Node:
    if base.op == "num" and base.literal.isdigit() and (fraction := raised_fraction(p)) is not None:
        return mixed_number(p, base, fraction)
    is_caret = p.next().text == "^"
    if (degrees := _degrees(p, base)) is not None:
        return degrees
    # `f^'`: the prime is read with the name.
    if is_caret and p.sees("'", "prime"):
        return base
    return raised(base, exponent(p))


@or_nothing
def _degrees(p: Parser, base: Node) -> Node | None:
    """`90^\\circ` as an angle, `25^\\circ C` as a temperature; None where no circle is here, or one behind a unit."""
    is_braced = p.take("{")
    if not p.take("circ") or (is_braced and not p.take("}")):
        return None
    is_quantity = base.op == "mul" and base.args[1].op == "unit"
    return _temperature(p, base) or (None if is_quantity else _with_minutes(p, base))


def _degrees_or_composition(p: Parser, base: Node) -> Node | None:
    """`30\\circ` without its caret; `f \\circ g` is a function with a name of its own, not that of `g \\circ f`.

    Raises Unparsed for the composition of anything else.
    """
    if not base.symbols():
        return _degrees(p, base)
    p.next()
    if base.op != "sym" or not p.token.is_word:
        raise Unparsed("a composition that is not one of two functions")
    return sym(f"{base.value}∘{p.next().text}")


def _temperature(p: Parser, base: Node) -> Node | None:
    name = p.token.word
    if not (p.setting.with_units and p.token.is_word and name in TEMPERATURES):
        return None
    p.next()
    unit = Node("unit", value=TEMPERATURES[name])
    return Node("mul", (base, unit), how_scaled(unit))


def _with_minutes(p: Parser, base: Node) -> Node:
    """`45° 30' 15"`: degrees with their minutes and seconds."""
    for mark, parts in _MARKS_OF_ARC:
        n = 1 + len(mark) if set(mark) == {"'"} else 2
        if p.token.kind == "num" and p.sees_in_row(p.token.text, *mark) and p.peek(n).text != "'":
            smaller = Node("div", (number(p.token.text), num(parts)))
            base = Node("add", (base, smaller), literal="mixed")
            p.at += n
    return angle(base)


def between(p: Parser, body: Node) -> Node:
    """`[F]_a^b`: what F grows by from a to b."""
    p.need("_")
    name, low = _bound(p)
    p.need("^")
    other, high = _bound(p)
    names = {name, other} - {""} or body.symbols()
    if len(names) != 1:
        raise Unparsed("bounds on an expression of not one variable")
    (variable,) = names
    below, above = (body.put(variable, bound) for bound in (low, high))
    return minus(above, below)


def evaluated(p: Parser, body: Node) -> Node:
    """`x^2 |_0^1`: the expression between bounds, where a bar with bounds follows. Raises Unparsed behind a sum."""
    if p.token.kind != "bar" or p.bars or p.peek().text != "_":
        return body
    if body.op == "add":
        raise Unparsed("a bar with bounds behind a sum")
    p.next()
    return between(p, body)


def _bound(p: Parser) -> tuple[str, Node]:
    """A bound and the variable that it names, if it does: `{x=1}`."""
    if p.take("-"):
        return "", neg(p.primary())
    bound = p.group()
    is_named = bound.op == "rel" and bound.value == "=" and len(bound.args) == 2
    return (str(bound.args[0].value), bound.args[1]) if is_named else ("", bound)


def exponent(p: Parser) -> Node:
    """What stands above: braces, or one signed factor (powers associate to the right)."""
    p.deeper()
    sign = p.next().text if p.sees("+", "-") else ""
    result = exponent(p) if sign else _unsigned(p)
    p.depth -= 1
    return neg(result) if sign == "-" else result


def _unsigned(p: Parser) -> Node:
    after = p.peek().text
    if p.sees("{") or (p.token.kind == "num" and after not in ("^", "**", "!")):
        return argument(p)
    if p.token.kind == "num" and after != "!" and p.choose(TOWER):
        return number(p.next().text)
    result = p.primary()
    if p.take("^", "**"):
        return raised(result, exponent(p))
    return call("factorial", result) if p.take("!") else result


_BEHIND: dict[str, Callable[[Parser, Node], Node | None]] = {
    "^": _raised, "**": _raised, "!": _factorial, "%": _percent, "circ": _degrees_or_composition, "$": _in_dollars,
    "'": _differentiated,
    "_": lambda p, base: between(p, base.args[0]) if base.op == "seq" or base.value == "[" else None,
}  # fmt: skip
"""What may stand behind a base, by its sign."""
