"""PlantedJudge: a program that judges by one rule: trivial ones to compare with, and one that goes by the evidence."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from dikast.agents import Ability, Choices, Likelihood, Price, Reply, Request
from dikast.errors import PermanentError
from dikast.evaluation.shown_evidence import SideEvidence, evidence_by_label, refuted_steps
from dikast.evaluation.step_replies import explanations_reply, labels_reply, premises_reply
from dikast.evaluation.word_overlap import overlap
from dikast.records import PROBLEM, Label, Usage

JudgeHabit = Literal["evidence", "longer", "first", "constant", "coin"]
JUDGE_HABITS: tuple[JudgeHabit, ...] = get_args(JudgeHabit)
# The weight of a refuted quote or claim, beside at most as much for one that is verified and to the point.
_CAN_NOT_SCORE = "a program can't say how likely a text is as its reply"
_REFUTED = 3.0
_MOST_RELATED = 3.0
_UNSUPPORTED = -0.5
_MOST_CERTAIN = 4.0
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True)
class PlantedJudge:
    """A judge with a habit.

    - `evidence`: for the side with more verified quotes that have to do with the question, and fewer refuted ones;
      where neither has any, a coin. A step is wrong where the machine refuted a claim of it.
    - `longer`: for who said more, or the longer answer; the longest step is wrong.
    - `first`: for what is shown first; the first step is wrong.
    - `constant`: for the same answer in any order, by the alphabet; every step is right.
    - `coin`: by a hash of what is asked and in which order.
    """

    habit: JudgeHabit

    @property
    def name(self) -> str:
        """The import path under which an experiment can name it."""
        return f"dikast.evaluation.planted:{self.habit}_judge"

    def price(self) -> Price:
        """Free."""
        return Price(0.0, 0.0, 0.0)

    def lacks(self, ability: Ability) -> str | None:
        """Likelihoods; log-probabilities, unless it goes by the evidence."""
        if ability == "likelihoods":
            return _CAN_NOT_SCORE
        return None if self.habit == "evidence" else "it only names an answer"

    async def reply(self, request: Request) -> Reply:
        """A verdict between answers, or labels of steps. Raises PermanentError where it is asked for anything else."""
        if isinstance(request.form, Choices):
            return self._verdict(request, request.form)
        return Reply(text=self._text(request), model="planted", usage=Usage(calls=1))

    def _verdict(self, request: Request, form: Choices) -> Reply:
        """The answer by label. Where the scores say how sure it is, with the labels' log-probabilities."""
        scores = _SCORES[self.habit](request, form)
        best = max(range(len(scores)), key=lambda i: scores[i])
        logprobs = None
        if self.habit == "evidence" and len(form.labels) == len(scores):
            logprobs = dict(zip(form.labels, _log_softmax(scores), strict=True))
        return Reply(
            text=form.stated(form.labels[best]), choice_logprobs=logprobs, model="planted", usage=Usage(calls=1)
        )

    def _text(self, request: Request) -> str:
        solution = request.question.solution
        steps = () if solution is None else solution.steps
        if request.purpose == "label":
            return labels_reply(request, _labels(steps, _WRONG_STEPS[self.habit](request, steps)))
        if request.purpose == "explain":
            return explanations_reply(request, {}, default="NC")
        if request.purpose == "premises":
            # What is most often so: every step rests on the one before it.
            return premises_reply(request, [[PROBLEM], *([i] for i in range(len(steps) - 1))])
        if request.purpose == "solve":
            return "I solve nothing myself.\nAnswer: none"
        if request.purpose == "ask":
            return "Which passage or which calculation supports this answer?"
        if isinstance(request.form, Likelihood):
            raise PermanentError(f"{self.name}: {_CAN_NOT_SCORE}")
        raise PermanentError(
            f"{self.name} decides between answers and labels steps; it can't reply to {request.purpose!r}"
        )


