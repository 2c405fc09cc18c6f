"""The sets that judges are rated on: pairs of responses, worked solutions and debates, whose truth is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import JsonValue, ValidationError

from dikast.errors import BadInput
from dikast.evaluation.agent_pool import planted
from dikast.evaluation.judge_set import graded_solutions, judge_pairs
from dikast.evaluation.known_questions import checkable_questions
from dikast.evaluation.league import League
from dikast.evaluation.league_file import LeagueFile
from dikast.evaluation.set_files import write_rows
from dikast.experiments import AgentSpec
from dikast.input_files import Document, into
from dikast.questions import QuestionSource, load_questions, question_row, solution_row
from dikast.records import Question

N_SOLUTIONS = 80
N_PAIRS = 80
DEBATERS = ("artful", "padded", "misquoting", "injecting")
"""Those who argue for the wrong answer, in turn."""

STEPS: Mapping[str, JsonValue] = {"use": "process-unaided", "details": "none"}
PAIRS: Mapping[str, JsonValue] = {"use": "judge-pairwise", "ties": False}
DEBATES: Mapping[str, JsonValue] = {"use": "checked-debate"}


@dataclass(frozen=True)
class JudgeTrial:
    """One set, and how it is judged.

    - `name`: of its runs.
    - `questions`, `protocol`, `swap`, `order`: as an experiment has them. Sets that ship are balanced as they are.
    - `debaters`: the programs that argue before the judge, by role, and `include`, which of them on which question.
    - `file`: the file of its questions, if the league keeps it; `write` makes it.
    """

    name: str
    questions: Mapping[str, JsonValue]
    protocol: Mapping[str, JsonValue]
    swap: Literal["none", "both"] = "none"
    order: Literal["balanced", "given"] = "given"
    debaters: Mapping[str, Sequence[AgentSpec]] = field(default_factory=dict)
    include: Sequence[Mapping[str, Sequence[str]]] = ()
    file: LeagueFile | None = None
    write: Callable[[], None] = lambda: None


def shipped_trials(league: League, limit: int | None) -> list[JudgeTrial]:
    """Pairs, worked solutions and debates, at most `limit` of each. Their files are the same in every league."""
    return [_pairs(league), steps_trial(league), _debates(league, limit)]


def steps_trial(league: League) -> JudgeTrial:
    """Worked solutions with marks, half of them with a planted error."""
    file = league.set_file("steps")
    return JudgeTrial(
        "steps",
        {"dataset": "solutions", "path": file.name},
        STEPS,
        file=file,
        write=lambda: write_rows(file.path, map(solution_row, graded_solutions(N_SOLUTIONS))),
    )


def _pairs(league: League) -> JudgeTrial:
    """A right and a wrong response to the same task, in both orders."""
    file = league.set_file("pairs")
    return JudgeTrial(
        "pairs",
        {"file": file.name},
        PAIRS,
        file=file,
        write=lambda: write_rows(file.path, map(question_row, judge_pairs(N_PAIRS))),
    )


def _debates(league: League, limit: int | None) -> JudgeTrial:
    """Debates of programs, in both orders of the answers: the honest one argues for the right answer.

    The right answer is shown first in half of them. Each opponent argues on every fourth question.
    """
    file = league.set_file("debates")
    n = len(DEBATERS)
    questions = [_with_right_choice(question, i // n % 2) for i, question in enumerate(checkable_questions())]
    bouts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for i, question in enumerate(questions[:limit]):
        opponent = DEBATERS[i % n]
        speakers = ("honest", opponent) if question.gold == 0 else (opponent, "honest")
        bouts[speakers].append(question.id)
    include = [
        {"question": ids, "alice": [planted(alice)], "bob": [planted(bob)]} for (alice, bob), ids in bouts.items()
    ]
    speaking = [planted("honest"), *map(planted, DEBATERS)]
    return JudgeTrial(
        "debates",
        {"file": file.name},
        DEBATES,
        swap="both",
        debaters={"alice": speaking, "bob": speaking},
        include=include,
        file=file,
        write=lambda: write_rows(file.path, map(question_row, questions)),
    )


def _with_right_choice(question: Question, place: int) -> Question:
    """The question with its right choice at this place, of two."""
    if question.gold is None or question.gold == place:
        return question
    return question.model_copy(update={"choices": question.choices[::-1], "gold": place})


def own_trial(source: Mapping[str, JsonValue], base: Path) -> JudgeTrial:
    """A user's set, judged as its first question wants it: step by step, or by a choice in both orders.

    Raises BadInput where the questions can't be read.
    """
    try:
        first = load_questions(into(QuestionSource, Document({**source, "limit": 1}, "--questions")), base=base, seed=0)
    except ValidationError as error:
        raise BadInput(str(error), "--questions") from None
    if first and first[0].solution is not None:
        return JudgeTrial("questions", source, STEPS)
    if _is_of_responses(first):
        return JudgeTrial("questions", source, PAIRS, order="balanced")
    protocol = "direct-with-source" if first and first[0].source else "direct"
    return JudgeTrial("questions", source, {"use": protocol}, swap="both", order="balanced")


def _is_of_responses(questions: Sequence[Question]) -> bool:
    """Whether the choices are responses to compare: people may have called them a tie, and some are long."""
    return any(question.gold_tie or min(map(len, question.choices), default=0) > 200 for question in questions)
