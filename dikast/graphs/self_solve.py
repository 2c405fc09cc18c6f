"""A judge's own solutions: several attempts, and how many of them end in the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from langgraph.runtime import Runtime

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask, together
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State
from dikast.graphs.turn_builder import build_turn
from dikast.protocols import SolveMove, Unreadable, split_thinking
from dikast.questions import stated_answer
from dikast.records import Question, Seat, Turn, Usage
from dikast.verify import check_answer


def solve(move: SolveMove, move_id: str) -> GraphNode:
    """Every seat of the role works the problem out itself, without sight of the solution that is to be judged."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        seats = context.prompts.seats_of(move.solve)
        return context.update(await together(_solved(context, seat, move, move_id) for seat in seats))

    return node


async def _solved(context: NodeContext, seat: Seat, move: SolveMove, move_id: str) -> Turn:
    at = context.now("solve", move_id)
    messages = context.prompts.messages(seat, at, context.history)
    call = AgentCall(seat, at, words=move.words, shown=frozenset())
    answers = await together(ask(context, replace(call, sample=k), _read, messages) for k in range(move.samples))
    picked, n_agreed = await _most_agreed(answers, context.episode.question)
    # Of several attempts that all differ, none can be relied on; a single one is all there is.
    is_usable = n_agreed >= 2 or move.samples == 1
    is_one_of_several = move.samples > 1
    texts = tuple(answer.public for answer in answers)
    return build_turn(
        seat,
        at,
        "solution",
        status="said" if n_agreed else "unparsed",
        notes=() if is_usable else (f"no two of {move.samples} attempts end in the same answer",),
        text=texts[picked] if is_usable else "",
        thinking=answers[picked].thinking,
        candidates=texts if is_one_of_several else (),
        picked=picked if is_one_of_several else None,
        agreed=n_agreed,
        model=answers[picked].reply.model,
        usage=Usage.total(answer.usage for answer in answers),
    )


def _read(reply: Reply) -> str | Unreadable:
    public = split_thinking(reply.text)[0]
    return stated_answer(public) or Unreadable("no line `Answer: <your final answer>` in the reply")


async def _most_agreed(answers: Sequence[Answered[str]], question: Question) -> tuple[int, int]:
    """The first attempt of the largest group with the same answer, and how many attempts are in it.

    Two answers are the same where a machine proves it.
    """
    groups: list[list[int]] = []
    for k, answered in enumerate(answers):
        if isinstance(answered.value, Unreadable):
            continue
        for group in groups:
            first = answers[group[0]].value
            check = await check_answer(
                str(first), answered.value, question=question.text, choices=question.choices or None
            )
            if check.status == "verified":
                group.append(k)
                break
        else:
            groups.append([k])
    if not groups:
        return 0, 0
    largest = max(groups, key=len)
    return largest[0], len(largest)
