"""The sets that judges are rated on: pairs of responses, worked solutions and debates, whose truth is known."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import JsonValue, ValidationError

from dikast.errors import BadInput
from dikast.evaluation.agent_pool import pool_of
from dikast.evaluation.league import League
from dikast.experiments import AgentSpec
from dikast.input_files import Document, into
from dikast.questions import QuestionSource, load_questions, marked_row, planted_solutions
from dikast.records import Question

SET_SEED = 0
"""The seed of the sets that ship: every league has the same."""
N_SOLUTIONS = 80
N_PAIRS = 80
N_DEBATED = 24

STEPS: Mapping[str, JsonValue] = {"use": "process-direct", "grounding": "none", "details": "none"}
PAIRS: Mapping[str, JsonValue] = {"use": "judge-pairwise", "ties": False}
DEBATES: Mapping[str, JsonValue] = {"use": "checked-debate"}


@dataclass(frozen=True)
class JudgeSet:
    """One set, and how it is judged.

    - `name`: of its runs.
    - `questions`, `protocol`, `swap`: as an experiment has them.
    - `debaters`: the programs that argue before the judge, by role.
    - `write`: makes the file of its questions.
    """

    name: str
    questions: Mapping[str, JsonValue]
    protocol: Mapping[str, JsonValue]
    swap: Literal["none", "both"] = "none"
    debaters: Mapping[str, AgentSpec] = field(default_factory=dict)
    write: Callable[[], None] = lambda: None


def shipped_judge_sets(league: League) -> list[JudgeSet]:
    """The sets that ship. Those that a generator makes are written into the league, the same in each."""
    folder = league.path.absolute() / "sets"
    steps = folder / "steps.jsonl"
    honest, _, _, misquoting, _ = pool_of("debater")
    return [
        JudgeSet(
            "steps",
            {"dataset": "solutions", "path": str(steps)},
            STEPS,
            write=lambda: _write_once(steps, map(marked_row, planted_solutions(N_SOLUTIONS, SET_SEED))),
        ),
        JudgeSet(
            "debates",
            {"library": "demo", "limit": N_DEBATED},
            DEBATES,
            swap="both",
            debaters={"alice": honest, "bob": misquoting},
        ),
    ]


def own_judge_set(source: Mapping[str, JsonValue], base: Path) -> JudgeSet:
    """A user's set, judged as its first question wants it: step by step, or by a choice in both orders.

    Raises BadInput where the questions can't be read.
    """
    try:
        first = load_questions(into(QuestionSource, Document({**source, "limit": 1}, "--questions")), base=base, seed=0)
    except ValidationError as error:
        raise BadInput(str(error), "--questions") from None
    if first and first[0].solution is not None:
        return JudgeSet("questions", source, STEPS)
    if _is_of_responses(first):
        return JudgeSet("questions", source, PAIRS)
    protocol = "direct-with-source" if first and first[0].source else "direct"
    return JudgeSet("questions", source, {"use": protocol}, swap="both")


def _is_of_responses(questions: Sequence[Question]) -> bool:
    """Whether the choices are responses, one of which is better: so people's ties and long texts tell."""
    return any(question.gold_tie or min(map(len, question.choices), default=0) > 200 for question in questions)


def _write_once(path: Path, rows: Iterable[Mapping[str, JsonValue]]) -> None:
    """Writes the rows, unless the file is there. Raises BadInput where no file can be written."""
    if path.is_file():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"the set can't be written: {error.strerror}", str(path)) from None
