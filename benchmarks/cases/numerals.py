"""Numbers as texts: how they are written, how a digit of them changes, and what plain arithmetic comes to."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from fractions import Fraction
from random import Random

OPERATIONS = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
SIGNS = {"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "\\times": "*", "\\cdot": "*", "\\div": "/"}
LONGEST = 60  # tokens of arithmetic that are worked out


def changed_digits(rng: Random, digits: str) -> Iterator[tuple[str, str]]:
    """A number with a digit changed, dropped and added, each with what was done; each is another number."""
    place = rng.randrange(len(digits))
    others = [d for d in "123456789" if d != digits[place]]
    yield "digit", digits[:place] + rng.choice(others) + digits[place + 1 :]
    if len(digits) > 1 and digits[1] != "0":
        yield "digit dropped", digits[1:]
    yield "digit added", rng.choice("123456789") + digits


def short_decimal(value: Fraction) -> str | None:
    """The value as an exact decimal, where it has one of at most six places."""
    for places in range(7):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return f"{float(value):.{places}f}" if abs(value) < 10**9 else None
    return None


def worked_out(text: str) -> Fraction | None:
    """What numbers, brackets and `+ - * /` come to; None for anything else, and for a division by zero."""
    tokens = _tokens(text)
    if tokens is None or not tokens or len(tokens) > LONGEST:
        return None
    try:
        value, rest = _sum(tokens)
    except (ValueError, ZeroDivisionError):
        return None
    return None if rest else value


def _tokens(text: str) -> list[str] | None:
    for sign, plain in SIGNS.items():
        text = text.replace(sign, plain)
    tokens: list[str] = []
    at = 0
    while at < len(text):
        end = at
        while end < len(text) and ((text[end].isascii() and text[end].isdigit()) or text[end] == "."):
            end += 1
        if end > at:
            tokens.append(text[at:end])
            at = end
        elif text[at] in "+-*/()":
            tokens.append(text[at])
            at += 1
        elif text[at] == " ":
            at += 1
        else:
            return None
    return tokens


def _sum(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        term, after = _product(rest[1:])
        value, rest = OPERATIONS[rest[0]](value, term), after
    return value, rest


def _product(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _atom(tokens)
    while rest and rest[0] in "*/":
        factor, after = _atom(rest[1:])
        value, rest = OPERATIONS[rest[0]](value, factor), after
    return value, rest


def _atom(tokens: list[str]) -> tuple[Fraction, list[str]]:
    if not tokens:
        raise ValueError("a number is missing")
    if tokens[0] == "-":
        value, rest = _atom(tokens[1:])
        return -value, rest
    if tokens[0] == "(":
        value, rest = _sum(tokens[1:])
        if not rest or rest[0] != ")":
            raise ValueError("a bracket is open")
        return value, rest[1:]
    return Fraction(tokens[0]), tokens[1:]
