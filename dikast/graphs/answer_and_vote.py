"""Answers and votes: seats that answer the question themselves, and the count of their answers."""

from __future__ import annotations

from dataclasses import replace

from dikast.graphs.agent_calls import AgentCall, ask, together
from dikast.graphs.answer_reading import AnswerReading
from dikast.graphs.draft_helper import DraftHelper
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.judge_query import counted
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.solution_search import SolutionSearch
from dikast.graphs.state import State
from dikast.graphs.turn_builder import turn_of_reply
from dikast.protocols import AnswerMove, BestOf, TurnContext, VoteMove, label_of
from dikast.records import Look, Seat, Turn, Usage


def answer(move: AnswerMove, move_id: str, role: str) -> GraphNode:
    """Every seat of the role answers the question, without sight of the answers that others give at the same time."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        seats = context.prompts.seats_of(role)
        return context.update(await together(_turn(context, seat, k, move, move_id) for k, seat in enumerate(seats)))

    return node


async def _turn(context: NodeContext, seat: Seat, number: int, move: AnswerMove, move_id: str) -> Turn:
    """The answer of one seat. Seats alike are sent the same words: their number tells their calls from one another."""
    at = context.next_round("answer", seat, move_id)
    if move.search is not None:
        return await SolutionSearch(context, seat, number, move, move.search, at).turn()
    if move.best_of is not None:
        return await _best_answer(context, seat, number, move, move.best_of, at)
    reading = AnswerReading.of(context, seat, move)
    answered = await ask(context, AgentCall(seat, at, reading.form, words=move.words, sample=number), reading.read)
    return turn_of_reply(seat, at, "answer", answered, **reading.parts(answered.readable))


async def _best_answer(
    context: NodeContext, seat: Seat, number: int, move: AnswerMove, best_of: BestOf, at: TurnContext
) -> Turn:
    """The answer that the scorer takes of those that could be read; the first, unread, where none could."""
    reading = AnswerReading.of(context, seat, move)
    first_sample = number * best_of.n
    call = AgentCall(seat, at, reading.form, words=move.words)
    answers = await together(
        ask(context, replace(call, sample=first_sample + k), reading.read) for k in range(best_of.n)
    )
    usage = Usage.total(answered.usage for answered in answers)
    inner = tuple(inner_call for answered in answers for inner_call in answered.inner)
    readable = [k for k, answered in enumerate(answers) if answered.readable is not None]
    if not readable:
        unread = replace(answers[0], usage=usage, inner=inner)
        return turn_of_reply(seat, at, "answer", unread, **reading.parts(None))
    helper = DraftHelper.of_role(context, best_of.by, seat, at, {"is_begun": False})
    pick = await helper.best([answers[k].public for k in readable], best_of.scorer, first_sample)
    # The scorer saw the readable answers only: its position counts those.
    picked = readable[pick.position]
    best = replace(answers[picked], usage=usage + pick.usage, inner=inner)
    parts = reading.parts(best.readable)
    parts["candidates"] = tuple("" if answered.readable is None else answered.public for answered in answers)
    parts["picked"] = picked
    return turn_of_reply(seat, at, "answer", best, notes=pick.notes, **parts)


def vote(move: VoteMove) -> GraphNode:
    """The last answers are counted; their shares are the verdict."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
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
