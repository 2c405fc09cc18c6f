"""Debaters that may give up their answers, and the verdict that they make where only one answer is left."""

from __future__ import annotations

from collections.abc import Iterable

from dikast.agents import Choices, Reply
from dikast.graphs import combine_looks
from dikast.graphs.agent_calls import AgentCall, ask, together
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.judge_query import LabelScores, decided
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State
from dikast.graphs.turn_builder import build_turn
from dikast.protocols import (
    NO,
    YES,
    ConcedeMove,
    Concession,
    Unreadable,
    cut_to_words,
    read_concession,
    split_thinking,
)
from dikast.records import Look, Seat, Turn


def concede(move: ConcedeMove, move_id: str, role: str) -> GraphNode:
    """Every seat of the role says whether it gives up its answer, without sight of what others say to it."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        seats = context.prompts.seats_of(role)
        return context.update(await together(_concession(context, seat, move, move_id) for seat in seats))

    return node


async def _concession(context: NodeContext, seat: Seat, move: ConcedeMove, move_id: str) -> Turn:
    def read(reply: Reply) -> Concession | Unreadable:
        return read_concession(split_thinking(reply.text)[0])

    at = context.now("concede", move_id)
    answered = await ask(context, AgentCall(seat, at, Choices((YES, NO), reasoning=True), words=move.words), read)
    said = answered.readable
    text, is_cut = cut_to_words("" if said is None else said.reason, move.words)
    return build_turn(
        seat,
        at,
        "concession",
        fault=answered.fault,
        text=text,
        cut=is_cut,
        argues=seat.argues,
        concedes=None if said is None else said.concedes,
        thinking=answered.thinking,
        model=answered.reply.model,
        usage=answered.usage,
        ending=answered.ending,
        inner=answered.inner,
    )


def conceded_looks(context: NodeContext, orders: Iterable[tuple[int, ...]]) -> list[Look]:
    """The look that the debaters make, for each order, at no cost; none where it is for the judge to decide."""
    left = _answer_left(context)
    if left is None:
        return []
    looks: list[Look] = []
    for order in orders:
        unread = Look(
            round=max(1, context.history.last_round),
            order=order,
            status="unparsed",
            text="every other answer was given up",
            model="concession",
        )
        scores = LabelScores("concession", combine_looks.certain(order.index(left), len(order)))
        looks.append(decided(unread, scores))
    return looks


def _answer_left(context: NodeContext) -> int | None:
    """The one choice that a debater still holds; None where there are several or none, or this decides nothing."""
    moves = context.episode.protocol.moves_of(ConcedeMove)
    if not any(move.decides for move in moves):
        return None
    # What a debater said last counts.
    last = {turn.seat: turn for turn in context.history.turns if turn.kind == "concession"}
    asked = context.seats_of(dict.fromkeys(role for move in moves for role in move.concede))
    held = {seat.argues for seat in asked if not (seat.name in last and last[seat.name].concedes)}
    all_held = {seat.argues for seat in asked}
    if len(held) != 1 or len(all_held) < 2:
        return None
    return held.pop()
