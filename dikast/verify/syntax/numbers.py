"""Numbers as they are written: grouped, scientific, repeating, in a base, mixed. Read whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dikast.verify.syntax.ambiguities import DECIMAL_COMMA, REPEATING
from dikast.verify.syntax.cursor import Parser, or_nothing
from dikast.verify.syntax.lexer import Token
from dikast.verify.syntax.nodes import Node, Unparsed, mul, num, raised

_LARGE_POWER = 5000
_LONGEST_PERIOD = 12


def number(text: str) -> Node:
    """The exact value of a number's text."""
    if text.isdigit():
        return Node("num", value=Fraction(int(text)), literal=text)
    digits = text.replace(",", "")
    mantissa, _, power = digits.lower().partition("e")
    if power and abs(int(power)) > _LARGE_POWER:
        return mul(number(mantissa), raised(num(10), num(int(power))))
    return Node("num", value=Fraction(digits), literal=digits.removesuffix("."))


def repeating(p: Parser, text: str) -> Node:
    """`0.1\\overline{6}`."""
    p.next()
    p.need("{")
    period = p.next().text
    p.need("}")
    if not period.isdigit():
        raise Unparsed("a period that is no digits")
    whole, _, places = text.partition(".")
    return _with_period(whole, places, period)


def going_on(p: Parser, text: str) -> Node | None:
    """`0.1666…` and `0.(3)`: the period that is shown, at least twice or in brackets; None if none is."""
    whole, _, places = text.partition(".")
    if p.sees("...", "ldots") and (split := _period(places)) is not None:
        p.next()
        return _with_period(whole, *split)
    period = p.peek().text
    is_glued = not p.token.spaced and period.isdigit() and p.sees_in_row("(", period, ")")
    if not is_glued or (places and p.choose(REPEATING)):
        return None
    p.at += 3
    return _with_period(whole, places, period)


def _period(places: str) -> tuple[str, str] | None:
    """The digits before the period and the period, where the places end with it at least twice."""
    for lead in range(min(len(places), _LONGEST_PERIOD + 1)):
        tail = places[lead:]
        for size in range(1, min(len(tail) // 2, _LONGEST_PERIOD) + 1):
            if len(tail) % size == 0 and tail == tail[:size] * (len(tail) // size):
                return places[:lead], tail[:size]
    return None


def _with_period(whole: str, places: str, period: str) -> Node:
    tail = Fraction(int(period), 10 ** len(period) - 1) / 10 ** len(places)
    return Node("num", value=Fraction(f"{whole or 0}.{places or 0}") + tail)


def decimals_behind(p: Parser) -> Node | None:
    """`3,14` where the text does not show what its comma is: one number in one reading, two in the other.

    The whole part is taken already. A third number beside the two, or a bracket around them, makes a list of them.
    """
    decimal = with_comma(p, -1) if p.setting.decimal != "point" else None
    if decimal is None:
        return None
    kinds = [token.kind for token in p.tokens[: p.at]]
    is_listed = _is_comma(p, 2) or _is_comma(p, -2) or kinds.count("open") > kinds.count("close")
    if is_listed or not p.choose(DECIMAL_COMMA):
        return None
    p.at += 2
    return decimal


def argument(p: Parser) -> Node:
    """What a fraction, a root or a power takes, where no list can be: braces (`{1,5}` is a number), or one factor.

    A number is taken alone: in `\\frac12 kg` and `\\sqrt 2 cm` the unit belongs to the whole.
    """
    if p.token.kind == "num":
        return number(p.next().text)
    decimal = with_comma(p, 1) if p.sees("{") and p.peek(4).sign == "}" else None
    p.at += 5 if decimal else 0
    return decimal or p.group()


def with_comma(p: Parser, n: int = 0) -> Node | None:
    """The number that `3,14` is where commas stand before decimals, n tokens from here; None for anything else."""
    if not _is_comma(p, n + 1):
        return None
    whole, places = p.peek(n), p.peek(n + 2)
    if not (whole.text.isdigit() and places.text.isdigit()):
        return None
    return number(f"{whole.text}.{places.text}")


def _is_comma(p: Parser, n: int) -> bool:
    """Whether a comma stands there with no blank around it, and a number behind it."""
    comma = p.peek(n)
    if comma.sign != "," or comma.spaced:
        return False
    digits = p.peek(n + 1)
    return digits.kind == "num" and not digits.spaced


def is_grouped(token: Token) -> bool:
    """Whether it is a number such as 100,200, whose plain commas may separate several numbers."""
    return token.kind == "num" and "," in token.text


def is_indian(token: Token) -> bool:
    """Whether it has groups of two digits and none that begins with a zero, as no member of a list does."""
    groups = token.text.partition(".")[0].split(",")[1:]
    return any(len(group) == 2 for group in groups) and not any(group.startswith("0") for group in groups)


def parted(token: Token) -> Iterator[Token]:
    """The numbers between a grouped number's commas, and the commas; any other token by itself."""
    if not is_grouped(token):
        yield token
        return
    at = token.start
    for i, digits in enumerate(token.text.split(",")):
        if i:
            yield Token("op", ",", at - 1, at, sign=",")
        yield Token("num", digits, at, at + len(digits), token.spaced and not i)
        at += len(digits) + 1


def in_base(p: Parser, digits: str) -> Node:
    """`1101_2`, with the base in braces or bare."""
    p.need("_")
    base = int(p.digits() or 0)
    if not 2 <= base <= 36:
        raise Unparsed("a subscript that is no base")
    try:
        return Node("num", value=Fraction(int(digits, base)))
    except ValueError:
        raise Unparsed(f"{digits} has digits that base {base} has not") from None


def plain_fraction(p: Parser) -> Node | None:
    """A fraction of whole numbers that may follow a whole number, making it a mixed one: taken, or None."""
    match [p.peek(i).text for i in range(7)]:
        case ["frac", "{", above, "}", "{", below, "}"]:
            n_tokens = 7
        case [above, "/", below, *_] if p.token.spaced and below.strip("0"):
            n_tokens = 3
        case ["frac", above, below, *_]:
            n_tokens = 3
        case _:
            return None
    if not (above.isdigit() and below.isdigit()):
        return None
    p.at += n_tokens
    return _fraction(above, below)


def _fraction(above: str, below: str) -> Node:
    return Node("div", (num(int(above)), num(int(below))))


@or_nothing
def raised_fraction(p: Parser) -> Node | None:
    """`^1/_2` and `^{1}/_{2}`: digits above, a slash, digits below; None where something else stands here."""
    above = p.digits() if p.take("^") else None
    below = p.digits() if above and p.take("/") and p.take("_") else None
    return _fraction(above, below) if above and below and int(below) else None
