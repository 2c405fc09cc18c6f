"""planted_solutions: right solutions, and solutions with one planted error, as Questions with marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from random import Random
from typing import get_args

from dikast.questions.worked_problems.error_planting import PlantedError, WrittenSolution, plant, right_solution
from dikast.questions.worked_problems.problem_families import families_with
from dikast.questions.worked_problems.worked_problem import DrawnNumbers, ErrorKind, ProblemFamily, filled
from dikast.records import Marking, Question, Solution

ERROR_KINDS: tuple[ErrorKind, ...] = get_args(ErrorKind)
TEXT_KINDS: tuple[ErrorKind, ...] = tuple(kind for kind in ERROR_KINDS if kind != "VI")
"""The kinds that need no figure, which a model that reads only text can find."""
PLANTED = "planted"
"""The author of these solutions, and their data set in the metadata."""
_MOST_DRAWS = 500


@dataclass(frozen=True)
class PlantedProblem:
    """A problem with its right solution and, where one is planted, the same solution with an error."""

    family: ProblemFamily
    drawn: DrawnNumbers
    right: WrittenSolution
    error: PlantedError | None

    @property
    def text(self) -> str:
        """The problem."""
        return filled(self.family.text, self.drawn.numbers, self.drawn.words)

    @property
    def key(self) -> tuple[str, str | None]:
        """What makes it another problem than others: its text and its figure."""
        return self.text, self.drawn.image

    @property
    def shown(self) -> WrittenSolution:
        """The solution with the error, or the right one where none is planted."""
        return self.right if self.error is None else self.error.solution


def planted_solutions(
    n: int, seed: int = 0, kinds: Sequence[ErrorKind] = TEXT_KINDS, share_right: float = 0.5
) -> list[Question]:
    """`n` problems, each with a worked solution whose steps are marked: the same for the same arguments.

    A share of the solutions (0 to 1) is right. Each other one has exactly one error, of one of the kinds, all of them
    equally often, in every block of twice as many solutions as there are kinds; a larger `n` only adds solutions at the
    end. Later steps that rest on the error are `inherited`. Figures come only with the kind `VI`. Raises ValueError for
    a share outside of 0 to 1, or where there is no kind and not all are right.
    """
    return [
        _question(made, f"{PLANTED}-{seed}-{i}") for i, made in enumerate(planted_problems(n, seed, kinds, share_right))
    ]


def planted_problems(n: int, seed: int, kinds: Sequence[ErrorKind], share_right: float) -> list[PlantedProblem]:
    """As `planted_solutions`, with the right solution of each problem beside the wrong one."""
    if not 0 <= share_right <= 1:
        raise ValueError(f"share_right must be from 0 to 1, got {share_right}")
    if share_right < 1 and not kinds:
        raise ValueError("kinds must name at least one kind of error where not all solutions are right")
    known: set[tuple[str, str | None]] = set()
    problems: list[PlantedProblem] = []
    for i, kind in enumerate(islice(_wanted(seed, kinds, share_right), n)):
        problem = _distinct_problem(families_with(kind, figures="VI" in kinds), kind, f"{seed}/{i}", known)
        known.add(problem.key)
        problems.append(problem)
    return problems


def _wanted(seed: int, kinds: Sequence[ErrorKind], share_right: float) -> Iterator[ErrorKind | None]:
    """The kind of error of each solution, without end; None for a right one. Every block has its share of each."""
    size = max(1, 2 * len(kinds))
    n_wrong = 0
    for number in count():
        n_right = round((number + 1) * size * share_right) - round(number * size * share_right)
        block: list[ErrorKind | None] = [None] * n_right
        for _ in range(size - n_right):
            block.append(kinds[n_wrong % len(kinds)])
            n_wrong += 1
        Random(f"{seed}/order/{number}").shuffle(block)
        yield from block


def _distinct_problem(
    families: Sequence[ProblemFamily], kind: ErrorKind | None, seed: str, known: set[tuple[str, str | None]]
) -> PlantedProblem:
    """A problem that is not among the known ones, as long as there are others."""
    rng = Random(seed)
    problem: PlantedProblem | None = None
    for _ in range(_MOST_DRAWS):
        problem = _drawn_problem(rng.choice(families), kind, rng) or problem
        if problem is not None and problem.key not in known:
            return problem
    if problem is None:
        raise AssertionError(f"no family has a problem with an error of the kind {kind!r}")
    return problem


def _drawn_problem(family: ProblemFamily, kind: ErrorKind | None, rng: Random) -> PlantedProblem | None:
    """One draw; None where its numbers do not fit."""
    drawn = family.draw(rng)
    right = right_solution(family, drawn)
    if right is None:
        return None
    if kind is None:
        return PlantedProblem(family, drawn, right, None)
    error = plant(family, drawn, right, kind, rng)
    if error is None:
        return None
    return PlantedProblem(family, drawn, right, error)


def _question(problem: PlantedProblem, id: str) -> Question:
    """The problem with the solution that is to be judged, and its marks."""
    shown, error = problem.shown, problem.error
    marking = Marking(steps=shown.marks, is_answer_right=error is None)
    image = problem.drawn.image
    return Question(
        id=id,
        text=problem.text,
        images=() if image is None else (image,),
        references=(str(problem.right.answer),),
        reference_solution="\n".join(problem.right.steps),
        solution=Solution(steps=shown.steps, answer=shown.answer, author=PLANTED, marking=marking),
        metadata={
            "dataset": PLANTED,
            "subject": problem.family.subject,
            "family": problem.family.name,
            "planted_error": "none" if error is None else error.kind,
        },
    )
