"""Numbers as they are written: grouped, scientific, repeating, in a base, mixed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from dikast.verify.syntax.cursor import Cursor
from dikast.verify.syntax.lexer import Token
from dikast.verify.syntax.nodes import Node, Unparsed, num

_PERIOD = re.compile(r"(\d{0,12}?)(\d{1,12}?)\2+")


def number(text: str) -> Node:
    """The exact value of a number's text."""
    digits = re.sub(r"\{,\}|\\.|[,~ ]", "", text) if not text.isdigit() else text
    if "e" in digits or "E" in digits:
        mantissa, _, power = re.split("([eE])", digits)
        if abs(int(power)) > 5000:
            base = Node("pow", (num(10), num(int(power))))
            return Node("mul", (number(mantissa), base))
    return Node("num", value=Fraction(digits), literal=digits)


def repeating(c: Cursor, text: str) -> Node:
    """`0.1\\overline{6}`."""
    c.next()
    c.need("{")
    period = c.next().text
    c.need("}")
    if not period.isdigit():
        raise Unparsed("a period that is no digits")
    whole, _, places = text.partition(".")
    return _with_period(whole, places, period)


def going_on(c: Cursor, text: str) -> Node | None:
    """`0.1666…` and `0.(3)`: the period that is shown, at least twice or in brackets; None if none is."""
    whole, _, places = text.partition(".")
    if c.sees("...", "ldots") and (match := _PERIOD.fullmatch(places)):
        c.next()
        return _with_period(whole, match[1], match[2])
    is_glued = c.sees("(") and not c.token.spaced and c.peek().text.isdigit() and c.peek(2).text == ")"
    if not is_glued or (places and c.choose("repeating")):
        return None
    c.next()
    period = c.next().text
    c.need(")")
    return _with_period(whole, places, period)


def _with_period(whole: str, places: str, period: str) -> Node:
    tail = Fraction(int(period), 10 ** len(period) - 1) / 10 ** len(places)
    return Node("num", value=Fraction(f"{whole or 0}.{places or 0}") + tail)


def is_comma_decimal(c: Cursor) -> bool:
    """Whether the number just taken may be the whole part of `3,14`: the text's only comma, outside brackets."""
    before, comma, after = c.tokens[c.at - 1], c.token, c.peek()
    is_glued = comma.text == "," and after.kind == "num" and not comma.spaced and not after.spaced
    return (
        is_glued
        and before.text.isdigit()
        and after.text.isdigit()
        and sum(t.text == "," for t in c.tokens) == 1
        and not any(t.kind == "open" for t in c.tokens[: c.at])
    )


def is_grouped(token: Token) -> bool:
    """Whether it is a number such as 100,200, whose plain commas may part several numbers."""
    return token.kind == "num" and "," in token.text and not {"{", "\\"} & set(token.text)


def parted(token: Token) -> Iterator[Token]:
    """The numbers between a grouped number's commas, and the commas."""
    at = token.start
    for i, part in enumerate(token.text.split(",")):
        if i:
            yield Token("op", ",", at - 1, at, False)
        yield Token("num", part, at, at + len(part), token.spaced and not i)
        at += len(part) + 1


def in_base(c: Cursor, digits: str) -> Node:
    """`1101_2`, with the base in braces or bare."""
    c.need("_")
    braced = c.take("{")
    token = c.next()
    if braced:
        c.need("}")
    if not token.text.isdigit() or not 2 <= int(token.text) <= 36:
        raise Unparsed("a subscript that is no base")
    try:
        return Node("num", value=Fraction(int(digits, int(token.text))), literal="")
    except ValueError:
        raise Unparsed(f"{digits} has digits that base {token.text} has not") from None


def plain_fraction(c: Cursor) -> Node | None:
    """A fraction of whole numbers that may follow a whole number, making it a mixed one: taken, or None."""
    tokens, at = c.tokens, c.at
    texts = [t.text for t in tokens[at : at + 7]]
    if texts[:1] == ["frac"]:
        if texts[1:2] == ["{"] and texts[2].isdigit() and texts[3:5] == ["}", "{"] and texts[5].isdigit():
            c.at += 7
            return Node("div", (num(int(texts[2])), num(int(texts[5]))))
        if len(texts) > 1 and texts[1].isdigit() and len(texts[1]) == 2:
            c.at += 2
            return Node("div", (num(int(texts[1][0])), num(int(texts[1][1]))))
        return None
    is_slash = len(texts) > 2 and texts[0].isdigit() and texts[1] == "/" and texts[2].isdigit()
    if is_slash and tokens[at].spaced and int(texts[2]):
        c.at += 3
        return Node("div", (num(int(texts[0])), num(int(texts[2]))))
    return None


def follows_mixed(c: Cursor) -> bool:
    """`3 1\\frac{1}{2}`: the number here is the whole part of a mixed one."""
    return c.token.text.isdigit() and c.peek().text == "frac"
