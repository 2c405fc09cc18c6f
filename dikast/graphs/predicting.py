"""Predictions: what a market expects the judge to believe, or peers expect one another to answer."""

from __future__ import annotations

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, ask, together
from dikast.graphs.combine_looks import safe_log
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.judge_query import LabelScores, decided
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import Entries, State
from dikast.protocols import (
    DecideMove,
    PredictMove,
    TurnContext,
    Unreadable,
    labels_for,
    read_stated,
    split_thinking,
    stated_form,
)
from dikast.records import Look, Seat, SeatPrediction, movement


def predict(move: PredictMove, move_id: str) -> GraphNode:
    """Every seat of the role predicts, without sight of what the others predict."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        seats = context.prompts.seats_of(move.predict)
        made = await together(_prediction(context, seat, k, move, move_id) for k, seat in enumerate(seats))
        entries: Entries = {}
        for prediction in made:
            key = f"{prediction.tick:04}/{move_id}/{prediction.seat}"
            entries |= context.episode.entry(key, prediction)
        return {"predictions": entries}

    return node


async def _prediction(context: NodeContext, seat: Seat, number: int, move: PredictMove, move_id: str) -> SeatPrediction:
    """The prediction of one seat."""
    order = context.prompts.order
    labels = labels_for(order)

    def read(reply: Reply) -> tuple[float, ...] | Unreadable:
        return read_stated(split_thinking(reply.text)[0], labels)

    at = TurnContext("predict", move_id, context.history.last_round, context.history.next_tick)
    # Seats alike are sent the same words: their number as the sample tells their calls from one another.
    call = AgentCall(seat, at, stated_form(labels, move.reasoning), sample=number)
    answered = await ask(context, call, read)
    look = Look(
        round=at.round,
        order=order,
        status="unparsed",
        text=answered.public,
        thinking=answered.thinking,
        model=answered.reply.model,
        usage=answered.usage,
        inner=answered.inner,
        reason=answered.fault,
        ending=answered.ending,
    )
    if answered.readable is not None:
        look = decided(look, LabelScores("probabilities", [safe_log(p) for p in answered.readable]))
    # Without `of` it is the verdict, which a `decide` gives at the end.
    of = move.of or context.episode.protocol.moves_of(DecideMove)[-1].decide
    return SeatPrediction(seat=seat.name, of=of, move=move_id, tick=at.tick, look=look)


def is_settled(context: NodeContext, at_most: float) -> bool:
    """Whether the last two predictions of the verdict are no further apart than this; both must be readable."""
    last_two: list[tuple[float, ...] | None] = []
    for prediction in context.history.predictions:
        move = context.episode.protocol.move(prediction.move)
        if isinstance(move, PredictMove) and move.of is None:
            last_two = [*last_two[-1:], prediction.probabilities]
    if len(last_two) < 2 or last_two[0] is None or last_two[1] is None:
        return False
    # What is written as 0.05 must not fail by the last digit of a float.
    return movement(last_two[0], last_two[1]) <= at_most + 1e-9
