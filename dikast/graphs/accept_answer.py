"""An answer accepted or rejected by a judge, and compared with the right ones by a machine that no seat hears of."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.graphs.agent_calls import together
from dikast.graphs.combine_looks import combine
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.judge_query import JudgeQuery
from dikast.graphs.jury import jury_look
from dikast.graphs.leaf_verdict import leaf_values, leaf_verdict
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import Entries, State
from dikast.graphs.verify_answers import attempts_of
from dikast.protocols import AcceptMove, AnswerMove
from dikast.records import Acceptance, Attempt, Look, Turn, Verdict, claim_tree

_HOLDS = {0: True, 1: False}
"""What each of the two statements means: that the answer is accepted, or rejected."""


def accept(move: AcceptMove, move_id: str) -> GraphNode:
    """The judge's look at the answer, or at the leaf, in each order of the two statements that the episode wants.

    Without an answer that could be read, or without a leaf, the judge is not asked.
    """

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        answering = {role for answer in context.episode.protocol.moves_of(AnswerMove) for role in answer.answer}
        (attempt,) = await attempts_of(context, answering)
        update: StateUpdate = {"findings": context.episode.entry("answer", attempt)}
        if attempt.answer is None:
            return update
        looks = await acceptance_looks(context, move, move_id, context.episode.verdict_orders)
        entries: Entries = {}
        for number, judged in enumerate(looks):
            entries |= context.episode.entry(f"order {number}", judged)
        return {**update, "verdict": entries}

    return node


async def acceptance_looks(
    context: NodeContext, move: AcceptMove, move_id: str, orders: Sequence[tuple[int, ...]]
) -> list[Look]:
    """The judge's look at the answer or the leaf in each of these orders of the statements; none without a leaf."""
    if move.about == "leaf" and claim_tree(context.history.turns).leaf is None:
        return []
    juries = [_queries(context, move, move_id, order) for order in orders]
    return await together(jury_look(context, queries) for queries in juries)


def _queries(context: NodeContext, move: AcceptMove, move_id: str, order: tuple[int, ...]) -> list[JudgeQuery]:
    """The query of every seat of the judge's role, with the statements in this order."""
    # By the route `samples` a seat makes several calls, which are numbered one by one.
    n_calls = move.samples if move.route == "samples" else 1
    queries: list[JudgeQuery] = []
    for number, seat in enumerate(context.prompts.seats_of(move.accept)):
        query = JudgeQuery(
            seat=seat,
            purpose="accept",
            move_id=move_id,
            route=move.route,
            reasoning=move.reasoning,
            samples=move.samples,
            order=order,
            sample=number * n_calls,
            options=move.statements,
            extra=leaf_values(context, move, seat),
            words=move.words,
        )
        queries.append(query)
    return queries


def answer_verdict(move: AcceptMove, attempt: Attempt, turns: Sequence[Turn], looks: Sequence[Look]) -> Verdict:
    """The verdict on an answer by these looks at it, or at the leaf of the claims that these turns split it into."""
    if move.about == "leaf":
        return leaf_verdict(attempt, claim_tree(turns), looks)
    return accepted_verdict(attempt, looks)


def accepted_verdict(attempt: Attempt, looks: Sequence[Look]) -> Verdict:
    """The verdict that these looks at the answer make; unparsed where it, or one of the looks, could not be read."""
    if attempt.answer is None:
        reason = f"there is no answer to accept: {attempt.reason}"
        acceptance = Acceptance()
        return Verdict(
            status="unparsed", attempts=(attempt,), acceptance=acceptance, reason=reason, ending=attempt.ending
        )
    combined = combine(looks)
    acceptance = Acceptance(looks=tuple(looks))
    if combined.probabilities is not None:
        accepted = None if combined.choice is None else _HOLDS[combined.choice]
        acceptance = Acceptance(accepted=accepted, p_right=combined.probabilities[0], looks=tuple(looks))
    return Verdict(
        status=combined.status,
        route=combined.route,
        attempts=(attempt,),
        acceptance=acceptance,
        reason=combined.reason,
        ending=combined.ending,
    )
