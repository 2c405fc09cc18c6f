"""Texts that others wrote, changed so that they say something else: only where that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from benchmarks.cases.numerals import worked_out

# A formula whose value changes with each of its numbers: numbers, single letters, sums, products, powers, fractions.
# Nothing that may be even, bounded or periodic in a number (`|x|`, sines), no names of several letters.
COMMANDS = (
    "frac",
    "dfrac",
    "tfrac",
    "sqrt",
    "pi",
    "left",
    "right",
    "cdot",
    "times",
    "infty",
    "cup",
    "le",
    "ge",
    "leq",
    "geq",
)
NUMBER = re.compile(r"(?<![\d.,_^])(?<!_\{)(?<!\^\{)\d+(?:\.\d+)?(?![\d]|\.\d|,\d)")
EQUATION = re.compile(
    r"(?<![\w.,^*/+\-−–=)}\]$%:(\\×÷·]) ?((?:\d+(?:\.\d+)?|[-+*/×÷−() ])+)= ?(\d+(?:\.\d+)?)(?![\w/%^*({\\.,:]|\.\d| ?[-+*/×÷−^\\(=])"
)
FORMULA = re.compile(r"[\d\s+\-*/^(){}\[\],.=<>a-zA-Z\\$≤≥π√]+")
LONGEST = 80


def changed_formula(rng: Random, text: str) -> Iterator[tuple[str, str]]:
    """A formula with one number of it changed, or its sign; nothing where the meaning might stay."""
    if not is_injective(text) or "C" in text:  # a constant takes in what is added to it
        return
    numbers = list(NUMBER.finditer(text))
    if not numbers:
        return
    number = rng.choice(numbers)
    yield "digit", text[: number.start()] + _changed(rng, number[0]) + text[number.end() :]
    plain = text.strip().strip("$").strip()
    if plain.replace(".", "", 1).isdigit():
        yield "sign", text.replace(plain, f"-{plain}")
        yield "digit added", text.replace(plain, rng.choice("123456789") + plain)
    pair = re.fullmatch(r"(\$?)\((-?\d+), ?(-?\d+)\)(\$?)", text.strip())
    if pair and pair[2] != pair[3]:
        yield "order", f"{pair[1]}({pair[3]}, {pair[2]}){pair[4]}"
    for sign, other in (
        (" < ", " \\le "),
        (" > ", " \\ge "),
        ("\\le ", " < "),
        ("\\ge ", " > "),
        ("≤", "<"),
        ("≥", ">"),
    ):
        if text.count(sign) == 1 and "\\leq" not in text and "\\geq" not in text:
            yield "bound", text.replace(sign, other)


def is_injective(text: str) -> bool:
    """Whether the text is a formula whose meaning is certain to change with any one of its numbers."""
    if len(text) > LONGEST or not FORMULA.fullmatch(text) or text.count("$") not in (0, 2):
        return False
    names = re.findall(r"\\([a-zA-Z]+)", text)
    bare = re.sub(r"\\[a-zA-Z]+", " ", text)
    if any(name not in COMMANDS for name in names) or re.search(r"[a-zA-Z]{2,}", bare):
        return False
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    # 0 and 1 swallow what they are multiplied with or raised to; a number that comes twice may be counted once.
    return (
        not {"0", "1"} & set(numbers)
        and len(set(numbers)) == len(numbers)
        and "=" not in text.strip("$ ")[2:].replace("= ", "", 1)
    )


def _changed(rng: Random, number: str) -> str:
    """The number with its first digit changed: never to 0 or 1, and by more than rounding hides."""
    return rng.choice([d for d in "23456789" if d != number[0]]) + number[1:]


def changed_result(rng: Random, text: str) -> Iterator[str]:
    """A step with the result of one sum changed that is right as it is, and is nothing but numbers and signs."""
    right = [m for m in EQUATION.finditer(text) if _is_right(m[1], m[2])]
    if right and "<<" not in text:  # an annotation may be an aside
        one = rng.choice(right)
        yield text[: one.start(2)] + _changed(rng, one[2]) + text[one.end(2) :]


def _is_right(left: str, result: str) -> bool:
    value = worked_out(left)
    return value is not None and any(sign in left.strip() for sign in "+-*/×÷−") and value == worked_out(result)
