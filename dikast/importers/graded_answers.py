"""Graded sets: several responses to each question, with a reference that the verifier can grade them by.

{"question", "reference" (or "references", "ground_truth", "answer"), "responses": [text or {"response", "model"?}],
 "id"?, "source"?}, or one response in each row, {"question", "reference", "response", "model"?}. GSM8K's file of model
solutions is read as it is: `ground_truth`, and for each model a column {"solution", "is_correct"}.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool

from dikast.errors import BadInput
from dikast.input_files import BadRows, Document, into
from dikast.language import stated_answer
from dikast.questions import read_rows


def _as_response(value: object) -> object:
    """A text alone as a response without a model."""
    return {"response": value} if isinstance(value, str) else value


class GradedResponse(BaseModel):
    """One response; `is_correct` is what the file says of it, which is compared and not believed."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    response: str = Field(validation_alias=AliasChoices("response", "solution", "answer", "text"))
    model: str = ""
    is_correct: StrictBool | None = None


class GradedRow(BaseModel):
    """One row. The models' solutions of GSM8K are extra columns."""

    model_config = ConfigDict(frozen=True, extra="allow")

    id: Annotated[str | None, Field(coerce_numbers_to_str=True)] = None
    question: str = Field(min_length=1, validation_alias=AliasChoices("question", "problem", "prompt"))
    reference: str | tuple[str, ...] = Field(
        validation_alias=AliasChoices("reference", "references", "ground_truth", "answer")
    )
    source: str | None = Field(default=None, validation_alias=AliasChoices("source", "category", "subject"))
    responses: tuple[Annotated[GradedResponse, BeforeValidator(_as_response)], ...] = ()
    response: str | None = None
    model: str = ""

    @property
    def all_responses(self) -> list[GradedResponse]:
        """The responses in the list, the one of the row, and those in columns of models."""
        found = [*self.responses]
        if self.response is not None:
            found.append(GradedResponse(response=self.response, model=self.model))
        for name, value in (self.model_extra or {}).items():
            if isinstance(value, dict) and isinstance(value.get("solution"), str):
                found.append(GradedResponse.model_validate({"model": name, **_known(value)}))
        return found

    @property
    def references(self) -> tuple[str, ...]:
        """The final answers of the references: a worked one is taken for what it states."""
        texts = (self.reference,) if isinstance(self.reference, str) else self.reference
        return tuple(stated_answer(text) or text for text in texts)


def _known(value: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a model's column that are read."""
    return {key: value[key] for key in ("solution", "is_correct") if key in value}


@dataclass
class GradedQuestion:
    """A question with all responses to it, of one row or of several."""

    id: str
    text: str
    references: tuple[str, ...]
    source: str
    responses: list[GradedResponse] = field(default_factory=list)


def read_graded(paths: Iterable[Path], bad: BadRows) -> list[GradedQuestion]:
    """The questions of these files with their responses, in the order in which they first occur.

    Raises BadInput for a row that can't be used, unless `bad` takes it.
    """
    questions: dict[str, GradedQuestion] = {}
    for path in paths:
        for document in read_rows(path, bad):
            try:
                _add(document, path, questions)
            except BadInput as error:
                bad.add(error)
    return list(questions.values())


def _add(document: Document, path: Path, questions: dict[str, GradedQuestion]) -> None:
    """Adds the responses of a row to its question. Raises BadInput if it has none, or another reference."""
    row = into(GradedRow, document)
    responses = row.all_responses
    if not responses:
        raise BadInput("a response to the question is needed, under 'responses' or 'response'", document.where())
    if not any(map(str.strip, row.references)):
        raise BadInput("a reference is needed to grade responses by", document.where(["reference"]))
    id = row.id or sha256(row.question.encode()).hexdigest()[:12]
    question = questions.setdefault(id, GradedQuestion(id, row.question, row.references, row.source or path.stem))
    if (question.text, question.references) != (row.question, row.references):
        raise BadInput(f"another row of question {id!r} has another text or reference", document.where())
    question.responses += responses
