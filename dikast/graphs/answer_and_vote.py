"""Answers and votes: seats that answer the question themselves, and are counted."""

from __future__ import annotations

from langgraph.runtime import Runtime

from dikast.agents import Choices, Reply
from dikast.graphs import verdicts
from dikast.graphs.agent_calls import AgentCall, ask_until_read, together
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.judge_query import decided
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State
from dikast.graphs.turn_builder import turn_of
from dikast.protocols import (
    AnswerMove,
    TurnContext,
    Unreadable,
    VoteMove,
    label_of,
    labels_for,
    read_label,
    split_thinking,
)
from dikast.records import Look, Seat, Turn


def answer(move: AnswerMove, place: str, role: str) -> GraphNode:
    """Every seat of the role answers the question itself, without sight of the others' present answers."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        seats = scene.stage.seats_of(role)
        return scene.turns(await together(_answer(scene, seat, k, move, place) for k, seat in enumerate(seats)))

    return node


async def _answer(scene: NodeContext, seat: Seat, number: int, move: AnswerMove, place: str) -> Turn:
    order = scene.stage.order
    labels = labels_for(order)
    cue = TurnContext("answer", place, scene.round_of(seat, place), scene.said.next_tick)
    messages = scene.stage.messages(seat, cue, scene.said)
    form = Choices(labels, move.reasoning)
    about = AgentCall(seat, "answer", cue.round, cue.tick, form, words=move.words, sample=number)

    def read(reply: Reply) -> str | Unreadable:
        return read_label(split_thinking(reply.text)[0], labels)

    answered = await ask_until_read(scene.context, about, messages, read)
    choice = order[labels.index(answered.value)] if isinstance(answered.value, str) else None
    return turn_of(seat, cue, "answer", answered).model_copy(update={"choice": choice})


def vote(move: VoteMove) -> GraphNode:
    """The last answers are counted; their shares are the verdict."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        last = {turn.seat: turn for turn in scene.said.turns if turn.kind == "answer"}
        voters = [seat.name for role in move.vote for seat in scene.stage.seats_of(role)]
        choices = [choice for name in voters if (choice := last[name].choice) is not None]
        order = scene.stage.order
        lost = f"{len(voters) - len(choices)} of {len(voters)} answers could not be read"
        seen = Look(
            round=scene.said.last_round,
            order=order,
            status="unparsed",
            text=", ".join(label_of(choice, order) for choice in choices),
            reason=lost if len(choices) < len(voters) else None,
        )
        if choices:
            seen = decided(seen, "votes", verdicts.shares([choices.count(choice) for choice in order]))
        return {"verdict": scene.context.entry("0", seen)}

    return node
