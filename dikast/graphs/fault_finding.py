"""Critics that list faults of an answer, each about words that stand in it."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask, together
from dikast.graphs.cited_span import span_of
from dikast.graphs.draft_helper import DraftHelper
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State
from dikast.graphs.turn_builder import build_turn
from dikast.protocols import CriticiseMove, StatedFault, StatedFaults, Unreadable, read_faults, split_thinking
from dikast.records import Fault, Seat, Turn, Usage

Critique = Answered[tuple[StatedFault, ...]]


def criticise(move: CriticiseMove, move_id: str) -> GraphNode:
    """Every seat of the role lists the faults that it finds, without sight of what others find."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        seats = context.prompts.seats_of(move.criticise)
        return context.update(
            await together(_critique(context, seat, k, move, move_id) for k, seat in enumerate(seats))
        )

    return node


async def _critique(context: NodeContext, seat: Seat, number: int, move: CriticiseMove, move_id: str) -> Turn:
    """The critique of one seat: the only one that it writes, or the best of several."""

    def read(reply: Reply) -> tuple[StatedFault, ...] | Unreadable:
        return read_faults(split_thinking(reply.text)[0], move.most)

    at = context.now("faults", move_id)
    n = 1 if move.best_of is None else move.best_of.n
    calls = (AgentCall(seat, at, StatedFaults, words=move.words, sample=number * n + k) for k in range(n))
    drafts: list[Critique] = await together(ask(context, call, read) for call in calls)
    answer = _answer_text(context)
    found = [_faults(draft.readable or (), answer) for draft in drafts]
    texts = ["" if draft.readable is None else _in_words(faults) for draft, faults in zip(drafts, found, strict=True)]
    usage = Usage.total(draft.usage for draft in drafts)
    readable = [k for k, draft in enumerate(drafts) if draft.readable is not None]
    picked = readable[0] if readable else 0
    notes: tuple[str, ...] = ()
    if move.best_of is not None and readable:
        helper = DraftHelper.of_role(context, move.best_of.by, seat, at, {})
        pick = await helper.best([texts[k] for k in readable], move.best_of.scorer, number * n)
        picked, notes, usage = readable[pick.position], pick.notes, usage + pick.usage
    best = drafts[picked]
    return build_turn(
        seat,
        at,
        "critique",
        fault=best.fault,
        notes=notes,
        text=texts[picked],
        faults=found[picked],
        candidates=tuple(texts) if n > 1 else (),
        picked=picked if n > 1 and readable else None,
        thinking=best.thinking,
        model=best.reply.model,
        usage=usage,
        ending=best.ending,
        inner=tuple(call for draft in drafts for call in draft.inner),
    )


def _answer_text(context: NodeContext) -> str:
    """The text of the answer that is criticised, the last one given."""
    return [turn.text for turn in context.history.turns if turn.kind == "answer"][-1]


def _faults(stated: Sequence[StatedFault], answer: str) -> tuple[Fault, ...]:
    """The faults, each with the place of its words in the answer."""
    return tuple(
        Fault(words=one.words, span=span_of(one.words, answer), wrong=one.wrong.strip(), severity=one.severity)
        for one in stated
    )


def _in_words(faults: Sequence[Fault]) -> str:
    """The critique as others read it: the faults of words that stand in the answer."""
    lines = [f"“{fault.words}” ({fault.severity}): {fault.wrong}" for fault in faults if fault.span is not None]
    return "\n".join(lines) or "I find nothing wrong with it."
