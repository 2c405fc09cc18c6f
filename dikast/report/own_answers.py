"""Judges' own answers in run folders: which questions they can answer, and whether the references hold against them."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import Any, TypeVar

from dikast.experiments import RunFolder
from dikast.importers import AuditedReference, audit_references
from dikast.language import stated_answer
from dikast.records import CheckStatus, Episode, Question, Record

AbilityByQuestion = dict[tuple[str, str], bool | None]
"""Whether an agent can answer a question, by its name and the question's id; None where its answers do not tell."""

MOST_SUSPECTS = 20

T = TypeVar("T")


class ReferenceAudit(Record):
    """References against what solvers answer themselves, and against reference solutions (see `audit_references`).

    - `questions`: how many questions have a reference.
    - `verified`, `refuted`, `undecided`: of those where more than half of the solvers give the same answer, how many
      references are equal to it, differ from it, or can't be compared with it by a machine.
    - `no_majority`: questions to which no more than half of the solvers give the same answer.
    - `n_suspect`: how many references are contradicted by most solvers or by the reference solution.
    - `suspects`: the first of these.
    """

    questions: int
    verified: int
    refuted: int
    undecided: int
    no_majority: int
    n_suspect: int
    suspects: tuple[AuditedReference, ...]


def find_own_abilities(runs: Iterable[RunFolder]) -> AbilityByQuestion:
    """What judges can answer, by their own answers in these runs and the questions' references.

    A judge can answer a question where all of its own answers are verified, and can't where all are refuted. Questions
    without a reference are left out.
    """
    return _in_thread(_own_abilities(_episodes_of(runs)))


def audit_runs(runs: Iterable[RunFolder]) -> ReferenceAudit | None:
    """The audit of the references in these runs; None where no question has one."""
    audited = _in_thread(audit_references(_episodes_of(runs)))
    if not audited:
        return None
    found = [row.of_majority for row in audited]
    suspects = [row for row in audited if row.is_suspect]
    return ReferenceAudit(
        questions=len(audited),
        verified=found.count("verified"),
        refuted=found.count("refuted"),
        undecided=found.count("unknown"),
        no_majority=found.count(None),
        n_suspect=len(suspects),
        suspects=tuple(suspects[:MOST_SUSPECTS]),
    )


def _episodes_of(runs: Iterable[RunFolder]) -> Iterator[Episode]:
    return chain.from_iterable(run.episodes() for run in runs)


def _in_thread(work: Coroutine[Any, Any, T]) -> T:
    """The result of the work. A thread of its own, since a notebook already has an event loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _own_abilities(episodes: Iterable[Episode]) -> AbilityByQuestion:
    statuses: dict[tuple[str, str], list[CheckStatus]] = {}
    # The same answer is given in many episodes, and checked once.
    checked: dict[tuple[str, str], CheckStatus] = {}
    for episode in episodes:
        question = episode.question
        if not question.references:
            continue
        for agent, text in _own_answers(episode):
            if (question.id, text) not in checked:
                checked[question.id, text] = await _status(question, text)
            statuses.setdefault((agent, question.id), []).append(checked[question.id, text])
    return {key: _ability(of_question) for key, of_question in statuses.items()}


def _own_answers(episode: Episode) -> Iterator[tuple[str, str]]:
    """Each judge's agent, and what it answers itself."""
    judges = {seat.name for seat in episode.transcript.seats if seat.kind == "judge"}
    for turn in episode.transcript.turns:
        if turn.kind == "solution" and turn.seat in judges:
            yield episode.agents.get(turn.seat, ""), turn.text


async def _status(question: Question, text: str) -> CheckStatus:
    """What a machine finds of an own answer."""
    from dikast.verify import check_answer

    answer = stated_answer(text)
    if answer is None:
        return "unknown"
    return (await check_answer(question.references, answer, question=question.text)).status


def _ability(statuses: Sequence[CheckStatus]) -> bool | None:
    if set(statuses) == {"verified"}:
        return True
    if set(statuses) == {"refuted"}:
        return False
    return None
