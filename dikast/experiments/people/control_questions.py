"""Questions with known answers: for practice, with the right answer told after each, and to see who still attends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dikast.agents import ANYONE
from dikast.envelope import quoted
from dikast.errors import BadInput
from dikast.experiments.people.person_task import PersonAnswer, PersonTask, ShownMessage
from dikast.questions import QuestionSource, load_questions
from dikast.records import Question, Record

FIRST_LABEL = ord("A")
MOST_LABELS = 26
ASKS = "Which answer is right? Weigh what is given; you were shown all there is."


class AttentionChecks(Record):
    """Questions that anyone who attends gets right, one after every so many answers of a person.

    They look like the run's own, and count in no figure.
    """

    questions: QuestionSource
    every: Annotated[int, Field(ge=1, le=10_000)] = 10


@dataclass(frozen=True)
class ControlQuestion:
    """A question with a known answer, as a task. `gold` is the position of the right label."""

    task: PersonTask
    gold: int
    is_practice: bool

    def p_right(self, answer: PersonAnswer) -> float:
        """The probability that an answer gives to what is right; without probabilities, 1 or 0."""
        if answer.beliefs:
            return answer.beliefs[self.gold]
        return float(answer.label == self.task.labels[self.gold])

    def is_right(self, answer: PersonAnswer) -> bool:
        """Whether the right label was chosen."""
        return answer.label == self.task.labels[self.gold]


def reward_bits(p_right: float) -> float:
    """The log score of a probability in bits, as judges are paid by it (Michael et al. 2023): 0 at best."""
    return math.log2(p_right) if p_right > 0 else -math.inf


def load_controls(source: QuestionSource | None, base: Path, seed: int, *, is_practice: bool) -> list[ControlQuestion]:
    """The questions of a source as tasks. Raises BadInput for one without choices or a right answer."""
    if source is None:
        return []
    return [_known(question, is_practice) for question in load_questions(source, base=base, seed=seed)]


def _known(question: Question, is_practice: bool) -> ControlQuestion:
    if question.gold is None or not 2 <= len(question.choices) <= MOST_LABELS:
        raise BadInput("people can practise only on questions with 2 to 26 choices and a right one", question.id)
    labels = tuple(chr(FIRST_LABEL + i) for i in range(len(question.choices)))
    # As long as other ids: no one can tell a check from a task of the run by its link.
    id = blake2b(f"{is_practice} {question.id}".encode(errors="replace"), digest_size=16).hexdigest()
    task = PersonTask(
        id=id,
        agent=ANYONE,
        episode="",
        seat="judge",
        kind="judge",
        purpose="decide",
        messages=(ShownMessage(author="human", text=_text(question, labels)),),
        answer="choice",
        labels=labels,
        options=question.choices,
    )
    return ControlQuestion(task, question.gold, is_practice)


def _text(question: Question, labels: Sequence[str]) -> str:
    """The question as a judge is shown one."""
    blocks = [f"The question:\n{quoted(question.text)}"]
    if question.source:
        blocks.append(f"The source:\n{quoted(question.source)}")
    answers = "\n".join(f"{label} {quoted(choice)}" for label, choice in zip(labels, question.choices, strict=True))
    return "\n\n".join([*blocks, f"The answers:\n{answers}", ASKS])
