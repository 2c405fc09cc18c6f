"""Answers and votes: seats that answer the question themselves, and the count of their answers."""

from __future__ import annotations

from langgraph.runtime import Runtime

from dikast.agents import Choices, Reply
from dikast.graphs.agent_calls import AgentCall, ask, together
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.judge_query import counted
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.reply_ending import says_no, told_ending
from dikast.graphs.state import State
from dikast.graphs.turn_builder import turn_of_reply
from dikast.protocols import (
    AnswerMove,
    Unreadable,
    VoteMove,
    label_of,
    labels_for,
    read_label,
    read_open_answer,
    split_thinking,
)
from dikast.records import Look, Seat, Turn


def answer(move: AnswerMove, move_id: str, role: str) -> GraphNode:
    """Every seat of the role answers the question, without sight of the answers that others give at the same time."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        seats = context.prompts.seats_of(role)
        is_open = not context.episode.question.choices
        answer_of = _answer_openly if is_open else _answer
        turns = await together(answer_of(context, seat, k, move, move_id) for k, seat in enumerate(seats))
        return context.update(turns)

    return node


async def _answer(context: NodeContext, seat: Seat, number: int, move: AnswerMove, move_id: str) -> Turn:
    order = context.prompts.order
    labels = labels_for(order)
    options = context.episode.question_for(seat, order).choices

    def read(reply: Reply) -> str | Unreadable:
        return read_label(split_thinking(reply.text)[0], labels, options)

    at = context.next_round("answer", seat, move_id)
    # Seats alike are sent the same words: their number as the sample tells their calls from one another.
    call = AgentCall(seat, at, Choices(labels, move.reasoning, options), words=move.words, sample=number)
    answered = await ask(context, call, read)
    choice = None
    if answered.readable is not None:
        choice = order[labels.index(answered.readable)]
    return turn_of_reply(seat, at, "answer", answered, choice=choice)


async def _answer_openly(context: NodeContext, seat: Seat, number: int, move: AnswerMove, move_id: str) -> Turn:
    """The answer to a question without choices, in the seat's own words; the turn keeps all of them."""
    at = context.next_round("answer", seat, move_id)
    call = AgentCall(seat, at, words=move.words, sample=number)
    answered = await ask(context, call, _read_openly)
    return turn_of_reply(seat, at, "answer", answered, answer=answered.readable)


def _read_openly(reply: Reply) -> str | Unreadable:
    """The final answer of a reply. One that was cut off may have gone on to another answer."""
    if told_ending(reply) == "cut_off":
        return Unreadable("its final answer is missing")
    public = split_thinking(reply.text)[0]
    return read_open_answer(public, takes_short=not says_no(public))


def vote(move: VoteMove) -> GraphNode:
    """The last answers are counted; their shares are the verdict."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        verdict_look = _counted(context, move)
        return {"verdict": context.episode.entry("order 0", verdict_look)}

    return node


def _counted(context: NodeContext, move: VoteMove) -> Look:
    """The look that the voters' last answers make."""
    order = context.prompts.order
    last_choice = {turn.seat: turn.choice for turn in context.history.turns if turn.kind == "answer"}
    choices = [last_choice[voter.name] for voter in context.seats_of(move.vote)]
    places = [None if choice is None else order.index(choice) for choice in choices]
    unread = Look(
        round=context.history.last_round,
        order=order,
        status="unparsed",
        text=", ".join(label_of(choice, order) for choice in choices if choice is not None),
    )
    return counted(unread, places, len(order), route="votes", unit="answers")
