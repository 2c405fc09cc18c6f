"""A judge's own solutions: several attempts, and how many of them end in the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask, together
from dikast.graphs.answer_groups import group_answers
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State
from dikast.graphs.turn_builder import TurnParts, build_turn
from dikast.language import stated_answer
from dikast.protocols import SolveMove, Unreadable, split_thinking
from dikast.records import Question, Seat, Turn, Usage


def solve(move: SolveMove, move_id: str) -> GraphNode:
    """Every seat of the role works the problem out itself, without sight of the solution to be judged."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        seats = context.prompts.seats_of(move.solve)
        return context.update(await together(_solved(context, seat, move, move_id) for seat in seats))

    return node


async def _solved(context: NodeContext, seat: Seat, move: SolveMove, move_id: str) -> Turn:
    at = context.now("solve", move_id)
    messages = context.prompts.messages(seat, at, context.history)
    call = AgentCall(seat, at, words=move.words, shown=frozenset())
    # A response to a task is worth reading without a final answer too.
    read = _read_any if context.episode.protocol.about == "responses" else _read
    answers = await together(ask(context, replace(call, sample=k), read, messages) for k in range(move.samples))
    picked, n_agreed = await _most_agreed(answers, context.episode.question)
    texts = tuple(answer.public for answer in answers)
    parts: TurnParts = {
        "status": "said" if n_agreed else "unparsed",
        "text": texts[picked],
        "thinking": answers[picked].thinking,
        "agreed": n_agreed,
        "model": answers[picked].reply.model,
        "usage": Usage.total(answer.usage for answer in answers),
        "inner": tuple(call for answer in answers for call in answer.inner),
    }
    if move.samples == 1:
        # A single attempt is all there is.
        return build_turn(seat, at, "solution", **parts)
    parts |= {"candidates": texts, "picked": picked}
    notes: tuple[str, ...] = ()
    if n_agreed < 2:
        # Of several attempts that all differ, none can be relied on.
        parts["text"] = ""
        notes = (f"no two of {move.samples} attempts end in the same answer",)
    return build_turn(seat, at, "solution", notes=notes, **parts)


def _read(reply: Reply) -> str | Unreadable:
    """The final answer that the reply states."""
    answer = stated_answer(split_thinking(reply.text)[0])
    if not answer:
        return Unreadable("no line `Answer: <your final answer>` in the reply")
    return answer


def _read_any(reply: Reply) -> str | Unreadable:
    """The final answer that the reply states, else all of it."""
    public = split_thinking(reply.text)[0].strip()
    return stated_answer(public) or public or Unreadable("no text in the reply")


async def _most_agreed(answers: Sequence[Answered[str]], question: Question) -> tuple[int, int]:
    """The first attempt of the largest group with the same answer, and how many attempts are in it.

    Two answers are the same where a machine proves it.
    """
    stated = {k: answered.readable for k, answered in enumerate(answers) if answered.readable is not None}
    # Of groups of one size, the earliest.
    largest = max(await group_answers(stated, question), key=len, default=[])
    return (largest[0] if largest else 0), len(largest)
