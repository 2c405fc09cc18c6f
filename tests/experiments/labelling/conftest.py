"""A small graded run, and a desk at which its steps are labelled."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from dikast.experiments import PeopleDesk, PeopleOptions, PersonAnswer, RunFolder, SampleTerms, open_label_desk


@pytest.fixture
def run(graded: Path, tmp_path: Path) -> RunFolder:
    """A copy of a class with 15 steps in 6 solutions, none of them labelled."""
    shutil.copytree(graded / "class", tmp_path / "class")
    return RunFolder.open(tmp_path / "class")


@contextmanager
def labelling(
    run: RunFolder, n: int = 15, order: Any = "random", reference: Any = "answer", **options: Any
) -> Iterator[PeopleDesk]:
    """The desk of a run, for the first steps of its order."""
    people = PeopleOptions.model_validate({"beliefs": False, **options})
    with open_label_desk(run, SampleTerms(order=order, reference=reference), people, n) as desk:
        yield desk


def send(desk: PeopleDesk, label: str = "correct", person: str = "human", **fields: Any) -> str:
    """Answers the person's next task, and returns its id."""
    task = desk.next_task(person)
    assert task is not None
    desk.store.opened(task.id, person)
    desk.send(task, PersonAnswer(person=person, label=label, **fields))
    return task.id
