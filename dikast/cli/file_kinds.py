"""The kinds of files that a person writes: what each is called, and the model that it is read into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel

YAML_SUFFIXES = (".yaml", ".yml")
FILE_KINDS: Mapping[str, str] = {
    "experiment": "an experiment",
    "protocol": "a protocol",
    "rubric": "a rubric for worked solutions",
    "response-rubric": "a rubric for responses",
    "constitution": "a constitution",
    "rows": "questions, one a row",
    "solutions": "worked solutions, one a row",
}
"""The kinds by name, and what they are."""
ROW_KINDS = ("rows", "solutions")


def model_of(kind: str) -> type[BaseModel]:
    """The model that a file of this kind, or each of its rows, is read into."""
    from dikast.experiments import Experiment
    from dikast.protocols import Protocol
    from dikast.questions import NativeRow, SolutionRow
    from dikast.rubrics import Constitution, ResponseRubric, Rubric

    models: dict[str, type[BaseModel]] = {
        "experiment": Experiment,
        "protocol": Protocol,
        "rubric": Rubric,
        "response-rubric": ResponseRubric,
        "constitution": Constitution,
        "rows": NativeRow,
        "solutions": SolutionRow,
    }
    return models[kind]


def kind_of(data: object) -> str:
    """The kind of YAML file with these contents: that with most of its keys, or an experiment where none has any."""
    keys = set(data) if isinstance(data, dict) else set()

    def n_known(kind: str) -> int:
        return len(keys & set(model_of(kind).model_fields))

    # Of equal ones `max` takes the first: an experiment.
    return max((kind for kind in FILE_KINDS if kind not in ROW_KINDS), key=n_known)
