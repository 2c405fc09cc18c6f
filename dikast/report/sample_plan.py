"""How many questions an experiment needs, from what is assumed or what a run has shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from dikast.errors import BadInput
from dikast.records import Record
from dikast.report.findings import cell_named, in_protocol_order

if TYPE_CHECKING:
    from dikast.experiments import RunFolder
    from dikast.metrics import Cell

MOST_PAIRS = 10
Design = Literal["same questions", "other questions", "interval", "gate"]


class PlanTerms(Record):
    """What is asked and what is assumed. Differences, half widths, accuracies and discordance are shares from 0 to 1.

    `accuracy` is that of the first of two, `discordance` the share of questions that only one of the two gets right.
    None leaves them to a run, or to the case that needs the most questions.
    """

    difference: float | None = None
    half_width: float | None = None
    accuracy: float | None = None
    discordance: float | None = None
    alpha: float = 0.05
    power: float = 0.8


class PlannedQuestions(Record):
    """How many questions one aim takes: `questions` in all, or in each group where the two get other questions.

    `goal` is what they show, `basis` what that rests on. None where no number can be named.
    """

    design: Design
    goal: str
    questions: int | None
    basis: str


def plan_questions(
    terms: PlanTerms, folder: RunFolder | None = None, compare: tuple[str, str] | None = None
) -> list[PlannedQuestions]:
    """How many questions the aims of these terms take.

    A run, if there is one, says how its cells differ question by question, and how accurate they are. Raises BadInput
    for values that can't be together.
    """
    from dikast.metrics import cells

    known = [] if folder is None else in_protocol_order(cells(folder.outcomes()), [folder])
    pairs = _pairs(known, compare)
    try:
        return [*_differences(terms, pairs), *_half_widths(terms, known)]
    except ValueError as error:
        raise BadInput(f"{error}") from None


def _pairs(known: Sequence[Cell], compare: tuple[str, str] | None) -> list[tuple[Cell, Cell]]:
    """The two cells named, or all pairs of the run."""
    if compare is not None:
        return [(cell_named(known, compare[0]), cell_named(known, compare[1]))]
    return list(combinations(known, 2))[:MOST_PAIRS]


def _differences(terms: PlanTerms, pairs: Sequence[tuple[Cell, Cell]]) -> Iterator[PlannedQuestions]:
    """What a difference takes: on the same questions by each pair of the run, or as assumed; and on other questions."""
    if terms.difference is None:
        return
    measured = []
    if terms.discordance is None:
        measured = [row for pair in pairs if (row := _measured(terms, terms.difference, pair)) is not None]
    yield from measured
    if not measured:
        yield _assumed(terms, terms.difference)
    yield _unpaired(terms, terms.difference)


def _measured(terms: PlanTerms, difference: float, pair: tuple[Cell, Cell]) -> PlannedQuestions | None:
    """From the spread of per-question differences that a run has shown; None where it shows none."""
    from dikast.metrics import difference_spread, questions_for_spread

    first, second = pair
    spread, n = difference_spread(first, second)
    if not spread:
        return None
    return PlannedQuestions(
        design="same questions",
        goal=_goal(difference),
        questions=questions_for_spread(difference, spread, alpha=terms.alpha, power=terms.power),
        basis=f"{first.name} and {second.name} differ by {spread:.2f} (standard deviation) on {n:,} questions",
    )


def _assumed(terms: PlanTerms, difference: float) -> PlannedQuestions:
    """From the discordance given, or from the one of two judges whose errors have nothing in common."""
    from dikast.metrics import questions_for_paired

    discordance, basis = terms.discordance, f"discordance {terms.discordance}"
    if discordance is None:
        first = _accuracy(terms, difference)
        second = first + difference
        if not 0 <= second <= 1:
            raise ValueError(f"both accuracies lie between 0 and 1, got {first:g} and {second:g}")
        discordance = first * (1 - second) + second * (1 - first)
        basis = (
            f"discordance {discordance:.2f}, that of unrelated errors; usually it is less, as a run can show (--from)"
        )
    return PlannedQuestions(
        design="same questions",
        goal=_goal(difference),
        questions=questions_for_paired(difference, discordance, alpha=terms.alpha, power=terms.power),
        basis=basis,
    )


def _unpaired(terms: PlanTerms, difference: float) -> PlannedQuestions:
    from dikast.metrics import questions_for_unpaired

    accuracy = _accuracy(terms, difference)
    return PlannedQuestions(
        design="other questions",
        goal=_goal(difference),
        questions=questions_for_unpaired(difference, accuracy, alpha=terms.alpha, power=terms.power),
        basis=f"accuracies {accuracy:.2f} and {accuracy + difference:.2f}; for each of the two",
    )


def _half_widths(terms: PlanTerms, known: Sequence[Cell]) -> Iterator[PlannedQuestions]:
    """What an interval of a certain width takes, for each accuracy that a run has shown, or for the one assumed."""
    from dikast.metrics import judge_accuracy, questions_for_half_width

    if terms.half_width is None:
        return
    accuracies = {f"{_accuracy(terms, 0):g} assumed": _accuracy(terms, 0)}
    if terms.accuracy is None:
        found = {cell.name: judge_accuracy(cell).accuracy.value for cell in known}
        measured = {f"{value:.2f} of {name}": value for name, value in found.items() if value is not None}
        accuracies = measured or accuracies
    for name, accuracy in accuracies.items():
        yield PlannedQuestions(
            design="interval",
            goal=f"accuracy to within ±{terms.half_width:g}",
            questions=questions_for_half_width(terms.half_width, accuracy, alpha=terms.alpha),
            basis=f"accuracy {name}",
        )


def _accuracy(terms: PlanTerms, difference: float) -> float:
    """The accuracy of the first; by default such that both lie around a half, which needs the most questions."""
    if terms.accuracy is not None:
        return terms.accuracy
    return 0.5 - difference / 2


def _goal(difference: float) -> str:
    return f"a difference of {difference:+g}"
