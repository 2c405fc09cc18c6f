"""Families of small programs: what a function should do, in words, and the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from random import Random

from dikast.questions.generated.program_outcome import ProgramInput, program_outcome
from dikast.questions.generated.small_program import (
    Assign,
    Binary,
    Conditional,
    Expression,
    ForEach,
    Jump,
    OperatorSign,
    Return,
    SmallProgram,
    Statement,
)

N_INPUTS = 24
_LONGEST_LIST = 9
_LARGEST_NUMBER = 400
_FUNCTIONS = (
    "score", "tally", "weigh", "collect", "measure", "assess", "rate", "reckon", "sift", "gauge", "settle", "sort_out",
    "appraise", "work_out", "evaluate", "process",
)  # fmt: skip
_LISTS = ("values", "numbers", "readings", "amounts", "items", "marks", "levels", "entries")
_ITEMS = ("x", "v", "item", "entry", "current", "it")
_RESULTS = ("total", "result", "acc", "outcome", "found", "answer")


@dataclass(frozen=True)
class SpecifiedProgram:
    """A program that does what its specification says, and arguments that try its limits."""

    specification: str
    program: SmallProgram
    inputs: tuple[ProgramInput, ...]

    @cached_property
    def right(self) -> tuple[int | None, ...]:
        """What the program returns for each of the arguments."""
        return tuple(program_outcome(self.program, argument) for argument in self.inputs)


@dataclass(frozen=True)
class _Names:
    """What a function and its variables are called."""

    function: str
    numbers: str
    item: str
    result: str


def draw_program(rng: Random) -> SpecifiedProgram:
    """A program of one of the families."""
    names = _Names(rng.choice(_FUNCTIONS), rng.choice(_LISTS), rng.choice(_ITEMS), rng.choice(_RESULTS))
    return rng.choice(_FAMILIES)(names, rng)


def _filtered_sum(names: _Names, rng: Random) -> SpecifiedProgram:
    low, high, divisor = rng.randint(1, 5), rng.randint(12, 18), rng.randint(2, 4)
    remainder, factor, added, most = rng.randrange(divisor), rng.randint(2, 6), rng.randint(2, 9), rng.randint(60, 140)
    item, result = names.item, names.result
    return _of_list(
        names,
        f"It reads the numbers in order and stops at the first one that is below {low}. Of the numbers before, those "
        f"above {high} do not count, and neither do those whose remainder by {divisor} is {remainder}. Each number "
        f"that counts is multiplied by {factor} and increased by {added}. The function returns the sum of the results, "
        f"or {most} if the sum is more.",
        (
            Assign(result, 0),
            ForEach(
                item,
                names.numbers,
                (
                    _when(item, "<", low, Jump("break")),
                    _when(item, ">", high, Jump("continue")),
                    _when(Binary("%", item, divisor), "==", remainder, Jump("continue")),
                    Assign(result, Binary("+", Binary("*", item, factor), added), adds=True),
                ),
            ),
            Return(Binary("min", result, most)),
        ),
        _lists(rng, (low, high)),
    )


def _longest_run(names: _Names, rng: Random) -> SpecifiedProgram:
    least, bonus = rng.randint(4, 14), rng.randint(2, 9)
    item, result = names.item, names.result
    return _of_list(
        names,
        f"A run is a stretch of neighbouring numbers that are all at least {least}. The function returns the length of "
        f"the longest run times {bonus}, and 0 if there is no run.",
        (
            Assign(result, 0),
            Assign("run", 0),
            ForEach(
                item,
                names.numbers,
                (
                    Assign("run", 1, adds=True),
                    _when(item, "<", least, Assign("run", 0)),
                    Assign(result, Binary("max", result, "run")),
                ),
            ),
            Return(Binary("*", result, bonus)),
        ),
        _lists(rng, (least,)),
    )


def _boxes(names: _Names, rng: Random) -> SpecifiedProgram:
    most, too_large = rng.randint(20, 30), rng.randint(14, 18)
    item, result = names.item, names.result
    return _of_list(
        names,
        f"The numbers, from 1 on, are weights that are packed in order. Weights above {too_large} are left out. A box "
        f"holds at the most {most}. A weight goes into the last box; a new box is begun for the first weight and "
        "whenever the last box can't hold the next weight too. The function returns the number of boxes.",
        (
            Assign(result, 0),
            Assign("load", most),
            ForEach(
                item,
                names.numbers,
                (
                    _when(item, ">", too_large, Jump("continue")),
                    _when(Binary("+", "load", item), ">", most, Assign(result, 1, adds=True), Assign("load", 0)),
                    Assign("load", item, adds=True),
                ),
            ),
            Return(result),
        ),
        _lists(rng, (too_large, most - too_large), least=1),
    )


def _account(names: _Names, rng: Random) -> SpecifiedProgram:
    start, most, fee, cost = rng.randint(10, 30), rng.randint(35, 60), rng.randint(2, 9), rng.randint(6, 12)
    item, result = names.item, names.result
    return _of_list(
        names,
        f"A tank holds {start} liters at first. For each number, so many liters are added, but the tank never holds "
        f"more than {most}; then {cost} liters are used. If fewer than {fee} liters are left after this, {fee} are "
        "added at once. The function returns how much the tank holds in the end.",
        (
            Assign(result, start),
            ForEach(
                item,
                names.numbers,
                (
                    Assign(result, Binary("min", Binary("+", result, item), most)),
                    Assign(result, Binary("-", result, cost)),
                    _when(result, "<", fee, Assign(result, fee, adds=True)),
                ),
            ),
            Return(result),
        ),
        _lists(rng, (cost, most - start)),
    )


def _rises(names: _Names, rng: Random) -> SpecifiedProgram:
    first, least, weight = rng.randint(5, 12), rng.randint(2, 5), rng.randint(2, 7)
    item, result = names.item, names.result
    return _of_list(
        names,
        f"A number is a rise if it exceeds the number before it by {least} or more; the first number is compared with "
        f"{first}. The function returns {weight} for each rise and 1 for each other number, in all.",
        (
            Assign(result, 0),
            Assign("before", first),
            ForEach(
                item,
                names.numbers,
                (
                    Assign("points", 1),
                    _when(Binary("-", item, "before"), ">=", least, Assign("points", weight)),
                    Assign(result, "points", adds=True),
                    Assign("before", item),
                ),
            ),
            Return(result),
        ),
        _lists(rng, (first, first + least)),
    )


def _digits(names: _Names, rng: Random) -> SpecifiedProgram:
    above, factor, modulus = rng.randint(2, 7), rng.randint(2, 4), rng.randint(11, 19)
    result = names.result
    return _of_number(
        names,
        f"Each decimal digit of the number that is above {above} is multiplied by {factor}; the others stay as they "
        f"are. The function returns the remainder by {modulus} of the sum of all these. For 0 it returns 0.",
        (
            Assign(result, 0),
            _while(
                "n", ">", 0,
                Assign("digit", Binary("%", "n", 10)),
                _when("digit", ">", above, Assign("digit", Binary("*", "digit", factor))),
                Assign(result, "digit", adds=True),
                Assign("n", Binary("//", "n", 10)),
            ),
            Return(Binary("%", result, modulus)),
        ),
        rng,
    )  # fmt: skip


def _steps(names: _Names, rng: Random) -> SpecifiedProgram:
    end, divisor, less, price = rng.randint(5, 20), rng.randint(2, 4), rng.randint(2, 5), rng.randint(2, 6)
    result = names.result
    return _of_number(
        names,
        f"As long as the number is above {end}, it is changed: one that {divisor} divides without remainder is divided "
        f"by {divisor}, and this costs {price}; from any other {less} is taken away, and this costs 1. The function "
        "returns the cost of all changes.",
        (
            Assign(result, 0),
            _while(
                "n", ">", end,
                _when(
                    Binary("%", "n", divisor), "==", 0,
                    Assign("n", Binary("//", "n", divisor)),
                    Assign(result, price, adds=True),
                    Jump("continue"),
                ),
                Assign("n", Binary("-", "n", less)),
                Assign(result, 1, adds=True),
            ),
            Return(result),
        ),
        rng,
    )  # fmt: skip


def _when(left: Expression, comparison: OperatorSign, right: Expression, *body: Statement) -> Conditional:
    return Conditional("if", Binary(comparison, left, right), body)


def _while(left: Expression, comparison: OperatorSign, right: Expression, *body: Statement) -> Conditional:
    return Conditional("while", Binary(comparison, left, right), body)


def _of_list(
    names: _Names, does: str, body: tuple[Statement, ...], inputs: tuple[ProgramInput, ...]
) -> SpecifiedProgram:
    head = f"The function {names.function} takes a list of whole numbers. "
    return SpecifiedProgram(head + does, SmallProgram(names.function, names.numbers, body), inputs)


def _of_number(names: _Names, does: str, body: tuple[Statement, ...], rng: Random) -> SpecifiedProgram:
    head = f"The function {names.function} takes a whole number from 0 on. "
    inputs = (0, *rng.sample(range(1, 30), N_INPUTS // 2), *rng.sample(range(30, _LARGEST_NUMBER), N_INPUTS // 2))
    return SpecifiedProgram(head + does, SmallProgram(names.function, "n", body), inputs)


def _lists(rng: Random, limits: tuple[int, ...], least: int = 0) -> tuple[ProgramInput, ...]:
    """Lists of numbers; many are at the limits or one off."""
    near = [max(least, limit + step) for limit in limits for step in (-1, 0, 1)]
    pool = [*near, *range(least, 21)]
    return ((), *(tuple(rng.choices(pool, k=rng.randint(1, _LONGEST_LIST))) for _ in range(N_INPUTS)))


_FAMILIES: tuple[Callable[[_Names, Random], SpecifiedProgram], ...] = (
    _filtered_sum, _longest_run, _boxes, _account, _rises, _digits, _steps,
)  # fmt: skip
