"""Small experiments to prepare and run, with keys of their file changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from dikast.experiments import Run, load_experiment, prepare
from dikast.experiments.matrix import Matrix

Prepared = Callable[..., Run[Matrix]]

SCRIPT = """\
replies:
  - purpose: decide
    text: "Answer: A"
  - purpose: choose
    text: "Answer: B"
  - kind: solver
    text: "Answer: A"
  - text: "It is so, since I say so."
"""


def rows(n: int) -> list[dict[str, Any]]:
    """Questions `0` to `n - 1` with two choices, the first right in all."""
    return [{"id": str(i), "question": f"How many on day {i}?", "choices": ["17", "18"], "answer": 0} for i in range(n)]


def write(folder: Path, questions: list[dict[str, Any]], **changes: Any) -> Path:
    """An experiment file in the folder, with these questions and these keys on it."""
    (folder / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in questions))
    (folder / "script.yaml").write_text(SCRIPT)
    whole: dict[str, Any] = {
        "name": "play",
        "questions": {"file": "questions.jsonl"},
        "protocols": ["direct"],
        "agents": {"judge": "scripted:script.yaml"},
        **changes,
    }
    path = folder / "play.yaml"
    path.write_text(yaml.safe_dump(whole, sort_keys=False))
    return path


@pytest.fixture
def prepared(tmp_path: Path) -> Prepared:
    """Prepares an experiment with `n` similar questions, or with `questions`."""

    def make(
        n: int = 2, *, questions: list[dict[str, Any]] | None = None, out: str = "run", **changes: Any
    ) -> Run[Matrix]:
        path = write(tmp_path, rows(n) if questions is None else questions, **changes)
        return prepare(*load_experiment(path), tmp_path / out)

    return make


def seated(*seats: str) -> dict[str, str]:
    """The script in each of these seats."""
    return dict.fromkeys(seats, "scripted:script.yaml")
