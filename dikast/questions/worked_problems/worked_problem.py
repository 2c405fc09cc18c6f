"""ProblemFamily: a template of problems with its right solution, line by line, and the errors that fit each line.

A line finds one value from those before it. An error changes one line; all later lines calculate with its wrong value,
so that the error is carried on as a person would carry it on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from string import Formatter
from typing import Literal

ErrorKind = Literal["NC", "SC", "VI", "RE", "KE", "QU", "NS"]
"""The seven kinds of error of ProJudge (Ai et al. 2025, arXiv 2503.06553, Table 5), by their codes in the rubric."""

NumbersByName = Mapping[str, Fraction]
Finds = Callable[[NumbersByName], Fraction]

_MOST_DECIMALS = 4
_SMALLEST_PART = 10_000


@dataclass(frozen=True)
class Slip:
    """An error that fits a line: its kind, the line as it then reads, and the value that it finds.

    Without a text, the line reads as before, and only its value is another one.
    """

    kind: ErrorKind
    finds: Finds
    text: str = ""


@dataclass(frozen=True)
class WorkedLine:
    """One step of the right solution: the name of the value it finds, its text, and how the value is found.

    `{name}` in a text is the value of that name. `is_calculation` says whether an arithmetic slip can happen in it.
    """

    name: str
    text: str
    finds: Finds
    slips: tuple[Slip, ...] = ()
    is_calculation: bool = True


@dataclass(frozen=True)
class DrawnNumbers:
    """The numbers and the words of one problem, and its figure as a `data:` URL where it has one."""

    numbers: NumbersByName
    words: Mapping[str, str] = field(default_factory=dict)
    image: str | None = None


@dataclass(frozen=True)
class ProblemFamily:
    """A template of problems.

    `draw` makes the numbers of a problem from a random source. `text` is the problem, `answer` its answer: both are
    templates as in a line. The last line states the answer.
    """

    name: str
    subject: str
    text: str
    answer: str
    draw: Callable[[Random], DrawnNumbers]
    lines: tuple[WorkedLine, ...]

    @property
    def has_figure(self) -> bool:
        """Whether its problems come with a figure, which can be read wrong."""
        return "VI" in self.kinds()

    def kinds(self) -> set[ErrorKind]:
        """The kinds of error that can be planted in its solutions."""
        kinds: set[ErrorKind] = {"NC", "NS"}
        for line in self.lines:
            kinds.update(slip.kind for slip in line.slips)
        return kinds


def numbers(**values: int | Fraction) -> dict[str, Fraction]:
    """Exact numbers by name."""
    return {name: Fraction(value) for name, value in values.items()}


def names_in(template: str) -> set[str]:
    """The names in a template."""
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def filled(template: str, values: NumbersByName, words: Mapping[str, str]) -> str:
    """The template with its numbers and words."""
    return template.format_map({**words, **{name: number_text(value) for name, value in values.items()}})


def number_text(value: Fraction) -> str:
    """A number as a solution writes it: `12`, `0.75`, or `2/3` where its decimals do not end soon."""
    if value.denominator == 1:
        return str(value.numerator)
    if not is_short_decimal(value):
        return f"{value.numerator}/{value.denominator}"
    return f"{float(value):.{_MOST_DECIMALS}f}".rstrip("0")


def is_short_decimal(value: Fraction) -> bool:
    """Whether the number has few decimals, or none."""
    return _SMALLEST_PART % value.denominator == 0
