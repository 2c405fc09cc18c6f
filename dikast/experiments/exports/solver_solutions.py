"""Solver solutions: what solvers wrote in an episode, as worked solutions that can be judged step by step."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from pydantic import JsonValue

from dikast.experiments.stores import RunFolder
from dikast.questions import solution_row, split
from dikast.records import Attempt, Episode, Question, Solution
from dikast.sanitize import sanitize_json


def solutions_of(episodes: Iterable[Episode]) -> Iterator[Question]:
    """The question of each attempt that could be read, with what the solver wrote as its solution, split into steps.

    The id is that of the episode and the seat, `EPISODE/SEAT`, the author is the agent in the seat. Under `solver`, the
    metadata has the ids of the question, the episode and the seat, and the status of the attempt. Choices are in the
    order in which they were shown. Episodes without attempts have none.
    """
    for episode in episodes:
        texts = {turn.seat: turn.text for turn in episode.transcript.turns if turn.kind == "answer"}
        for attempt in episode.verdict.attempts:
            if attempt.answer is not None:
                yield _solved(episode, attempt, texts[attempt.seat])


def _solved(episode: Episode, attempt: Attempt, text: str) -> Question:
    """The question of one attempt, with its solution."""
    solution = Solution(steps=split(text), answer=attempt.answer, author=episode.agents.get(attempt.seat))
    origin: dict[str, JsonValue] = {
        "question": episode.question.id,
        "episode": episode.id,
        "seat": attempt.seat,
        "attempt": attempt.status,
    }
    return _as_shown(episode).model_copy(
        update={
            "id": f"{episode.id}/{attempt.seat}",
            "solution": solution,
            "metadata": {**episode.question.metadata, "solver": origin},
        }
    )


def _as_shown(episode: Episode) -> Question:
    """The question with its choices in the order in which the solver was shown them: its words name their labels."""
    question, order = episode.question, episode.order
    return question.model_copy(
        update={
            "choices": tuple(question.choices[choice] for choice in order),
            "gold": None if question.gold is None else order.index(question.gold),
            "gold_scores": tuple(question.gold_scores[choice] for choice in order if question.gold_scores),
        }
    )


def write_solutions(folder: RunFolder, file: BinaryIO) -> int:
    """A row of our own format of worked solutions for each attempt that could be read, one a line; how many."""
    n_rows = 0
    for question in solutions_of(folder.episodes()):
        row = sanitize_json(json.dumps(solution_row(question), ensure_ascii=False))
        file.write(row.encode() + b"\n")
        n_rows += 1
    return n_rows
