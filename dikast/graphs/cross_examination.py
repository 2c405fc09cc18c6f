"""Cross-examination: a question to an earlier copy of a seat, which is shown only what that seat had seen by then."""

from __future__ import annotations

from dataclasses import replace

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, ask
from dikast.graphs.episode_context import EpisodeRuntime, derived_seed
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State
from dikast.graphs.turn_builder import build_turn
from dikast.protocols import ExamineMove, History, Speech, Unreadable, read_speech
from dikast.records import Turn


def put_to_copy(move: ExamineMove, move_id: str) -> GraphNode:
    """The seat asks its question. Where the other has said nothing that could be read, there is none to ask."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        speech = _moment(context, move, move_id)
        if speech is None:
            return {}
        (seat,) = context.prompts.seats_of(move.examine)
        at = context.now("examine", move_id)
        call = AgentCall(seat, at, words=move.words, extra={"examines": speech.key})
        turn = await _said(context, call, examines=speech.key)
        return context.update([turn])

    return node


def answer_as_copy(move: ExamineMove, move_id: str) -> GraphNode:
    """The earlier copy answers the question that was put to it."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        last = context.history.turns[-1]
        # An unreadable question is no question.
        if last.move != move_id or last.examines is None or last.status == "unparsed":
            return {}
        speech = next(turn for turn in context.history.turns if turn.key == last.examines)
        (seat,) = context.prompts.seats_of(move.of)
        at = context.now("testify", move_id)
        past = replace(context, history=history_by(speech, context.history))
        call = AgentCall(seat, at, words=move.words, extra={"asked": last.text})
        turn = await _said(past, call, copy_at=speech.key)
        return context.update([turn])

    return node


def history_by(speech: Turn, history: History) -> History:
    """What a seat can have seen by the time it had made this speech: that speech, and what came before it."""
    turns = [turn for turn in history.turns if turn.tick < speech.tick or turn.key == speech.key]
    checks = [check for check in history.checks if check.tick is not None and check.tick <= speech.tick]
    return History(tuple(turns), tuple(checks))


def _moment(context: NodeContext, move: ExamineMove, move_id: str) -> Turn | None:
    """The speech or answer that the copy has just made; None where there is none that could be read."""
    (seat,) = context.prompts.seats_of(move.of)
    own = [turn for turn in context.history.turns if turn.seat == seat.name and turn.makes_round and turn.text]
    if not own:
        return None
    if move.moment == "first":
        return own[0]
    drawn = derived_seed(context.episode.seed, "moment", move_id, context.history.next_tick)
    return own[drawn % len(own)]


async def _said(
    context: NodeContext, call: AgentCall, *, examines: str | None = None, copy_at: str | None = None
) -> Turn:
    """What the seat says in this call, as a turn of the examination."""

    def read(reply: Reply) -> Speech | Unreadable:
        return read_speech(reply.text, call.words)

    answered = await ask(context, call, read)
    speech = answered.readable or Speech("")
    return build_turn(
        call.seat,
        call.at,
        "examination",
        fault=answered.fault,
        text=speech.text,
        thinking=speech.thinking or answered.reply.thinking,
        quotes=speech.quotes,
        cut=speech.cut or answered.ending == "cut_off",
        ending=answered.ending,
        argues=call.seat.argues,
        model=answered.reply.model,
        usage=answered.usage,
        inner=answered.inner,
        examines=examines,
        copy_at=copy_at,
    )
