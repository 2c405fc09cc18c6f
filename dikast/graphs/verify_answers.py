"""Answers verified: what solvers answered, compared with the right answers by a machine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dikast.graphs.agent_calls import together
from dikast.graphs.answer_groups import group_answers
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State
from dikast.protocols import VerifyMove
from dikast.records import (
    Attempt,
    AttemptStatus,
    CheckStatus,
    MajorityAnswer,
    MajorityStatus,
    Question,
    Turn,
    Verdict,
)
from dikast.verify import check_answer

_STATUS: dict[CheckStatus, AttemptStatus] = {"verified": "right", "refuted": "wrong", "unknown": "unknown"}
_NO_ANSWER = "no answer could be read"
_NO_REFERENCE = "no right answer is given"


def verify(move: VerifyMove) -> GraphNode:
    """The last answers of these roles, each compared with the right ones."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        attempts = await attempts_of(context, move.verify)
        # Seats are numbered with zeros before the number, so that keys sort in their order.
        entries = (context.episode.entry(f"{i:04}", attempt) for i, attempt in enumerate(attempts))
        return {"findings": {key: value for entry in entries for key, value in entry.items()}}

    return node


async def attempts_of(context: NodeContext, roles: Iterable[str]) -> list[Attempt]:
    """The last answer of every seat of these roles, each compared with the right ones."""
    question = context.episode.question
    last_turns = {turn.seat: turn for turn in context.history.turns if turn.kind == "answer"}
    turns = [last_turns[seat.name] for seat in context.seats_of(roles)]
    attempts = await together(_attempt(turn, question) for turn in turns)
    return await _grouped(attempts, turns, question)


async def _attempt(turn: Turn, question: Question) -> Attempt:
    """The answer of one turn, and whether it is right."""
    answer = _answer_of(turn, question)
    if answer is None:
        reason = "; ".join(turn.notes) or _NO_ANSWER
        return Attempt(seat=turn.seat, answer=None, status="unparsed", reason=reason, ending=turn.ending)
    if turn.choice is not None and question.gold is not None:
        return Attempt(
            seat=turn.seat,
            answer=answer,
            status="right" if turn.choice == question.gold else "wrong",
            strength="proof",
        )
    if not question.references:
        return Attempt(seat=turn.seat, answer=answer, status="unknown", reason=_NO_REFERENCE)
    check = await check_answer(question.references, answer, question=question.text, choices=question.choices or None)
    return Attempt(
        seat=turn.seat,
        answer=answer,
        status=_STATUS[check.status],
        strength=check.strength,
        reason=check.reason,
    )


def _answer_of(turn: Turn, question: Question) -> str | None:
    """The answer in words: a choice's text, or what the seat states."""
    if turn.choice is not None:
        return question.choices[turn.choice]
    return turn.answer


async def _grouped(attempts: Sequence[Attempt], turns: Sequence[Turn], question: Question) -> list[Attempt]:
    """The attempts, each with the number of its group of equal answers."""
    answers = {i: attempt.answer for i, attempt in enumerate(attempts) if attempt.answer is not None}
    if question.choices:
        groups = [[i for i in answers if turns[i].choice == choice] for choice in range(len(question.choices))]
        groups = sorted(filter(None, groups))
    else:
        groups = await group_answers(answers, question)
    numbers = {i: number for number, group in enumerate(groups) for i in group}
    return [attempt.model_copy(update={"group": numbers.get(i)}) for i, attempt in enumerate(attempts)]


def verified_verdict(attempts: Sequence[Attempt]) -> Verdict:
    """The verdict that these attempts make: unparsed if not one of them could be read."""
    if all(attempt.status == "unparsed" for attempt in attempts):
        return Verdict(
            status="unparsed",
            attempts=tuple(attempts),
            reason=attempts[0].reason if attempts else _NO_ANSWER,
            ending=attempts[0].ending if attempts else None,
        )
    return Verdict(
        status="decided",
        route="verifier",
        attempts=tuple(attempts),
        majority=_majority(attempts),
    )


def _majority(attempts: Sequence[Attempt]) -> MajorityAnswer:
    """The largest group of equal answers, or the groups that share this place. At least one answer could be read."""
    groups: dict[int, list[Attempt]] = {}
    for attempt in attempts:
        if attempt.group is not None:
            groups.setdefault(attempt.group, []).append(attempt)
    votes = max(map(len, groups.values()))
    largest = [group for group in groups.values() if len(group) == votes]
    statuses = [_status_of(group) for group in largest]
    credit = None
    if "unknown" not in statuses:
        credit = statuses.count("right") / len(statuses)
    is_split = len(largest) > 1
    return MajorityAnswer(
        answer=None if is_split else largest[0][0].answer,
        votes=votes,
        status="split" if is_split else statuses[0],
        n_tied=len(largest),
        credit=credit,
    )


def _status_of(group: Sequence[Attempt]) -> MajorityStatus:
    """Whether the answer of a group is right: proved of one of them, it holds for all."""
    statuses = {attempt.status for attempt in group} & {"right", "wrong"}
    if statuses == {"right"}:
        return "right"
    # Where equal answers are found right and wrong, one of the findings is at fault.
    return "wrong" if statuses == {"wrong"} else "unknown"
