"""Claims read by a model: it restates what steps or turns say as formulas, which a check then decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import BaseMessage

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask, together
from dikast.graphs.check_nodes import seen_key
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State
from dikast.graphs.turn_builder import build_turn
from dikast.protocols import (
    CheckMove,
    RestatedClaims,
    TurnContext,
    Unreadable,
    read_restated_claims,
    reading_text,
    split_thinking,
    step_key,
)
from dikast.records import ProposedClaim, Seat, Turn, Usage


@dataclass(frozen=True)
class ReadingTask:
    """What one call asks a reader to restate: a step or a turn, by the key that checks of it have, and its messages."""

    about: str
    messages: tuple[BaseMessage, ...]
    steps: tuple[int, ...] = ()
    shown: frozenset[int] | None = None


def read_claims(move: CheckMove, move_id: str, role: str) -> GraphNode:
    """Every seat of the role reads what the check will look at, in one call for each step or turn."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        at = context.now("read", move_id)
        turns: list[Turn] = []
        for seat in context.seats_of((role,)):
            tasks = _tasks(context, move, seat, at, set(state.get("checked", {})))
            if tasks:
                turns.append(await _reading(context, seat, at, tasks))
        return context.update(turns) if turns else {}

    return node


def _tasks(context: NodeContext, move: CheckMove, seat: Seat, at: TurnContext, checked: set[str]) -> list[ReadingTask]:
    """The steps or turns that were not checked before."""
    prompts, history = context.prompts, context.history
    if move.check == "solution":
        if seen_key("solution", "solution") in checked:
            return []
        steps = range(context.episode.n_steps)
        return [
            ReadingTask(
                step_key(step),
                prompts.step_messages(seat, at, history, step, None),
                (step,),
                frozenset(range(step + 1)),
            )
            for step in steps
        ]
    turns = [turn for turn in history.turns if seat.may_see(turn) and turn.kind != "reading" and turn.text]
    return [
        ReadingTask(turn.key, prompts.turn_messages(seat, at, turn))
        for turn in turns
        if seen_key(move.check, turn.key) not in checked
    ]


async def _reading(context: NodeContext, seat: Seat, at: TurnContext, tasks: Sequence[ReadingTask]) -> Turn:
    """One turn with all that the seat restated, and what its calls cost together."""
    answers = await together(_ask(context, seat, at, number, task) for number, task in enumerate(tasks))
    claims = {task.about: answer.readable or () for task, answer in zip(tasks, answers, strict=True)}
    faults = [f"{task.about}: {a.fault}" for task, a in zip(tasks, answers, strict=True) if a.fault is not None]
    return build_turn(
        seat,
        at,
        "reading",
        notes=tuple(faults),
        status="unparsed" if len(faults) == len(tasks) else "said",
        text=reading_text(claims),
        model=answers[0].reply.model,
        usage=Usage.total(answer.usage for answer in answers),
        inner=tuple(call for answer in answers for call in answer.inner),
    )


async def _ask(
    context: NodeContext, seat: Seat, at: TurnContext, number: int, task: ReadingTask
) -> Answered[tuple[ProposedClaim, ...]]:
    # The sample makes the seeds of calls about several turns differ.
    call = AgentCall(seat, at, RestatedClaims, about=task.steps, shown=task.shown, sample=0 if task.steps else number)
    return await ask(context, call, _read, task.messages)


def _read(reply: Reply) -> tuple[ProposedClaim, ...] | Unreadable:
    return read_restated_claims(split_thinking(reply.text)[0])
