"""Questions about planted bugs, solved again: the code is run against what its specification says, and mended.

Which line has the bug is found without the generator: where the change of a number, a sign or a word in it makes the
function do what it should, and no change of the other line does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from random import Random
from types import CodeType, FunctionType

from tests.questions.generated.conftest import wrongly_solved

Argument = list[int] | int
Function = Callable[[Argument], int]
NUMBERS_FROM_0 = "a whole number from 0 on"
ENDLESS = 3000


def filtered_sum(
    numbers: list[int], low: int, high: int, divisor: int, rest: int, times: int, plus: int, most: int
) -> int:
    before = numbers[: next((i for i, number in enumerate(numbers) if number < low), len(numbers))]
    return min(most, sum(times * n + plus for n in before if n <= high and n % divisor != rest))


def longest_run(numbers: list[int], least: int, times: int) -> int:
    return times * max((len([*run]) for is_run, run in groupby(numbers, lambda n: n >= least) if is_run), default=0)


def boxes(numbers: list[int], too_large: int, most: int) -> int:
    packed: list[int] = []
    for weight in numbers:
        if weight <= too_large:
            if packed and packed[-1] + weight <= most:
                packed[-1] += weight
            else:
                packed.append(weight)
    return len(packed)


def tank(numbers: list[int], start: int, most: int, used: int, few: int) -> int:
    level = start
    for liters in numbers:
        level = min(most, level + liters) - used
        level += few if level < few else 0
    return level


def rises(numbers: list[int], least: int, first: int, points: int) -> int:
    return sum(points if b - a >= least else 1 for a, b in zip([first, *numbers], numbers, strict=False))


def digits(number: int, above: int, times: int, modulus: int) -> int:
    return sum(int(d) * (times if int(d) > above else 1) for d in str(number)) % modulus


def changes(number: int, end: int, divisor: int, price: int, less: int) -> int:
    if number <= end:
        return 0
    if number % divisor == 0:
        return price + changes(number // divisor, end, divisor, price, less)
    return 1 + changes(number - less, end, divisor, price, less)


# What a specification says, by the numbers in it: which ones, in which order.
SPECIFIED: dict[str, tuple[Callable[..., int], str]] = {
    "stops at the first": (
        filtered_sum,
        r"below (\d+)\..*above (\d+) do.*remainder by (\d+) is (\d+).*multiplied by (\d+) and increased by (\d+).*or (\d+) if",
    ),
    "longest run": (longest_run, r"at least (\d+).*times (\d+),"),
    "new box": (boxes, r"above (\d+) are left.*at the most (\d+)\."),
    "A tank": (tank, r"holds (\d+) liters.*more than (\d+); then (\d+) liters.*fewer than (\d+) liters"),
    "rise": (rises, r"by (\d+) or more.*compared with (\d+)\..*returns (\d+) for"),
    "decimal digit": (digits, r"above (\d+) is multiplied by (\d+);.*remainder by (\d+)"),
    "cost of all changes": (changes, r"above (\d+), .*that (\d+) divides.*costs (\d+);.* other (\d+) is"),
}


def specified(text: str) -> Callable[[Argument], int]:
    function, pattern = next(row for mark, row in SPECIFIED.items() if mark in text)
    found = re.search(pattern, text)
    assert found is not None, text
    numbers = [int(number) for number in found.groups()]
    return lambda argument: function(argument, *numbers)


class Endless(Exception):
    pass


def ran(lines: list[str]) -> Function:
    """The function of these lines. A `while` in it ends after some thousand rounds."""
    rounds = 0

    def tick() -> bool:
        nonlocal rounds
        rounds += 1
        if rounds > ENDLESS:
            raise Endless
        return True

    module = compile("\n".join(lines).replace("while ", "while tick() and "), "generated", "exec")
    [code] = [constant for constant in module.co_consts if isinstance(constant, CodeType)]
    function = FunctionType(code, {"tick": tick, "min": min, "max": max})

    def run(argument: Argument) -> int:
        nonlocal rounds
        rounds = 0
        result: int = function(argument)
        return result

    return run


def arguments(text: str) -> list[Argument]:
    """Numbers near all that the specification names, and some more."""
    rng = Random(text)
    if NUMBERS_FROM_0 in text:
        return [*range(60), *rng.sample(range(60, 1000), 30)]
    least = 1 if "from 1 on" in text else 0
    named = [int(number) for number in re.findall(r"\d+", text)]
    pool = [n + d for n in named for d in (-1, 0, 1) if least <= n + d <= 40] + [*range(least, 21)]
    drawn = [[rng.choice(pool) for _ in range(rng.randint(1, 12))] for _ in range(90)]
    return [[], *([n] for n in range(least, 41)), *([n] * 9 for n in range(least, 21)), *drawn]


def does_it(lines: list[str], text: str, tried: list[Argument]) -> bool:
    right = specified(text)
    try:
        function = ran(lines)
        return all(function(argument) == right(argument) for argument in tried)
    except (Endless, ZeroDivisionError, NameError, SyntaxError, TypeError):
        return False


SIGNS = ("<=", "<", ">=", ">", "==", "!=", "+=", "-=", "=", "+", "-", "*", "//", "%")
WORDS = {"break": "continue", "continue": "break", "min": "max", "max": "min"}
TOKEN = re.compile(r"\d+|\bbreak\b|\bcontinue\b|\bmin\b|\bmax\b|<=|>=|==|!=|\+=|-=|//|[-<>=+*%]")


def mended(line: str) -> Iterator[str]:
    """The line with one token changed."""
    for token in TOKEN.finditer(line):
        word = token[0]
        others = [str(int(word) + step) for step in (-1, 1)] if word.isdigit() else [WORDS.get(word, "")]
        if word in SIGNS:
            kind = ("=", "+=", "-=") if word in ("=", "+=", "-=") else [s for s in SIGNS if s not in ("=", "+=", "-=")]
            others = [sign for sign in kind if sign != word]
        for other in others:
            yield line[: token.start()] + other + line[token.end() :]


def solve(text: str, answers: tuple[str, str], source: str) -> str:
    lines = [line[4:] for line in source.splitlines()]
    tried = arguments(text)
    if "There is a bug" not in text:
        number = int(re.findall(r"bug in line (\d+)\?", text)[0])
        return "it does what it should" if does_it(lines, text, tried) else f"there is a bug in line {number}"
    assert not does_it(lines, text, tried)
    guilty = []
    for answer in answers:
        at = int(answer.removeprefix("line ")) - 1
        if any(does_it([*lines[:at], line, *lines[at + 1 :]], text, tried) for line in mended(lines[at])):
            guilty.append(answer)
    return " and ".join(guilty)


def test_the_bug_is_found_by_running_and_mending_the_code() -> None:
    assert [*wrongly_solved("code", solve)] == []
