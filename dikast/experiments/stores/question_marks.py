"""Question marks: what a run folder keeps of every question, to tell which are new, and which have changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, Self

from dikast.errors import BadInput
from dikast.experiments.stores.own_files import new_file
from dikast.experiments.stores.run_identity import fingerprint
from dikast.records import Question

MARKS = "question-marks.txt"


class QuestionMark(NamedTuple):
    """One question: a hash of all of it, and what decides where its choices are shown."""

    id: str
    hash: str
    n_choices: int
    has_gold: bool

    @classmethod
    def of(cls, question: Question) -> Self:
        """The mark of a question."""
        hash = fingerprint(question.model_dump_json())
        return cls(question.id, hash, len(question.choices), question.gold is not None)


def write_marks(folder: Path, marks: Iterable[QuestionMark]) -> None:
    """Writes the marks of all questions, in the order in which the run took them up: a line of JSON each."""
    partial = folder / f"{MARKS}.new"
    with new_file(partial) as file:
        for mark in marks:
            file.write(json.dumps(mark).encode() + b"\n")
    partial.replace(folder / MARKS)


def read_marks(folder: Path, number: int | None = None) -> list[QuestionMark] | None:
    """The marks of the first `number` questions; None where the folder has none. Raises BadInput for a damaged file.

    The file may have more of them: an extension that was cut off had written them already.
    """
    path = folder / MARKS
    try:
        with path.open(encoding="utf-8") as file:
            marks = [_read_mark(line) for line in file]
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, TypeError) as error:
        message = f"this does not say which questions the run has: {error}; remove it to go on without it"
        raise BadInput(message, str(path)) from None
    if number is None:
        return marks
    return marks[:number]


def _read_mark(line: str) -> QuestionMark:
    """The mark in a line. Raises ValueError or TypeError for anything else."""
    id, hash, n_choices, has_gold = json.loads(line)
    return QuestionMark(str(id), str(hash), int(n_choices), bool(has_gold))


def n_first(questions: Sequence[Question], hash: str) -> int | None:
    """How many of the questions, from the first, a run has whose question set has this hash; None if it has others."""
    # The hash of the set is that of all questions' JSON, a line each: see `question_set_hash`.
    digest = hashlib.sha256()
    for number, question in enumerate(questions, 1):
        digest.update(question.model_dump_json().encode())
        if digest.hexdigest()[:16] == hash:
            return number
        digest.update(b"\n")
    return None


def question_set_hash(questions: Sequence[Question]) -> str:
    """The hash of the questions, in their order."""
    return fingerprint("\n".join(question.model_dump_json() for question in questions))
