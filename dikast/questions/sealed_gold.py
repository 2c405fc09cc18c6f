"""Sealed gold: right answers committed by a hash before a run, and revealed after it.

The commitment is in the question's metadata, which no seat ever sees. It has a salt of its own for each question, since
the hash of one of two known choices alone could be tried out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from secrets import SystemRandom, token_hex
from typing import Literal, Self

from pydantic import JsonValue

from dikast.errors import BadInput
from dikast.input_files import Document, into, read_text
from dikast.records import Question, Record

SEAL = "gold_sealed"
"""The entry of a question's metadata that holds the commitment."""
SALT_BYTES = 16


class GoldSecret(Record):
    """What opens one seal: the question's id, its salt, and the text of the right choice."""

    id: str
    salt: str
    answer: str

    @property
    def commitment(self) -> str:
        """The SHA-256 of all three, in hexadecimal digits."""
        text = json.dumps([self.salt, self.id, self.answer], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


class GoldSecrets(Record):
    """What opens the seals of a set of questions: keep it away from the run, and publish it afterwards."""

    version: Literal[1] = 1
    secrets: tuple[GoldSecret, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """The secrets in a file. Raises BadInput where it holds none."""
        try:
            data = json.loads(read_text(path))
        except ValueError as error:
            raise BadInput(f"not JSON: {error}", str(path)) from None
        return into(cls, Document(data, str(path)))

    def by_id(self) -> Mapping[str, GoldSecret]:
        """The secrets by their question."""
        return {secret.id: secret for secret in self.secrets}


def seal_gold(questions: Iterable[Question], where: str) -> tuple[list[Question], GoldSecrets]:
    """The questions without their gold answers, which are sealed, and what opens the seals.

    Choices are shuffled: a set whose right answers all come first would give them away. A question without a gold
    answer stays as it is.

    Raises BadInput for one whose right answer stands elsewhere in it, or that is judged otherwise than by a choice.
    """
    sealed: list[Question] = []
    secrets: list[GoldSecret] = []
    for question in questions:
        _check_can_be_sealed(question, where)
        if question.gold is None:
            sealed.append(question)
            continue
        secret = GoldSecret(id=question.id, salt=token_hex(SALT_BYTES), answer=question.choices[question.gold])
        metadata = {**question.metadata, SEAL: secret.commitment}
        choices = list(question.choices)
        SystemRandom().shuffle(choices)
        changed = {"gold": None, "choices": tuple(choices), "metadata": metadata}
        sealed.append(question.model_copy(update=changed))
        secrets.append(secret)
    if not secrets:
        raise BadInput("no question here has a right choice to seal", where)
    return sealed, GoldSecrets(secrets=tuple(secrets))


def revealed(question: Question, secrets: Mapping[str, GoldSecret], where: str) -> Question:
    """The question with its gold answer, where it is sealed; any other as it is.

    Raises BadInput where no secret opens the seal, or one that does not fit it.
    """
    seal = question.metadata.get(SEAL)
    if seal is None or question.gold is not None:
        return question
    secret = secrets.get(question.id)
    if secret is None:
        raise BadInput(f"nothing in it opens the seal of question {question.id!r}", where)
    if secret.commitment != seal or secret.answer not in question.choices:
        raise BadInput(f"the answer to question {question.id!r} is not the one that was sealed", where)
    return question.model_copy(update={"gold": question.choices.index(secret.answer)})


def sealed_rows(questions: Sequence[Question]) -> list[dict[str, JsonValue]]:
    """Questions as rows of our own format; what a question does not have is left out."""
    rows: list[dict[str, JsonValue]] = []
    for question in questions:
        row: dict[str, JsonValue] = {
            "id": question.id,
            "question": question.text,
            "choices": [*question.choices],
            "source": question.source,
            "images": [*question.images],
            "metadata": question.metadata,
        }
        rows.append({key: value for key, value in row.items() if value not in (None, [], {})})
    return rows


def _check_can_be_sealed(question: Question, where: str) -> None:
    """Raises BadInput for a question whose right answer is not a choice alone."""
    tells = {
        "a worked solution": question.solution is not None,
        "references": bool(question.references),
        "a reference solution": question.reference_solution is not None,
        "scores of its choices": bool(question.gold_scores),
        "a tie as its right answer": question.gold_tie,
        "no choices": not question.choices,
    }
    for name, has_it in tells.items():
        if has_it:
            message = f"question {question.id!r} has {name}: only right choices can be sealed"
            raise BadInput(message, where)
