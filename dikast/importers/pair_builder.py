"""Pairs of a right and a wrong response to one question, by the verifier, in JudgeBench's form.

As Tan et al. 2024 (arXiv 2410.12784, section 3.1) make theirs: responses without a final answer are dropped, and so are
questions to which all responses are right, or all wrong. What the verifier can't decide is neither.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import product
from typing import Literal

from dikast.importers.graded_answers import GradedQuestion, GradedResponse
from dikast.language import stated_answer
from dikast.records import Record
from dikast.verify import Verifier

AnswerMark = Literal["right", "wrong", "unknown", "unstated"]
_MARKS: dict[str, AnswerMark] = {"verified": "right", "refuted": "wrong", "unknown": "unknown"}


class ResponsePair(Record):
    """One pair as JudgeBench has it. The fields are those of its files."""

    pair_id: str
    original_id: str
    source: str
    question: str
    response_model: str
    response_A: str  # noqa: N815 (the published name)
    response_B: str  # noqa: N815
    label: Literal["A>B", "B>A"]


@dataclass
class PairingCounts:
    """What became of the responses and the questions.

    - `marks`: how many responses were right, wrong, unknown to the verifier, or without a final answer (unstated).
    - `repeated`: responses that another one of the same question equals.
    - `disagreeing`: responses that the file and the verifier judge differently.
    - `all_right`, `all_wrong`, `neither`: questions without a pair: with right ones alone, wrong ones alone, or none.
    """

    questions: int = 0
    pairs: int = 0
    marks: dict[AnswerMark, int] = field(default_factory=lambda: {"right": 0, "wrong": 0, "unknown": 0, "unstated": 0})
    repeated: int = 0
    disagreeing: int = 0
    all_right: int = 0
    all_wrong: int = 0
    neither: int = 0


def build_pairs(
    questions: Iterable[GradedQuestion], *, most_per_question: int = 1, seed: int = 0
) -> tuple[list[ResponsePair], PairingCounts]:
    """The pairs of these questions and what became of the rest; the same for the same questions and seed.

    The right response is `response_A` as often as `response_B`, give or take one.
    """
    counts = PairingCounts()
    graded = asyncio.run(_grade_all(list(questions), counts))
    labels = _labels(seed)
    pairs: list[ResponsePair] = []
    for question, right, wrong in graded:
        if not right or not wrong:
            counts.all_right += bool(right)
            counts.all_wrong += bool(wrong)
            counts.neither += not right and not wrong
            continue
        combinations = list(product(right, wrong))
        rng = random.Random(f"{seed}/pairs/{question.id}")
        for better, worse in rng.sample(combinations, min(most_per_question, len(combinations))):
            pairs.append(_pair(question, better, worse, next(labels)))
    counts.pairs = len(pairs)
    return pairs, counts


_GradedParts = tuple[GradedQuestion, list[GradedResponse], list[GradedResponse]]


async def _grade_all(questions: list[GradedQuestion], counts: PairingCounts) -> list[_GradedParts]:
    """Each question with its right and its wrong responses."""
    graded: list[_GradedParts] = []
    async with Verifier() as verifier:
        # One question at a time: its responses are enough to keep the workers busy.
        for question in questions:
            counts.questions += 1
            responses = _distinct(question.responses, counts)
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(_mark(verifier, question, response)) for response in responses]
            marks = [task.result() for task in tasks]
            for response, mark in zip(responses, marks, strict=True):
                _count(response, mark, counts)
            by_mark = list(zip(responses, marks, strict=True))
            right = [response for response, mark in by_mark if mark == "right"]
            wrong = [response for response, mark in by_mark if mark == "wrong"]
            graded.append((question, right, wrong))
    return graded


async def _mark(verifier: Verifier, question: GradedQuestion, response: GradedResponse) -> AnswerMark:
    """What the verifier says of the final answer of a response."""
    answer = stated_answer(response.response)
    if answer is None:
        return "unstated"
    check = await verifier.answer(question.references, answer, question=question.text)
    return _MARKS[check.status]


def _distinct(responses: Iterable[GradedResponse], counts: PairingCounts) -> list[GradedResponse]:
    """The responses, each text once, up to white space."""
    distinct: dict[str, GradedResponse] = {}
    for response in responses:
        form = " ".join(response.response.split())
        counts.repeated += form in distinct
        distinct.setdefault(form, response)
    return list(distinct.values())


def _count(response: GradedResponse, mark: AnswerMark, counts: PairingCounts) -> None:
    counts.marks[mark] += 1
    if response.is_correct is not None and mark in ("right", "wrong"):
        counts.disagreeing += response.is_correct != (mark == "right")


def _labels(seed: int) -> Iterator[Literal["A>B", "B>A"]]:
    """Labels without end, both equally often in every two."""
    rng = random.Random(f"{seed}/labels")
    while True:
        both: list[Literal["A>B", "B>A"]] = ["A>B", "B>A"]
        rng.shuffle(both)
        yield from both


def _pair(
    question: GradedQuestion, better: GradedResponse, worse: GradedResponse, label: Literal["A>B", "B>A"]
) -> ResponsePair:
    first, second = (better, worse) if label == "A>B" else (worse, better)
    key = "\n".join((question.text, first.response, second.response))
    models = dict.fromkeys(filter(None, (first.model, second.model)))
    return ResponsePair(
        pair_id=sha256(key.encode()).hexdigest()[:16],
        original_id=question.id,
        source=question.source,
        question=question.text,
        response_model=", ".join(models),
        response_A=first.response,
        response_B=second.response,
        label=label,
    )
