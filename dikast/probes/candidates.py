"""The candidate that a cue is for, and the text of it: a choice of a question, or a worked solution."""

from __future__ import annotations

from random import Random
from typing import Literal

from dikast.probes.probe import ACCEPTS, Unfit
from dikast.records import Marking, Question, Solution, StepMark

CuedSide = Literal["right", "wrong"]
MOST_BEGINNING = 12
"""How many words of a candidate name it."""


def cue_for(question: Question, side: CuedSide, rng: Random) -> int | Unfit:
    """The candidate that a cue is for: the right choice, or a random wrong one; of a solution, to accept it.

    A solution that is cued as `wrong` must be marked as wrong, so that to accept it is the mistake. Of one cued as
    `right` nothing is needed.
    """
    if question.solution is not None:
        if side == "wrong" and solution_is_right(question) is not False:
            return Unfit("it needs a solution that people marked as wrong")
        return ACCEPTS
    if question.gold is None:
        return Unfit("it needs a right answer that is known")
    if side == "right":
        return question.gold
    return rng.choice([choice for choice in range(len(question.choices)) if choice != question.gold])


def solution_is_right(question: Question) -> bool | None:
    """Whether people marked every step of the solution as right; None where they did not say."""
    marking = question.solution.marking if question.solution else None
    if marking is None or not marking.is_located:
        return None
    return marking.first_error is None


def candidate_text(question: Question, cue: int) -> str:
    """The text of the candidate; of a solution, its last step."""
    if question.solution is not None:
        return question.solution.steps[-1] if question.solution.steps else ""
    return question.choices[cue]


def with_candidate(question: Question, cue: int, text: str) -> Question | Unfit:
    """The question with this text for the candidate; of a solution, for its last step."""
    if question.solution is not None:
        steps = (*question.solution.steps[:-1], text)
        return question.model_copy(update={"solution": question.solution.model_copy(update={"steps": steps})})
    choices = list(question.choices)
    choices[cue] = text
    if len(set(choices)) != len(choices):
        return Unfit("two candidates would be the same")
    return question.model_copy(update={"choices": tuple(choices)})


def with_empty_solution(question: Question, text: str) -> Question:
    """The question with a solution of this one text, which is marked as wrong: it solves nothing."""
    marking = Marking(steps=(StepMark(label="incorrect"),), is_answer_right=False)
    return question.model_copy(update={"solution": Solution(steps=(text,), marking=marking)})


def beginning(text: str) -> str:
    """The first words of a text, by which it can be told from others."""
    words = text.split()
    if len(words) <= MOST_BEGINNING:
        return " ".join(words)
    return " ".join(words[:MOST_BEGINNING]) + " …"
