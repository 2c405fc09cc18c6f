"""PRM800K (Lightman et al. 2023, arXiv 2305.20050), https://github.com/openai/prm800k, and predictions in its shape.

Rows have `question` (`problem, ground_truth_solution, ground_truth_answer`, in phase 2 `pre_generated_steps` and
`pre_generated_answer`) and `label` with `steps`, each of one or more `completions` (`text`, `rating` 1, 0 or -1), the
`chosen_completion` or a `human_completion`, and a `finish_reason`. Phase 2 stops at the first error; the steps after
it are not labelled. The rating 0 is for a step that isn't wrong and makes no progress.
"""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, drop_empty
from dikast.questions.solutions.solution_format import (
    Prediction,
    SolutionFormat,
    as_references,
    fixed_adapter,
    judge_labels,
    solution_question,
    solution_steps,
)
from dikast.records import Grading, Mark, Question, StepLabel, StepMark

StepRating = Literal[-1, 0, 1] | None
_MARKS: dict[int | None, Mark | None] = {1: "correct", 0: "neutral", -1: "incorrect", None: None}
_RATINGS: dict[str | None, int | None] = {"correct": 1, "neutral": 0, "incorrect": -1, "inherited": -1}


class StepCompletion(DatasetRow):
    """One candidate for a step."""

    text: str
    rating: StepRating = None


class LabelledStep(DatasetRow):
    """The candidates for a step, and which one the labeller chose."""

    completions: tuple[StepCompletion, ...] | None = None
    human_completion: StepCompletion | str | None = None
    chosen_completion: int | None = None

    def accepted(self) -> StepCompletion | None:
        """The step that the solution goes on with: the chosen candidate, a person's own step, or the first candidate.

        A person's own step is right: the labellers were instructed to write a correct one. None if there is no step.
        """
        completions = self.completions or ()
        by_index: dict[int | None, StepCompletion] = dict(enumerate(completions))
        # In some rows the index is null or beyond the last candidate.
        if self.chosen_completion in by_index:
            return by_index[self.chosen_completion]
        match self.human_completion:
            case str(text) | StepCompletion(text=text):
                return StepCompletion(text=text, rating=1)
        return next(iter(completions), None)

    def rating_of(self, text: str) -> StepRating:
        """The rating of the candidate with this text; None if it has none, or there is no such candidate."""
        # Reversed, so that of two candidates with one text the first counts.
        completions = reversed(self.completions or ())
        ratings = {completion.text: completion.rating for completion in completions}
        return ratings.get(text)


class Prm800kLabels(DatasetRow):
    """A labeller's labels of a solution."""

    steps: tuple[LabelledStep, ...]
    finish_reason: str | None = None


class LabelledProblem(DatasetRow):
    """The problem, and the solution that was labelled."""

    problem: str
    ground_truth_solution: str | None = None
    ground_truth_answer: str | None = None
    pre_generated_steps: tuple[str, ...] | None = None
    pre_generated_answer: str | None = None


class Prm800kRow(DatasetRow):
    """One labelled solution."""

    question: LabelledProblem
    label: Prm800kLabels
    generation: int | None = None
    timestamp: str | None = None
    id: str | None = None


def read_row(document: Document, number: int) -> Question:
    """The question of a row, with the generated solution, or in phase 1 the one that the labeller went on with."""
    row = into(Prm800kRow, document)
    problem = row.question
    steps = _rated_steps(row)
    if not steps:
        raise BadInput("the solution has no step", document.where(["label", "steps"]))
    return solution_question(
        document,
        tuple(step.text for step in steps),
        tuple(StepMark(label=_MARKS[step.rating]) for step in steps),
        id=row.id or f"prm800k-{number}",
        text=problem.problem,
        references=as_references(problem.ground_truth_answer),
        reference_solution=problem.ground_truth_solution,
        metadata=drop_empty(
            dataset="prm800k",
            row=number,
            subject="math",
            finish_reason=row.label.finish_reason,
        ),
        answer=problem.pre_generated_answer,
    )


def _rated_steps(row: Prm800kRow) -> list[StepCompletion]:
    """The steps of the solution, each with its rating."""
    labelled = row.label.steps
    generated = row.question.pre_generated_steps
    if not generated:
        accepted = [step.accepted() for step in labelled]
        return [completion for completion in accepted if completion is not None]
    # The labels stop at the first error, so that the last steps have none.
    unlabelled = (LabelledStep(),) * (len(generated) - len(labelled))
    steps: list[StepCompletion] = []
    for text, step in zip(generated, (*labelled, *unlabelled), strict=False):
        rating = step.rating_of(text)
        steps.append(StepCompletion(text=text, rating=rating))
    return steps


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with the judge's ratings; null for a step that is unparsed or unknown."""
    texts = solution_steps(question)
    labels = judge_labels(question, grading)
    steps: list[JsonValue] = [_write_step(text, label) for text, label in zip(texts, labels, strict=True)]
    return {
        "id": question.id,
        "question": {"problem": question.text, "pre_generated_steps": texts},
        "label": {"steps": steps},
    }


def _write_step(text: JsonValue, label: StepLabel) -> dict[str, JsonValue]:
    """The step with its rating. A wrong step is not chosen: the solution doesn't go on with it."""
    completion: dict[str, JsonValue] = {
        "text": text,
        "rating": _RATINGS.get(label.label),
        "flagged": None,
    }
    return {
        "completions": [completion],
        "human_completion": None,
        "chosen_completion": None if label.is_wrong else 0,
    }


FORMAT = SolutionFormat("prm800k", frozenset({"question", "label"}), fixed_adapter(read_row), write)
