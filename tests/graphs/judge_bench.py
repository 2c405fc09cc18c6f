"""A bench of judges, solvers and critics for worked solutions, who reply by a rule and keep every request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dikast.agents import Reply, Request
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.records import Episode, Grading, Marking, Question, Solution, StepMark
from tests.players import Player

EGGS = Question(
    id="eggs",
    text="A box holds 12 eggs. How many eggs are in 3 boxes, less 4?",
    references=("32",),
    reference_solution="3 * 12 = 36 and 36 - 4 = 32, MARK-REFERENCE-SOLUTION.",
    solution=Solution(
        steps=("3 boxes hold 3 * 12 = 36 eggs.", "36 - 4 = 31 eggs are left.", "Hence the answer follows."),
        answer="31",
        author="MARK-AUTHOR",
        marking=Marking(steps=(StepMark(label="correct"), StepMark(label="incorrect", reason="MARK-GOLD"), StepMark())),
    ),
    metadata={"note": "MARK-METADATA"},
)

Row = Mapping[str, Any]
Rows = Callable[[Request], list[Row]]


def worked(*steps: str, **fields: Any) -> Question:
    """The question of the eggs with other steps."""
    return EGGS.model_copy(update={"solution": Solution(steps=steps), **fields})


def all_correct(request: Request) -> list[Row]:
    """Every step in the request is correct; `p_correct` falls from step to step."""
    return [{"step": step + 1, "label": "correct", "p_correct": 0.9 - 0.1 * step} for step in request.steps]


USUAL_REPLIES = {
    "solve": "3 * 12 = 36; 36 - 4 = 32.\nAnswer: 32",
    "accuse": "36 - 4 is not 31.\nStep: 2",
    "ask": "Why is 36 - 4 equal to 31?",
}


def saying(rows: Rows = all_correct, **others: str) -> Callable[[Request], str | Reply]:
    """A rule: these labels, and for other purposes the replies in `others` or usual ones."""
    replies = {**USUAL_REPLIES, **others}

    def rule(request: Request) -> str:
        if request.purpose in replies:
            return replies[request.purpose]
        if request.purpose == "label":
            return _labels(request, rows(request))
        if request.purpose == "explain":
            return _explanations(request)
        if request.purpose == "premises":
            n_steps = len(request.question.solution.steps) if request.question.solution else 0
            return json.dumps({str(step + 1): [step] for step in range(1, n_steps)})
        return f"{request.seat} says so."

    return rule


def _explanations(request: Request) -> str:
    """The fields that the form asks for, of each step; a judge that contests nothing says null."""
    known = {"error": "RE", "why": f"{request.seat} says so.", "fix": "Say otherwise.", "contest": None}
    assert isinstance(request.form, type)
    schema = request.form.model_json_schema()
    said = {}
    for step in request.steps:
        field = schema["properties"].get(str(step + 1))
        form = schema if field is None else schema["$defs"][field["$ref"].rpartition("/")[2]]
        said[str(step + 1)] = {name: known[name] for name in form["properties"]}
    return json.dumps(said)


def labels_reply(labels: Iterable[str | None]) -> str:
    """These labels of all steps, in the form that is asked for."""
    return json.dumps({str(number): label for number, label in enumerate(labels, start=1)})


def _labels(request: Request, labels: list[Row]) -> str:
    """One step alone is answered by its label, several by a list of objects, which is read as well."""
    if len(request.steps) != 1:
        return json.dumps({"steps": labels})
    return json.dumps(labels[0] if labels else {})


async def judged(
    name: str, question: Question = EGGS, player: Player | None = None, **options: Any
) -> tuple[Episode, Player]:
    """The episode, and the player in every seat."""
    player = player or Player(saying())
    agents = dict.fromkeys(("judge", "solver", "critic"), player)
    return await run_episode(load_protocol(name, **options), question, agents=agents, seed=3), player


def grading_of(episode: Episode) -> Grading:
    """The grading that the episode ended with."""
    assert episode.verdict.grading is not None
    return episode.verdict.grading


def labels_of(episode: Episode) -> list[str | None]:
    """The label of every step."""
    return [label.label for label in grading_of(episode).steps]
