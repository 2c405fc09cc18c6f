"""A judge's own solutions: several attempts, and how many of them end in the same answer."""

from __future__ import annotations

from collections.abc import Sequence

from langgraph.runtime import Runtime

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask_until_read, together
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State
from dikast.protocols import SolveMove, TurnContext, Unreadable, split_thinking
from dikast.questions import stated_answer
from dikast.records import Seat, Turn, Usage
from dikast.verify import check_answer


def solve(move: SolveMove, place: str) -> GraphNode:
    """Every seat of the role works the problem out itself, without sight of the solution that is to be judged."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        return scene.turns(await together(_solved(scene, s, move, place) for s in scene.stage.seats_of(move.solve)))

    return node


async def _solved(scene: NodeContext, seat: Seat, move: SolveMove, place: str) -> Turn:
    cue = TurnContext("solve", place, max(1, scene.said.last_round), scene.said.next_tick)
    messages = scene.stage.messages(seat, cue, scene.said)
    asks = [
        AgentCall(seat, "solve", cue.round, cue.tick, words=move.words, sample=k, shown=frozenset())
        for k in range(move.samples)
    ]
    answers = await together(ask_until_read(scene.context, ask, messages, _read) for ask in asks)
    picked, agreed = await _most_agreed(answers, scene.context.question.text, scene.context.question.choices)
    texts = [split_thinking(answer.reply.text)[0] for answer in answers]
    is_usable = agreed >= 2 or move.samples == 1
    return Turn(
        tick=cue.tick,
        round=cue.round,
        seat=seat.name,
        kind="solution",
        move=place,
        text=texts[picked] if is_usable else "",
        thinking=answers[picked].reply.thinking or split_thinking(answers[picked].reply.text)[1],
        status="said" if agreed else "unparsed",
        candidates=tuple(texts) if move.samples > 1 else (),
        picked=picked if move.samples > 1 else None,
        agreed=agreed,
        notes=() if is_usable else (f"no two of {move.samples} attempts end in the same answer",),
        model=answers[picked].reply.model,
        usage=Usage.total(answer.usage for answer in answers),
    )


def _read(reply: Reply) -> str | Unreadable:
    public = split_thinking(reply.text)[0]
    return stated_answer(public) or Unreadable("no line `Answer: <your final answer>` in the reply")


async def _most_agreed(answers: Sequence[Answered[str]], question: str, choices: tuple[str, ...]) -> tuple[int, int]:
    """The first attempt of the largest group that a machine proves to end in the same answer, and how many it has."""
    groups: list[list[int]] = []
    for k, answered in enumerate(answers):
        if isinstance(answered.value, Unreadable):
            continue
        for group in groups:
            first = answers[group[0]].value
            check = await check_answer(str(first), answered.value, question=question, choices=choices or None)
            if check.status == "verified":
                group.append(k)
                break
        else:
            groups.append([k])
    largest = max(groups, key=len, default=[0])
    return largest[0], len(largest) if groups else 0
