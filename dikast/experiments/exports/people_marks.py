"""What people say of a run's gradings, for other tools: decisions, marks, and labels of a sample of steps."""

from __future__ import annotations

import json
from typing import BinaryIO

from dikast.experiments.labelling import LabelFile
from dikast.experiments.stores import RunFolder
from dikast.graphs import Regrading, regrade
from dikast.questions import solution_row
from dikast.records import Episode, Label, Question, standing_decisions
from dikast.sanitize import sanitize_json

_MARKS: frozenset[Label | None] = frozenset({"correct", "neutral", "incorrect", "inherited"})


def write_overrides(folder: RunFolder, file: BinaryIO) -> int:
    """Every decision in its order, those that were taken back too, one a line; how many."""
    overrides = folder.overrides.all()
    for override in overrides:
        file.write(sanitize_json(override.model_dump_json()).encode() + b"\n")
    return len(overrides)


def write_labelled_sample(folder: RunFolder, file: BinaryIO) -> int:
    """The steps that people labelled of a sample, with how each was chosen and its weight, one a line; how many."""
    labels = LabelFile(folder.path).read()
    labelled = labels.labelled if labels is not None else ()
    for step in labelled:
        file.write(sanitize_json(step.model_dump_json()).encode() + b"\n")
    return len(labelled)


def write_marks_of_people(folder: RunFolder, file: BinaryIO) -> int:
    """The solutions that people decided about, with their labels and no one else's, one a line; how many.

    A step that no one decided about has no label, nor one that was decided to be `unknown`. `dikast score --labels`
    reads the file, and measures the judge by it.
    """
    decisions = standing_decisions(folder.overrides.all())
    n_solutions = 0
    for episode in folder.episodes():
        if episode.verdict.grading is None or episode.question.solution is None:
            continue
        row = _marked(episode, regrade(episode, decisions))
        if row is not None:
            file.write(sanitize_json(json.dumps(row, ensure_ascii=False)).encode() + b"\n")
            n_solutions += 1
    return n_solutions


def _marked(episode: Episode, regrading: Regrading) -> dict[str, object] | None:
    """The solution with the labels of people; None where no step of it was labelled."""
    labels = [
        step.label if step.decided_by == "person" and step.label in _MARKS else None for step in regrading.grading.steps
    ]
    if not any(labels):
        return None
    # Marks that the data set came with are someone else's.
    row: dict[str, object] = dict(solution_row(_unmarked(episode.question)))
    row["labels"] = [*labels]
    row["types"] = [
        step.error_type if label else None for step, label in zip(regrading.grading.steps, labels, strict=True)
    ]
    row["reasons"] = [
        step.explanation or None if label else None for step, label in zip(regrading.grading.steps, labels, strict=True)
    ]
    return row


def _unmarked(question: Question) -> Question:
    """The question without the marks that it came with."""
    if question.solution is None:
        return question
    return question.model_copy(update={"solution": question.solution.model_copy(update={"marking": None})})
