"""What programs know of the questions that ship: which answer is right, and a calculation that shows it.

A Request never has the right answer, so that a program that argues or answers rightly must look it up here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from dikast.questions import QuestionSource, load_questions
from dikast.records import Question

LIBRARY = "demo"
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
# A verifier reads these operators; whole division has none.
_CALCULATION = re.compile(r"[0-9. +*/()-]+")


@dataclass(frozen=True)
class KnownQuestion:
    """The right answer, the calculation that ends in it (empty if there is none), and the place in the library."""

    right: str
    calculation: str
    number: int

    def claim(self, answer: str) -> str:
        """The claim that the calculation ends in the number of this answer; empty where there is no such claim."""
        number = _NUMBER.search(answer)
        if not self.calculation or number is None:
            return ""
        return f"{self.calculation} = {number[0]}"


def known_question(question: Question) -> KnownQuestion | None:
    """What is known of a question, by its text; None of one that does not ship."""
    return _known().get(question.text)


def checkable_questions() -> list[Question]:
    """The questions of the library with a source to quote, or with a calculation."""
    questions = []
    for question in library_questions():
        known = _known()[question.text]
        if question.source is not None or known.calculation:
            questions.append(question)
    return questions


@lru_cache(maxsize=1)
def library_questions() -> tuple[Question, ...]:
    """All questions of the library."""
    return tuple(load_questions(QuestionSource(library=LIBRARY), base=Path(), seed=0))


@lru_cache(maxsize=1)
def _known() -> MappingProxyType[str, KnownQuestion]:
    known = {}
    for number, question in enumerate(library_questions()):
        if question.gold is not None:
            right = question.choices[question.gold]
            known[question.text] = KnownQuestion(right, _calculation(question), number)
    return MappingProxyType(known)


def _calculation(question: Question) -> str:
    """The calculation of the question's metadata, as a person writes it; empty where a verifier can't read it."""
    expression = str(question.metadata.get("expression", ""))
    if "//" in expression or not _CALCULATION.fullmatch(expression):
        return ""
    return expression.replace("*", "×")
