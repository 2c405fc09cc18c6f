"""Texts that others wrote, changed so that they say something else: only where that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from benchmarks.cases.numerals import worked_out

# Commands of formulas whose value changes with each of their numbers.
COMMANDS = (
    "frac", "dfrac", "tfrac", "sqrt", "pi", "left", "right", "cdot", "times", "infty", "cup", "le", "ge", "leq", "geq",
    "text", "mathrm", "circ", "boxed", "theta",
)  # fmt: skip
# What may come to the same with another number: periods, symmetries, what is even, what a constant takes in.
UNSURE = re.compile(
    r"sin|cos|tan|sec|cot|csc|mod|≡|binom|choose|C\b|max|min|gcd|lcm|\||∠|arg|angle|\.\.\.|…|dots|floor|ceil|round|approx|≈|~"
)
NUMBER = re.compile(r"(?<![\d.,_^A-Za-z'])(?<!_\{)(?<!\^\{)\d+(?:\.\d+)?(?![\d]|\.\d|,\d|'\d)")
EQUATION = re.compile(
    r"(?<![\w.,^*/+\-−–=)}\]$%:(\\×÷·]) ?((?:\d+(?:\.\d+)?|[-+*/×÷−() ])+)= ?"
    r"(\d+(?:\.\d+)?)(?![\w/%^*({\\.,:]|\.\d| ?[-+*/×÷−^\\(=])"
)
FORMULA = re.compile(r"[\d\s+\-*/^(){}\[\],.=<>a-zA-Z\\$≤≥π√]+")
QUANTITY = re.compile(r"(-?\d+(?:\.\d+)?) (m|km|s|kg|N|J|W|L|cm|g|h|Hz)")
OTHER_UNITS = {
    "m": "s",
    "km": "kg",
    "s": "m",
    "kg": "m",
    "N": "J",
    "J": "W",
    "W": "N",
    "L": "m",
    "cm": "s",
    "g": "m",
    "h": "km",
    "Hz": "m",
}
BOUNDS = ((" < ", " \\le "), (" > ", " \\ge "), ("\\le ", " < "), ("\\ge ", " > "), ("≤", "<"), ("≥", ">"))
ANNOUNCED = ("\\boxed{", "#### ", "A: ", "nswer is ", "nswer: ")
LONGEST = 80


def changed_statement(rng: Random, text: str) -> Iterator[tuple[str, str]]:
    """A reference changed, with what was done; nothing where the meaning might stay.

    Every number of a reference is part of what it says, also where there are words around it.
    """
    if not has_fixed_meaning(text):
        return
    numbers = list(NUMBER.finditer(text))
    if numbers:
        number = rng.choice(numbers)
        yield "digit", text[: number.start()] + _another(rng, number[0]) + text[number.end() :]
    quantity = QUANTITY.fullmatch(text.strip())
    if quantity:
        yield "unit", f"{quantity[1]} {OTHER_UNITS[quantity[2]]}"
    if is_formula(text):
        yield from _changed_formula(rng, text)


def changed_equal(rng: Random, reference: str, text: str) -> Iterator[tuple[str, str]]:
    """An exact formula that equals the reference, with a digit changed; nothing where rounding might hide it."""
    is_exact = "." not in reference + text and "%" not in reference + text
    if is_exact and is_formula(text) and has_fixed_meaning(text):
        number = next(iter(NUMBER.finditer(text)), None)
        if number:
            yield "digit", text[: number.start()] + _another(rng, number[0]) + text[number.end() :]


def changed_final(rng: Random, reference: str, text: str) -> Iterator[str]:
    """A long answer whose announced number is the reference, with that number changed."""
    number = reference.strip().strip("$")
    n_announced = sum(text.count(mark) for mark in ANNOUNCED)
    if not number.isdigit() or len(text) <= LONGEST or n_announced != 1:
        return
    for mark in ANNOUNCED:
        before, found, after = text.rpartition(mark)
        if found and after.startswith(number) and not after[len(number) :][:1].isdigit():
            yield before + found + _another(rng, number) + after[len(number) :]


def has_fixed_meaning(text: str) -> bool:
    """Whether each number of a short text is certain to change what it says."""
    if len(text) > LONGEST or text.count("$") not in (0, 2) or UNSURE.search(text):
        return False
    if any(name not in COMMANDS for name in re.findall(r"\\([a-zA-Z]+)", text)):
        return False
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    # 0 and 1 swallow what they are multiplied with or raised to; a number that comes twice may be counted once.
    is_single = len(numbers) == 1 and "^" not in text
    return is_single or (not {"0", "1"} & set(numbers) and len(set(numbers)) == len(numbers))


def is_formula(text: str) -> bool:
    """Whether the text is one formula of numbers and single letters, with at most one equals sign."""
    bare = re.sub(r"\\[a-zA-Z]+", " ", text)
    has_names = re.search(r"[a-zA-Z]{2,}", bare) is not None
    return FORMULA.fullmatch(text) is not None and not has_names and text.count("=") < 2


def _changed_formula(rng: Random, text: str) -> Iterator[tuple[str, str]]:
    plain = text.strip().strip("$").strip()
    if plain.replace(".", "", 1).isdigit() and plain.strip("0."):
        yield "sign", text.replace(plain, f"-{plain}")
        yield "digit added", text.replace(plain, rng.choice("123456789") + plain)
    pair = re.fullmatch(r"(\$?)\((-?\d+), ?(-?\d+)\)(\$?)", text.strip())
    if pair and pair[2] != pair[3]:
        yield "order", f"{pair[1]}({pair[3]}, {pair[2]}){pair[4]}"
    if re.search(r"[\w)}] ?\+ ?[a-z2-9(]", plain) and plain.count("+") == 1 and "pi" not in plain:
        yield "operator", text.replace("+", "-")
    names = set(re.findall("[a-zA-Z]", re.sub(r"\\[a-zA-Z]+", " ", plain)))
    if names == {"x"}:
        yield "name", re.sub(r"(?<![a-zA-Z\\])x(?![a-zA-Z])", "y", text)
    for sign, other in BOUNDS:
        if text.count(sign) == 1 and "\\leq" not in text and "\\geq" not in text:
            yield "bound", text.replace(sign, other)


def _another(rng: Random, number: str) -> str:
    """The number with one digit changed: never to a number that starts with 0, nor to 0 or 1."""
    place = rng.choice([i for i, d in enumerate(number) if d != "."])
    digits = [d for d in "23456789" if d != number[place]]
    return number[:place] + rng.choice(digits) + number[place + 1 :]


def changed_result(rng: Random, text: str) -> Iterator[str]:
    """A step with the result of one sum changed that is right as it is, and is nothing but numbers and signs."""
    right = [m for m in EQUATION.finditer(text) if _is_right(m[1], m[2])]
    if right and "<<" not in text:  # an annotation may be an aside
        one = rng.choice(right)
        first = one[2][0]
        wrong = rng.choice([d for d in "23456789" if d != first]) + one[2][1:]
        yield text[: one.start(2)] + wrong + text[one.end(2) :]


def _is_right(left: str, result: str) -> bool:
    value = worked_out(left)
    return value is not None and any(sign in left.strip() for sign in "+-*/×÷−") and value == worked_out(result)
