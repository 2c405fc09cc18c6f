"""Other ways to read a sum of numbers: in an arithmetic that the text names, with exponents that lost their height,
under a root that lost its bar, or multiplied by the count before it.

A sum that fails as read and holds in one of these is neither right nor wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import islice, product

from dikast.language import word_group, word_values
from dikast.verify.equality.exact import rational
from dikast.verify.equality.value_relations import equality
from dikast.verify.syntax.all_or_none import all_or_none
from dikast.verify.syntax.nodes import ONE, TWO, ZERO, Node, add, call, mul, num, raised
from dikast.verify.syntax.normalize import plain
from dikast.verify.text.number_words import number_in_words

_CACHED = 512
_LARGEST_BASE, _MOST_DIGITS = 36, 40
_MOST_READINGS = 64
_FLAT = 4  # digits of a power that was set flat


def _any_of(group: str) -> str:
    """A pattern of the words of a group."""
    return "|".join(map(re.escape, word_group(group)))


_SAID = rf"(?<![a-z])(?:{_any_of('modulo')})(?![a-z])"
_MODULUS = re.compile(rf"(?:{_SAID}|\\[pb]?mod|\bGF|[ZF]_|\\mathbb\{{[ZF]\}}_?)[\s{{(=/]*(\d{{1,9}})", re.I)
_HOURS = re.compile(rf"\b(\d\d)(?:{_any_of('clock of hours')})|\b(?:{_any_of('word of clocks')})\b", re.I)
_BASE = re.compile(rf"\b(?:{_any_of('before a base')})[\s-]+(\w+)|(?<!\d)(\d+)\s*(?:{_any_of('behind a base')})", re.I)


@dataclass(frozen=True)
class OtherArithmetic:
    """Whole numbers modulo a number, digits in a base, or the truth values 0 and 1."""

    modulus: int = 0
    base: int = 0
    is_boolean: bool = False

    def holds(self, equation: Node) -> bool:
        """Whether an equation of numbers holds in it."""
        if self.is_boolean:
            return _is_true(equation.map(_truth_value))
        if self.modulus:
            return _are_congruent(equation, self.modulus)
        numbers = (node for node in equation.walk() if node.op == "num")
        return all(map(self._has_digits, numbers)) and _is_true(equation.map(self._in_base))

    def _has_digits(self, number: Node) -> bool:
        digits = number.literal
        return digits.isdecimal() and len(digits) <= _MOST_DIGITS and all(int(digit) < self.base for digit in digits)

    def _in_base(self, node: Node) -> Node | None:
        return num(int(node.literal, self.base)) if node.op == "num" else None


_OF_TRUTH = (("logic", OtherArithmetic(is_boolean=True)), ("exclusive or", OtherArithmetic(modulus=2)))


@lru_cache(_CACHED)
def named_arithmetics(text: str) -> frozenset[OtherArithmetic]:
    """The arithmetics that a text names: `modulo 7`, `on a 12-hour clock`, `in base 8`, `binary`."""
    text = plain(text)
    of_residues = {OtherArithmetic(modulus=modulus) for modulus in _moduli(text) if modulus > 1}
    in_bases = {OtherArithmetic(base=base) for base in _bases(text) if 2 <= base <= _LARGEST_BASE}
    folded = text.casefold()
    of_truth = {arithmetic for group, arithmetic in _OF_TRUTH if any(word in folded for word in word_group(group))}
    return frozenset(of_residues | in_bases | of_truth)


def _moduli(text: str) -> Iterator[int]:
    """What is calculated modulo, and the hours of a clock: 12 or 24, where it does not say."""
    yield from (int(match[1]) for match in _MODULUS.finditer(text))
    for match in _HOURS.finditer(text):
        yield from (int(match[1]),) if match[1] else (12, 24)


def _bases(text: str) -> Iterator[int]:
    folded = text.casefold()
    yield from (int(base) for word, base in word_values("base").items() if word in folded)
    for match in _BASE.finditer(text):
        word = match[1] or match[2]
        digits = word if word.isdecimal() else number_in_words(word.casefold())
        if digits and digits.isdecimal():
            yield int(digits)


def holds_elsewhere(equation: Node, arithmetics: frozenset[OtherArithmetic]) -> bool:
    """Whether an equation of numbers holds in one of the arithmetics."""
    return any(arithmetic.holds(equation) for arithmetic in arithmetics)


def holds_with_powers(equation: Node) -> bool:
    """`102 = 100`, `32 + 42 = 52`: with the last digits of some numbers as their exponents."""
    return any(map(_is_true, _with_powers(equation)))


def holds_below_root(equation: Node) -> bool:
    """`√9 + 16 = 5`, `√32 + 42 = 5`: with the root over all that follows it in its sum."""
    covered = equation.map(_covered)
    return covered != equation and (_is_true(covered) or holds_with_powers(covered))


def holds_multiplied(equation: Node, times: Node) -> bool:
    """`8 sets of 3 + 1 = 25`: with the first number, or all of the left side, that many times."""
    if equation.op != "rel" or equation.value != "=":
        return False
    left, right = equation.args[0], equation.args[-1]
    products = [mul(times, left)]
    if left.op == "add":
        products.append(add(mul(times, left.args[0]), *left.args[1:]))
    return any(equality(product, right).status == "verified" for product in products)


def _covered(node: Node) -> Node | None:
    """A sum with its first root over all that follows it."""
    if node.op != "add":
        return None
    at = next((i for i, term in enumerate(node.args[:-1]) if _leading_root(term)), None)
    if at is None:
        return None
    term = node.args[at]
    first = mul(*term.args[0].args, *term.args[1:]) if term.op == "mul" else term.args[0]
    root = call("sqrt", add(first, *node.args[at + 1 :]))
    return add(*node.args[:at], root) if at else root


def _leading_root(term: Node) -> bool:
    """`√9`, or the `√(6 - 3)2` of a distance whose exponents lost their height."""
    first = term.args[0] if term.op == "mul" else term
    return first.op == "call" and first.value == "sqrt"


def _values(equation: Node) -> list[Fraction] | None:
    """The values of both sides; None for anything but an equation of two plain numbers."""
    match equation:
        case Node("rel", (left, right), "=") if not equation.has("unit", "sym"):
            return all_or_none(map(rational, (left, right)))
    return None


def _is_true(equation: Node) -> bool:
    values = _values(equation)
    return values is not None and values[0] == values[1]


def _truth_value(node: Node) -> Node | None:
    """One for a sum of truth values with a one in it, `1 + 1`; products are as usual."""
    is_sum = node.op == "add" and all(term in (ZERO, ONE) for term in node.args)
    return (ONE if ONE in node.args else ZERO) if is_sum else None


def _are_congruent(equation: Node, modulus: int) -> bool:
    """Whether the sides differ by a multiple of the modulus, and the result is a residue: `5 × 3 = 1` modulo 7."""
    values = _values(equation)
    if values is None or abs(values[1]) >= modulus:
        return False
    return (values[0] - values[1]).numerator % modulus == 0


def _with_powers(equation: Node) -> Iterator[Node]:
    """The equation with one or more of its numbers as powers."""
    numbers = list(dict.fromkeys(node for node in equation.walk() if node.op == "num" or _is_flat(node)))
    # The first combination changes nothing.
    for chosen in islice(product(*([number, *_powers(number)] for number in numbers)), 1, _MOST_READINGS):
        yield equation.map(dict(zip(numbers, chosen, strict=True)).get)


def _is_flat(node: Node) -> bool:
    """`(6 - 3)2`."""
    match node:
        case Node("mul", (Node("add" | "paren"), exponent)):
            return exponent in (TWO, num(3))
    return False


def _powers(number: Node) -> Iterator[Node]:
    """10² of 102, 2¹⁰ of 210, (6 - 3)² of (6 - 3)2; but never 1² or 5¹, which no one writes."""
    if number.op == "mul":
        yield raised(*number.args)
    digits = number.literal
    if not digits.isdecimal() or len(digits) > _FLAT:
        return
    for at in range(1, len(digits)):
        base, exponent = int(digits[:at]), int(digits[at:])
        if base > 1 and exponent > 1 and digits[at] != "0":
            yield raised(num(base), num(exponent))
