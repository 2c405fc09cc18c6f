"""A desk with tasks of its own making, without a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import HumanMessage

from dikast.agents import Choices, Form, Request
from dikast.errors import AnswersAwaited
from dikast.experiments import PeopleDesk, PersonAnswer
from dikast.experiments.people import PeopleOptions, PersonTask, TaskStore
from dikast.records import Question

Desk = Callable[..., PeopleDesk]
QUESTION = Question(id="q", text="How many eggs?", choices=("17", "18"))
CHOICE = Choices(("A", "B"), options=("17", "18"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Makes a desk with these options, for these agents."""
    desks: list[PeopleDesk] = []

    def make(*agents: str, known: Any = None, **options: Any) -> PeopleDesk:
        store = TaskStore(tmp_path / "people.sqlite")
        store.open()
        desks.append(PeopleDesk(store, PeopleOptions.model_validate(options), agents or ("human",), known or {}))
        return desks[-1]

    yield make
    for made in desks:
        made.store.close()


def request(form: Form = CHOICE, *, seat: str = "judge", episode: str = "e", words: int | None = None) -> Request:
    return Request(
        messages=(HumanMessage("Which answer is right?"),),
        seat=seat,
        kind="judge",
        purpose="decide" if isinstance(form, Choices) else "speak",
        question=QUESTION,
        form=form,
        episode=episode,
        words=words,
    )


def posted(desk: PeopleDesk, asked: Request, *, id: str = "t1", agent: str = "human") -> PersonTask:
    """The task that the request becomes."""
    with pytest.raises(AnswersAwaited):
        desk.ask(agent, id, asked)
    task = desk.task(id)
    assert task is not None
    return task


def choice(
    person: str, label: str = "A", p_first: float | None = None, text: str = "", seconds: float = 3
) -> PersonAnswer:
    p = p_first if p_first is not None else (0.8 if label == "A" else 0.2)
    return PersonAnswer(person=person, label=label, beliefs=(p, 1 - p), text=text, seconds=seconds)
