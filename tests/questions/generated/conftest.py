"""The first questions of each kind, with both of their sources, for solvers that know nothing but the texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice

from dikast.questions.generated.generated_kinds import twin_makers
from dikast.questions.generated.twin_sources import TwinSources, drawn_twins, tossed
from dikast.records import Question

N = 200
Solver = Callable[[str, tuple[str, str], str], str]
"""The right one of two answers, by the question's text and its source."""


@lru_cache
def first_twins(kind: str) -> list[TwinSources]:
    """The questions that the command makes by default, with both of their sources."""
    return [*islice(drawn_twins(kind, twin_makers()[kind], 0), N)]


@lru_cache
def first_questions(kind: str) -> list[Question]:
    """The questions that the command makes by default."""
    return [tossed(twins, kind, 0, number) for number, twins in enumerate(first_twins(kind))]


def wrongly_solved(kind: str, solve: Solver) -> Iterator[str]:
    """The questions that the solver answers otherwise than the generator does, with either source."""
    for number, twins in enumerate(first_twins(kind)):
        for answer, source in zip(twins.answers, twins.sources, strict=True):
            solved = solve(twins.text, twins.answers, source)
            if solved != answer:
                yield f"{number}: {twins.text} {solved!r}, not {answer!r}, by\n{source}"
