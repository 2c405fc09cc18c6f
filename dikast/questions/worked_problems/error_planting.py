"""Planting: a problem solved rightly, and the same solution with one error, carried on in the lines after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from dikast.questions.worked_problems.worked_problem import (
    DrawnNumbers,
    ErrorKind,
    NumbersByName,
    ProblemFamily,
    Slip,
    WorkedLine,
    filled,
    is_short_decimal,
    names_in,
)
from dikast.records import PROBLEM, Mark, StepMark

_NO_SOLUTION = (
    "I am sorry, I do not know how to go on from here.",
    "And so on, and so on, and so on, as usual.",
    "The rest can be found in the usual way.",
)
_ARITHMETIC_SLIPS = (1, 2, 3, 5, 9, 10, 20, 100)
_LARGEST_DENOMINATOR = 2000


@dataclass(frozen=True)
class WrittenSolution:
    """The steps of a solution, the values that they find, and their marks; `answer` is None where it gives none."""

    steps: tuple[str, ...]
    values: NumbersByName
    marks: tuple[StepMark, ...]
    answer: str | None


@dataclass(frozen=True)
class PlantedError:
    """Where the error is (a step, counted from 0), its kind, and the solution with it."""

    kind: ErrorKind
    step: int
    solution: WrittenSolution


def right_solution(family: ProblemFamily, drawn: DrawnNumbers) -> WrittenSolution | None:
    """The right solution; None where a value in it is not positive or has no short form."""
    solution = _written(family, drawn, {})
    if solution is None or not all(_is_plain(value) for value in solution.values.values()):
        return None
    return solution


def plant(
    family: ProblemFamily, drawn: DrawnNumbers, right: WrittenSolution, kind: ErrorKind, rng: Random
) -> PlantedError | None:
    """The right solution with one error of the kind at a random step; None where no error of it fits these numbers.

    A fitting one changes the final answer, and leaves every value of the form that a right one has, so that no odd
    number gives it away.
    """
    if kind == "NS":
        return _broken_off(right, rng)
    places = list(_places(family, right, kind, rng))
    # First a step, then an error in it: a step with many possible errors is not more likely than another.
    steps = sorted({step for step, _ in places})
    rng.shuffle(steps)
    for step in steps:
        slips = [slip for i, slip in places if i == step]
        rng.shuffle(slips)
        for slip in slips:
            wrong = _written(family, drawn, {step: slip}, right)
            if wrong is not None and _fits(right, wrong):
                return PlantedError(kind, step, wrong)
    return None


def _places(family: ProblemFamily, right: WrittenSolution, kind: ErrorKind, rng: Random) -> Iterator[tuple[int, Slip]]:
    """Every step in which an error of the kind can happen, with the error."""
    for step, line in enumerate(family.lines):
        for slip in line.slips:
            if slip.kind == kind:
                yield step, slip
        if kind == "NC" and line.is_calculation:
            for offset in _ARITHMETIC_SLIPS:
                # Not always too large: the size of an answer says nothing about whether it is right.
                yield step, _miscalculated(line, right.values[line.name], offset * rng.choice((-1, 1)))


def _miscalculated(line: WorkedLine, value: Fraction, offset: int) -> Slip:
    """The line with its result off by some units of its last digit (or of its numerator)."""
    unit = Fraction(1, value.denominator)
    if value.denominator > 1 and is_short_decimal(value):
        unit = Fraction(1, 10)
    return Slip("NC", lambda v: line.finds(v) + offset * unit)


def _written(
    family: ProblemFamily, drawn: DrawnNumbers, slips: Mapping[int, Slip], right: WrittenSolution | None = None
) -> WrittenSolution | None:
    """The solution with these slips, by step; None where a line can't be calculated."""
    values = dict(drawn.numbers)
    steps: list[str] = []
    premises: list[tuple[int, ...]] = []
    for i, line in enumerate(family.lines):
        slip = slips.get(i)
        reads = _ReadNumbers(values)
        try:
            values[line.name] = (slip or line).finds(reads)
        except ArithmeticError:
            return None
        text = line.text if slip is None else slip.text or line.text
        steps.append(filled(text, values, drawn.words))
        # A line may show a number that it does not calculate with, such as the other side of an equation.
        shown = (names_in(text) & values.keys()) - {line.name}
        premises.append(_premises(family.lines[:i], reads.names | shown))
    marks = tuple(
        StepMark(
            label=_label(i, step, slips, right),
            error_type=slips[i].kind if i in slips else None,
            premises=premises[i],
        )
        for i, step in enumerate(steps)
    )
    answer = filled(family.answer, values, drawn.words)
    return WrittenSolution(tuple(steps), values, marks, answer)


class _ReadNumbers(dict[str, Fraction]):
    """Numbers by name, and the names that were looked up."""

    def __init__(self, numbers: NumbersByName) -> None:
        super().__init__(numbers)
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> Fraction:
        self.names.add(name)
        return super().__getitem__(name)


def _premises(before: Sequence[WorkedLine], names: set[str]) -> tuple[int, ...]:
    """The steps whose values these names are, and PROBLEM for any other number."""
    step_of = {line.name: i for i, line in enumerate(before)}
    return tuple(sorted({step_of.get(name, PROBLEM) for name in names}))


def _label(step: int, text: str, slips: Mapping[int, Slip], right: WrittenSolution | None) -> Mark:
    """`inherited` where an error before it makes the step read otherwise than in the right solution."""
    if step in slips:
        return "incorrect"
    if right is None or text == right.steps[step]:
        return "correct"
    return "inherited"


def _broken_off(right: WrittenSolution, rng: Random) -> PlantedError:
    """The right solution, which ends after some steps in words that solve nothing."""
    step = rng.randrange(1, len(right.steps) - 1)
    last = StepMark(label="incorrect", error_type="NS", premises=(PROBLEM,))
    steps = (*right.steps[:step], rng.choice(_NO_SOLUTION))
    return PlantedError("NS", step, WrittenSolution(steps, right.values, (*right.marks[:step], last), None))


def _fits(right: WrittenSolution, wrong: WrittenSolution) -> bool:
    """Whether the answers differ, and every value of the wrong solution has the form of the right one."""
    if right.answer == wrong.answer:
        return False
    return all(_is_alike(value, wrong.values[name]) for name, value in right.values.items())


def _is_alike(right: Fraction, wrong: Fraction) -> bool:
    """Whether a wrong value is positive, and whole, a short decimal or a fraction where the right one is."""
    if not _is_plain(wrong):
        return False
    if right.denominator == 1:
        return wrong.denominator == 1
    if is_short_decimal(right):
        return is_short_decimal(wrong)
    return True


def _is_plain(value: Fraction) -> bool:
    return value > 0 and (is_short_decimal(value) or value.denominator <= _LARGEST_DENOMINATOR)
