"""A judge's own solutions: several attempts, and how many of them end in the same answer."""

from __future__ import annotations

from collections.abc import Sequence

from langgraph.runtime import Runtime

from dikast.agents import Reply
from dikast.graphs.calls import Answered, Ask, ask_until_read, together
from dikast.graphs.context import EpisodeContext
from dikast.graphs.scene import Node, Scene, Update
from dikast.graphs.state import State
from dikast.protocols.cue import Cue
from dikast.protocols.replies import Unread, split_thinking
from dikast.protocols.step_moves import Solve
from dikast.questions.final_answer import final_answer
from dikast.records import Seat, Turn, Usage
from dikast.verify import check_answer


def solve(move: Solve, place: str) -> Node:
    """Every seat of the role works the problem out itself, without sight of the solution that is to be judged."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
        scene = Scene.of(state, runtime)
        return scene.turns(await together(_solved(scene, s, move, place) for s in scene.stage.seats_of(move.solve)))

    return node


async def _solved(scene: Scene, seat: Seat, move: Solve, place: str) -> Turn:
    cue = Cue("solve", place, max(1, scene.said.last_round), scene.said.next_step)
    messages = scene.stage.messages(seat, cue, scene.said)
    asks = [
        Ask(seat, "solve", cue.round, cue.step, words=move.words, sample=k, shown=frozenset())
        for k in range(move.samples)
    ]
    answers = await together(ask_until_read(scene.context, ask, messages, _read) for ask in asks)
    picked, agreed = await _most_agreed(answers, scene.context.question.text, scene.context.question.choices)
    texts = [split_thinking(answer.reply.text)[0] for answer in answers]
    is_usable = agreed >= 2 or move.samples == 1
    return Turn(
        step=cue.step,
        round=cue.round,
        role=seat.name,
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


def _read(reply: Reply) -> str | Unread:
    public = split_thinking(reply.text)[0]
    return final_answer(public) or Unread("no line `Answer: <your final answer>` in the reply")


async def _most_agreed(answers: Sequence[Answered[str]], question: str, choices: tuple[str, ...]) -> tuple[int, int]:
    """The first attempt of the largest group that a machine proves to end in the same answer, and how many it has."""
    groups: list[list[int]] = []
    for k, answered in enumerate(answers):
        if isinstance(answered.value, Unread):
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
