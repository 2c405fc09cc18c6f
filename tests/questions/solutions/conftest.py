"""Rows written to a file and read back, and what a judge might have said of them."""

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
    """Reads rows as a JSONL file, `solutions.jsonl` unless another name is given."""

    def run(*rows: dict[str, Any], format: str | None = None, name: str = "solutions.jsonl") -> list[Question]:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        return list(read_solutions(path, format))

    return run


def marks(question: Question) -> list[str | None]:
    """The labels that people gave."""
    assert question.solution is not None
    assert question.solution.marking is not None
    return [mark.label for mark in question.solution.marking.steps]


def grading(*labels: Label | None, types: dict[int, str] | None = None, why: str = "because") -> Grading:
    """A judge's labels, one a step, with a reason for the wrong ones."""
    steps = tuple(
        StepLabel(
            step=i,
            label=label,
            error_type=(types or {}).get(i),
            explanation=why if label in ("incorrect", "inherited") else "",
        )
        for i, label in enumerate(labels)
    )
    first = next((i for i, label in enumerate(labels) if label in ("incorrect", "inherited")), None)
    return Grading(rubric="projudge", steps=steps, first_error=first)
