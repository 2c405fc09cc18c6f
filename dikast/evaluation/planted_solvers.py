"""PlantedSolver and PlantedCritic: programs that are right on exactly so many items of the shipped sets."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dikast.agents import Choices, Price, Reply, Request
from dikast.errors import PermanentError
from dikast.evaluation.known_questions import known_question, library_questions
from dikast.evaluation.step_replies import explanations_reply, labels_reply, premises_reply
from dikast.records import Label, Question, Solution, StepMark, Usage


@dataclass(frozen=True)
class PlantedSolver:
    """A solver that is right on `right` of every `of` open questions, in the order of the set of this seed.

    Which ones is decided by a hash of the question. It knows `open_questions` of the seed, and the shipped library.
    """

    right: int = 9
    of: int = 10
    seed: int = 0

    def __post_init__(self) -> None:
        _check_share(self.right, self.of)

    @property
    def name(self) -> str:
        """The import path and the options."""
        return f"dikast.evaluation.planted:PlantedSolver?of={self.of}&right={self.right}&seed={self.seed}"

    def price(self) -> Price:
        """Free."""
        return Price(0.0, 0.0, 0.0)

    async def reply(self, request: Request) -> Reply:
        """A worked solution, or the label of a choice. Raises PermanentError for a question that it does not know."""
        question = request.question
        if isinstance(request.form, Choices):
            return _free(request.form.stated(request.form.labels[self._choice(question)]))
        solutions = _solutions(self.seed)
        if question.text not in solutions:
            raise PermanentError(f"{self.name} knows only the questions that ship, not {question.id!r}")
        number, right, wrong = solutions[question.text]
        texts = [text for text, place in _places(self.seed).items() if place // self.of == number // self.of]
        return _free(right if _is_chosen(question.text, texts, self.right) else wrong)

    def _choice(self, question: Question) -> int:
        """The place of the choice that it names: the right one, or the one after it."""
        known = known_question(question)
        if known is None or known.right not in question.choices:
            raise PermanentError(f"{self.name} knows only the questions that ship, not {question.id!r}")
        texts = [other.text for i, other in enumerate(library_questions()) if i // self.of == known.number // self.of]
        place = question.choices.index(known.right)
        if _is_chosen(question.text, texts, self.right):
            return place
        return (place + 1) % len(question.choices)


@dataclass(frozen=True)
class PlantedCritic:
    """A critic that finds `finds` of every `of` planted errors of `graded_solutions`, with their kinds.

    It blames a step in `of - finds` of every `of` right solutions. Where it misses an error,
    it calls all steps right. Which ones it finds is decided by a hash of the solution.
    """

    finds: int = 9
    of: int = 10
    seed: int = 0

    def __post_init__(self) -> None:
        _check_share(self.finds, self.of)

    @property
    def name(self) -> str:
        """The import path and the options."""
        return f"dikast.evaluation.planted:PlantedCritic?finds={self.finds}&of={self.of}&seed={self.seed}"

    def price(self) -> Price:
        """Free."""
        return Price(0.0, 0.0, 0.0)

    async def reply(self, request: Request) -> Reply:
        """Labels, explanations, premises, an accusation or a speech. Raises PermanentError for an unknown solution."""
        item = _graded(self.seed).get(request.question.text)
        if item is not None and request.purpose == "solve":
            return _free(item.right_reply)
        if item is None or not item.has(request.question.solution):
            raise PermanentError(f"{self.name} knows only graded solutions that ship, not {request.question.id!r}")
        marks = self.marks(item)
        if request.purpose == "label":
            return _free(labels_reply(request, [_label(mark) for mark in marks]))
        if request.purpose == "explain":
            return _free(
                explanations_reply(request, {i: mark.error_type for i, mark in enumerate(marks)}, default="RE")
            )
        if request.purpose == "premises":
            return _free(premises_reply(request, [mark.premises or () for mark in marks]))
        wrong = [i for i, mark in enumerate(marks) if mark.label == "incorrect"]
        return _free(_accusation(wrong, is_line=request.purpose == "accuse"))

    def marks(self, item: GradedItem) -> Sequence[StepMark]:
        """The marks that it gives: the true ones, or none of an error that it misses, or a false alarm."""
        if _is_chosen(item.problem, item.block(self.of), self.finds):
            return item.marks
        if item.is_wrong:
            return [mark.model_copy(update={"label": "correct", "error_type": None}) for mark in item.marks]
        blamed = _hash(f"{self.seed}/{item.problem}") % len(item.marks)
        return [_blamed(mark, i, blamed) for i, mark in enumerate(item.marks)]


@dataclass(frozen=True)
class GradedItem:
    """A graded solution; `right_reply` is a right one to the same problem.

    `number` is its place among the `peers`: the problems whose solutions are wrong, or right, as its own is.
    """

    problem: str
    steps: tuple[str, ...]
    marks: tuple[StepMark, ...]
    is_wrong: bool
    number: int
    peers: Sequence[str]
    right_reply: str

    def has(self, solution: Solution | None) -> bool:
        """Whether the steps of a solution are its own. Hidden steps are empty."""
        if solution is None or len(solution.steps) != len(self.steps):
            return False
        return all(shown in ("", own) for shown, own in zip(solution.steps, self.steps, strict=True))

    def block(self, size: int) -> Sequence[str]:
        """The peers of its block; a critic finds a share of them."""
        start = self.number // size * size
        return self.peers[start : start + size]


@lru_cache(maxsize=4)
def _graded(seed: int) -> dict[str, GradedItem]:
    """All graded solutions of a seed by their problems."""
    from dikast.evaluation.judge_set import MOST_ITEMS, graded_solutions

    items: dict[str, GradedItem] = {}
    peers: dict[bool, list[str]] = {True: [], False: []}
    for question in graded_solutions(MOST_ITEMS, seed):
        solution = question.solution
        if solution is None or solution.marking is None:
            continue
        is_wrong = solution.marking.first_error is not None
        same = peers[is_wrong]
        items[question.text] = GradedItem(
            problem=question.text,
            steps=solution.steps,
            marks=solution.marking.steps,
            is_wrong=is_wrong,
            number=len(same),
            peers=same,
            right_reply=_reply_text([question.reference_solution or ""], question.references[0]),
        )
        same.append(question.text)
    return items


@lru_cache(maxsize=4)
def _solutions(seed: int) -> dict[str, tuple[int, str, str]]:
    """The place of every open question of a seed, with a right and a wrong reply, by its text."""
    from dikast.evaluation.judge_set import wrong_problems

    solutions = {}
    for i, problem in enumerate(wrong_problems(seed)):
        wrong = problem.shown
        solutions[problem.text] = (
            i,
            _reply_text(problem.right.steps, problem.right.answer),
            _reply_text(wrong.steps, wrong.answer),
        )
    return solutions


@lru_cache(maxsize=4)
def _places(seed: int) -> dict[str, int]:
    return {text: place for text, (place, _, _) in _solutions(seed).items()}


def _reply_text(steps: Sequence[str], answer: str | None) -> str:
    return "\n".join([*steps, f"Answer: {answer}"])


def _blamed(mark: StepMark, step: int, blamed: int) -> StepMark:
    """The mark of a step of a right solution in which one step is blamed: later ones inherit that."""
    if step == blamed:
        return mark.model_copy(update={"label": "incorrect", "error_type": "RE"})
    return mark.model_copy(update={"label": "inherited" if step > blamed else "correct"})


def _label(mark: StepMark) -> Label:
    return "correct" if mark.label is None else mark.label


def _accusation(wrong: Sequence[int], *, is_line: bool) -> str:
    """The words about the first wrong step. Who must name one names the last where it finds none."""
    if not wrong:
        return "I find no error.\nStep: 1" if is_line else "I find no error in any step."
    said = f"Step {wrong[0] + 1} does not hold."
    return f"{said}\nStep: {wrong[0] + 1}" if is_line else said


def _is_chosen(text: str, block: Sequence[str], n: int) -> bool:
    """Whether the text is among the `n` of its block with the lowest hashes."""
    lowest = sorted(block, key=lambda other: (_hash(other), other))[:n]
    return text in lowest


def _hash(text: str) -> int:
    """A number that depends on the text alone, in every process."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


def _check_share(n: int, of: int) -> None:
    """Raises ValueError for a share that can't be."""
    if of < 1 or not 0 <= n <= of:
        raise ValueError(f"a share is n of so many, with 0 <= n <= of and of >= 1, got {n} of {of}")


def _free(text: str) -> Reply:
    return Reply(text=text, model="planted", usage=Usage(calls=1))
