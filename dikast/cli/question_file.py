"""The questions of an experiment or of a file, as commands take them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dikast.records import Question


def read_questions(path: Path) -> list[Question]:
    """The questions of an experiment file, or of a file of questions. Raises BadInput where they can't be read."""
    from dikast.experiments import load_experiment
    from dikast.questions import QuestionSource, load_questions

    if path.suffix in (".yaml", ".yml"):
        experiment, _ = load_experiment(path, ())
        return list(load_questions(experiment.questions, base=path.parent, seed=experiment.seed))
    return list(load_questions(QuestionSource(file=path.name), base=path.parent, seed=0))
