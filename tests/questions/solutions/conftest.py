"""Rows written to a file and read back, and gradings that a judge could have given."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dikast.questions.solutions import read_solutions
from dikast.records import Grading, Label, Question, StepLabel

Read = Callable[..., list[Question]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads rows as a JSONL file, named `solutions.jsonl` unless another name is given."""

    def read_rows(*rows: dict[str, Any], format: str | None = None, name: str = "solutions.jsonl") -> list[Question]:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return list(read_solutions(path, format))

    return read_rows


def marks(question: Question) -> list[str | None]:
    """The labels that people gave to the steps."""
    assert question.solution is not None
    assert question.solution.marking is not None
    return [mark.label for mark in question.solution.marking.steps]


def grading(*labels: Label | None, types: dict[int, str] | None = None, reason: str = "because") -> Grading:
    """A judge's grading with these labels, one a step, and a reason for the wrong ones."""
    steps = tuple(
        StepLabel(
            step=i,
            label=label,
            error_type=(types or {}).get(i),
            explanation=reason if label in ("incorrect", "inherited") else "",
        )
        for i, label in enumerate(labels)
    )
    first = next((i for i, label in enumerate(labels) if label in ("incorrect", "inherited")), None)
    return Grading(rubric="projudge", steps=steps, first_error=first)