def _evidence_scores(request: Request, form: Choices) -> list[float]:
    """How much was shown for each choice; a coin's toss decides between equal ones."""
    sides = evidence_by_label(request)
    question = request.question
    tosses = _tosses(request, form)
    scores = []
    for label, choice, toss in zip(form.labels, question.choices, tosses, strict=False):
        side = sides.get(label)
        support = 0.0 if side is None else _support(side, question.text, choice)
        scores.append(max(-_MOST_CERTAIN, min(_MOST_CERTAIN, support)) + 0.01 * toss)
    return scores


def _support(side: SideEvidence, asked: str, answer: str) -> float:
    """What a side's verified words are worth, less what was refuted; a side without any evidence is below 0."""
    relations = [_relation(text, asked, answer) for text in side.verified]
    if not any(relations) and not side.refuted:
        return _UNSUPPORTED
    return sum(relations) - _REFUTED * len(side.refuted)


def _relation(text: str, asked: str, answer: str) -> float:
    """What a verified quote, or calculation, has to do with the question and the answer: from 0 to 3."""
    _, equals, result = text.rpartition("=")
    if equals:
        # A calculation says something for an answer only if it ends in it.
        return _MOST_RELATED if set(_NUMBER.findall(result)) & set(_NUMBER.findall(answer)) else 0.0
    # One shared word is no relation: almost any sentence of the source has it.
    return float(max(0, min(_MOST_RELATED, overlap(text, f"{asked} {answer}") - 1)))


def _length_scores(request: Request, form: Choices) -> list[float]:
    sides = evidence_by_label(request)
    if sides:
        return [float(sides[label].n_words if label in sides else 0) for label in _labels_of(request, form)]
    return [float(len(choice)) for choice in request.question.choices]


def _first_scores(request: Request, form: Choices) -> list[float]:
    return [-float(i) for i, _ in enumerate(_labels_of(request, form))]


def _constant_scores(request: Request, form: Choices) -> list[float]:
    choices = request.question.choices
    return [float(choice == min(choices)) for choice in choices]


def _tosses(request: Request, form: Choices) -> list[float]:
    """A number from 0 to 1 for each choice, by the question, the choice and the order shown."""
    question = request.question
    asked = "\0".join((question.text, *question.choices))
    return [_hash_share(f"{asked}\0{label}") for label in _labels_of(request, form)]


_SCORES: Mapping[JudgeHabit, Callable[[Request, Choices], list[float]]] = {
    "evidence": _evidence_scores,
    "longer": _length_scores,
    "first": _first_scores,
    "constant": _constant_scores,
    "coin": _tosses,
}


def _longest_step(request: Request, steps: Sequence[str]) -> list[int]:
    return [max(range(len(steps)), key=lambda i: len(steps[i]))] if steps else []


def _tossed_step(request: Request, steps: Sequence[str]) -> list[int]:
    """No step for half of the solutions, and any step for the others."""
    share = 2 * _hash_share("\0".join((request.question.text, *steps)))
    return [int(share * len(steps))] if share < 1 and steps else []


_WRONG_STEPS: Mapping[JudgeHabit, Callable[[Request, Sequence[str]], list[int]]] = {
    "evidence": lambda request, steps: refuted_steps(request),
    "longer": _longest_step,
    "first": lambda request, steps: [0] if steps else [],
    "constant": lambda request, steps: [],
    "coin": _tossed_step,
}


def _labels(steps: Sequence[str], wrong: Sequence[int]) -> list[Label]:
    """The labels of all steps: after the first wrong one, others inherit it."""
    labels: list[Label] = ["correct"] * len(steps)
    for step in wrong:
        labels[step] = "incorrect"
    if wrong:
        later: list[Label] = ["incorrect" if i in wrong else "inherited" for i in range(wrong[0] + 1, len(steps))]
        labels[wrong[0] + 1 :] = later
    return labels


def _labels_of(request: Request, form: Choices) -> tuple[str, ...]:
    """The labels of the choices: a form may have one more, for a tie."""
    return form.labels[: len(request.question.choices)]


def _hash_share(text: str) -> float:
    """A number from 0 to 1 that depends on the text alone, in every process."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) / 2**64


def _log_softmax(scores: Sequence[float]) -> list[float]:
    total = math.log(sum(math.exp(score) for score in scores))
    return [score - total for score in scores]
