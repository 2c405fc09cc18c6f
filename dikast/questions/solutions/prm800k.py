"""PRM800K (Lightman et al. 2023, arXiv 2305.20050), https://github.com/openai/prm800k, and predictions in its shape.

Rows have `question` (`problem, ground_truth_solution, ground_truth_answer`, in phase 2 `pre_generated_steps` and
`pre_generated_answer`) and `label` with `steps`, each of one or more `completions` (`text`, `rating` 1, 0 or -1), the
`chosen_completion` or a `human_completion`, and a `finish_reason`. Phase 2 stops at the first error; the steps behind
it are not labelled. A rating of 0 is a step that isn't wrong and brings nothing forward.
"""

from __future__ import annotations

from typing import Any, Literal

from dikast.errors import BadInput
from dikast.input_files import Document, into
from dikast.questions.row_adapter import DatasetRow, known
from dikast.questions.solutions.solution_format import Prediction, SolutionFormat, labels_said, plain, solved
from dikast.records import Grading, Mark, Question, StepMark

_MARKS: dict[int | None, Mark | None] = {1: "correct", 0: "neutral", -1: "incorrect", None: None}
_RATINGS: dict[str | None, int | None] = {"correct": 1, "neutral": 0, "incorrect": -1, "inherited": -1}


class StepCompletion(DatasetRow):
    """One candidate for a step."""

    text: str
    rating: Literal[-1, 0, 1] | None = None


class LabelledStep(DatasetRow):
    """The candidates for a step, and which was taken."""

    completions: tuple[StepCompletion, ...] | None = None
    human_completion: StepCompletion | str | None = None
    chosen_completion: int | None = None

    def taken(self) -> StepCompletion | None:
        """What the solution went on with: the choice, a person's own step (right by the instructions), or the first."""
        completions = self.completions or ()
        if self.chosen_completion is not None and 0 <= self.chosen_completion < len(completions):
            return completions[self.chosen_completion]
        if self.human_completion is not None:
            text = self.human_completion if isinstance(self.human_completion, str) else self.human_completion.text
            return StepCompletion(text=text, rating=1)
        return completions[0] if completions else None

    def rating_of(self, text: str) -> int | None:
        """The rating of the candidate with this text, if it is one."""
        return next((c.rating for c in self.completions or () if c.text == text), None)


class Prm800kLabels(DatasetRow):
    """What a labeller said of a solution."""

    steps: tuple[LabelledStep, ...]
    finish_reason: str | None = None


class Asked(DatasetRow):
    """The problem, and the solution that was labelled."""

    problem: str
    ground_truth_solution: str | None = None
    ground_truth_answer: str | None = None
    pre_generated_steps: tuple[str, ...] | None = None
    pre_generated_answer: str | None = None


class Prm800kRow(DatasetRow):
    """One labelled solution."""

    question: Asked
    label: Prm800kLabels
    generation: int | None = None
    timestamp: str | None = None
    id: str | None = None


def make(document: Document, number: int) -> Question:
    """The question of a row: the solution as it was generated, or as the labeller went on with it."""
    row = into(Prm800kRow, document)
    asked = row.question
    rated = _rated(row)
    if not rated:
        raise BadInput("the solution has no step", document.where(["label", "steps"]))
    return solved(
        document,
        tuple(text for text, _ in rated),
        tuple(StepMark(label=_MARKS[rating]) for _, rating in rated),
        id=row.id or f"prm800k-{number}",
        text=asked.problem,
        references=() if asked.ground_truth_answer is None else (asked.ground_truth_answer,),
        reference_solution=asked.ground_truth_solution,
        metadata=known(dataset="prm800k", row=number, subject="math", finish_reason=row.label.finish_reason),
        answer=asked.pre_generated_answer,
    )


def _rated(row: Prm800kRow) -> list[tuple[str, int | None]]:
    """The steps, each with its rating."""
    labelled = row.label.steps
    if row.question.pre_generated_steps:
        steps = row.question.pre_generated_steps
        return [(text, labelled[i].rating_of(text) if i < len(labelled) else None) for i, text in enumerate(steps)]
    taken = [step.taken() for step in labelled]
    return [(completion.text, completion.rating) for completion in taken if completion is not None]


def write(question: Question, grading: Grading | None) -> Prediction:
    """The row with the judge's ratings; null where a step is unparsed or unknown."""
    texts = () if question.solution is None else question.solution.steps
    steps: list[Any] = [
        {
            "completions": [{"text": text, "rating": _RATINGS.get(label.label), "flagged": None}],
            "human_completion": None,
            "chosen_completion": None if label.is_wrong else 0,
        }
        for text, label in zip(texts, labels_said(question, grading), strict=True)
    ]
    asked: dict[str, Any] = {"problem": question.text, "pre_generated_steps": list(texts)}
    return {"id": question.id, "question": asked, "label": {"steps": steps}}


LAYOUT = SolutionFormat("prm800k", frozenset({"question", "label"}), plain(make), write)
