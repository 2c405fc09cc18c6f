"""Texts that others wrote, changed so that they say something else: only where that is certain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from benchmarks.cases.numerals import worked_out

# Commands of formulas whose value changes with each of their numbers.
COMMANDS = {
    "frac", "dfrac", "tfrac", "sqrt", "pi", "left", "right", "cdot", "times", "infty", "cup", "le", "ge", "leq", "geq",
    "text", "mathrm", "circ", "boxed", "theta",
}  # fmt: skip
# What may come to the same with another number: periods, symmetries, what is even, what a constant takes in.
UNSURE = re.compile(
    r"sin|cos|tan|sec|cot|csc|mod|≡|binom|choose|C\b|max|min|gcd|lcm|\||∠|arg|angle|\.\.\.|…|dots|floor|ceil|round|approx|"
    r"≈|~|[a-z] ?\\?(?:pi|π)"
)
NUMBER = re.compile(r"(?<![\d.,_^A-Za-z'])(?<!_\{)(?<!\^\{)\d+(?:\.\d+)?(?![\d]|\.\d|,\d|'\d)")
EQUATION = re.compile(
    r"(?<![\w.,^*/+\-−–=)}\]$%:(\\×÷·]) ?((?:\d+(?:\.\d+)?|[-+*/×÷−() ])+)= ?"
    r"(\d+(?:\.\d+)?)(?![\w/%^*({\\.,:]|\.\d| ?[-+*/×÷−^\\(=])"
)
FORMULA = re.compile(r"[\d\s+\-*/^(){}\[\],.=<>a-zA-Z\\$≤≥π√]+")
QUANTITY = re.compile(r"(-?\d+(?:\.\d+)?) (m|km|s|kg|N|J|W|L|cm|g|h|Hz)")
OTHER_UNITS = {
    "m": "s", "km": "kg", "s": "m", "kg": "m", "N": "J", "J": "W", "W": "N", "L": "m", "cm": "s", "g": "m", "h": "km",
    "Hz": "m",
}  # fmt: skip
PAIR = re.compile(r"(\$?)\((-?\d+), ?(-?\d+)\)(\$?)")
SUM = re.compile(r"[\w)}] ?\+ ?[a-z2-9(]")
LARGE = "23456789"  # digits that change what they multiply
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
        for kind, change in CHANGES:
            yield from ((kind, other) for other in change(rng, text))


def changed_equal(rng: Random, reference: str, text: str) -> Iterator[tuple[str, str]]:
    """An exact formula that equals the reference, with a digit changed; nothing where rounding might hide it."""
    is_exact = "." not in reference + text and "%" not in reference + text
    if is_exact and is_formula(text) and has_fixed_meaning(text):
        number = next(iter(NUMBER.finditer(text)), None)
        if number:
            yield "digit", text[: number.start()] + _another(rng, number[0]) + text[number.end() :]


def changed_final(rng: Random, reference: str, text: str) -> Iterator[str]:
    """A long answer whose announced number is the reference, with that number changed.

    Nothing where it is announced twice, for the other would still be right.
    """
    number = reference.strip().strip("$")
    marks = [mark for mark in ANNOUNCED for _ in range(text.count(mark))]
    if not number.isdigit() or len(text) <= LONGEST or len(marks) != 1:
        return
    before, mark, after = text.partition(marks[0])
    follows = after[len(number) :]
    if after.startswith(number) and not follows[:1].isdigit():
        yield before + mark + _another(rng, number) + follows


def changed_result(rng: Random, text: str) -> Iterator[str]:
    """A step with the result of one sum changed that is right as it is, and is nothing but numbers and signs."""
    right = [match for match in EQUATION.finditer(text) if _is_right(match[1], match[2])]
    has_annotation = "<<" in text  # it may be an aside
    if not right or has_annotation:
        return
    equation = rng.choice(right)
    result = equation[2]
    first = rng.choice([digit for digit in LARGE if digit != result[0]])
    yield text[: equation.start(2)] + first + result[1:] + text[equation.end(2) :]


def has_fixed_meaning(text: str) -> bool:
    """Whether each number of a short text is certain to change what it says."""
    commands = set(re.findall(r"\\([a-zA-Z]+)", text))
    is_short = len(text) <= LONGEST and text.count("$") in (0, 2)
    if not is_short or UNSURE.search(text) or commands - COMMANDS:
        return False
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    if len(numbers) == 1 and "^" not in text:
        return True
    # 0 and 1 swallow what they are multiplied with or raised to; a number that comes twice may be counted once.
    swallows = {"0", "1"} & set(numbers)
    return not swallows and len(set(numbers)) == len(numbers)


def is_formula(text: str) -> bool:
    """Whether the text is one formula of numbers and single letters, with at most one equals sign."""
    has_names = re.search(r"[a-zA-Z]{2,}", _without_commands(text)) is not None
    return FORMULA.fullmatch(text) is not None and not has_names and text.count("=") < 2


def _sign(rng: Random, text: str) -> Iterator[str]:
    plain = _plain(text)
    if plain.replace(".", "", 1).isdigit() and plain.strip("0."):
        yield text.replace(plain, f"-{plain}")


def _more_digits(rng: Random, text: str) -> Iterator[str]:
    plain = _plain(text)
    if plain.replace(".", "", 1).isdigit():
        yield text.replace(plain, rng.choice("123456789") + plain)


def _order(rng: Random, text: str) -> Iterator[str]:
    pair = PAIR.fullmatch(text.strip())
    if pair and pair[2] != pair[3]:
        yield f"{pair[1]}({pair[3]}, {pair[2]}){pair[4]}"


def _operator(rng: Random, text: str) -> Iterator[str]:
    is_family = "pi" in text  # `π/4 + nπ` and `π/4 - nπ` are the same
    if text.count("+") == 1 and SUM.search(text) and not is_family:
        yield text.replace("+", "-")


def _name(rng: Random, text: str) -> Iterator[str]:
    if set(re.findall("[a-zA-Z]", _without_commands(text))) == {"x"}:
        yield re.sub(r"(?<![a-zA-Z\\])x(?![a-zA-Z])", "y", text)


def _bound(rng: Random, text: str) -> Iterator[str]:
    for sign, other in BOUNDS:
        if text.count(sign) == 1 and "\\leq" not in text and "\\geq" not in text:
            yield text.replace(sign, other)


# What may be changed in a formula; each yields nothing where it does not apply.
CHANGES: tuple[tuple[str, Callable[[Random, str], Iterator[str]]], ...] = (
    ("sign", _sign), ("digit added", _more_digits), ("order", _order), ("operator", _operator), ("name", _name),
    ("bound", _bound),
)  # fmt: skip


def _another(rng: Random, number: str) -> str:
    """The number with one digit changed, to none that is 0 or 1."""
    place = rng.choice([i for i, digit in enumerate(number) if digit != "."])
    digit = rng.choice([d for d in LARGE if d != number[place]])
    return number[:place] + digit + number[place + 1 :]


def _plain(text: str) -> str:
    return text.strip().strip("$").strip()


def _without_commands(text: str) -> str:
    return re.sub(r"\\[a-zA-Z]+", " ", text)


def _is_right(left: str, result: str) -> bool:
    has_sign = any(sign in left.strip() for sign in "+-*/×÷−")
    value = worked_out(left)
    return has_sign and value is not None and value == worked_out(result)
