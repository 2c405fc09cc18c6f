"""Checks: a machine looks at what was said since its last look, or at a worked solution."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from dikast.graphs.agent_calls import together
from dikast.graphs.check_display import displayed
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import Entries, State
from dikast.language import stated_answer
from dikast.protocols import FINAL_ANSWER_KEY, Checker, CheckMove, restated_claims, step_key
from dikast.records import Check, Question, Turn
from dikast.verify import check_answer, check_quotes, check_step, mark_inherited


class TurnCheck(Protocol):
    """What one checker finds in one turn. `readings` are the turns in which readers restated claims."""

    async def __call__(self, turn: Turn, question: Question, readings: Sequence[Turn]) -> list[Check]: ...


def check(move: CheckMove) -> GraphNode:
    """The checker looks at the worked solution, or at the turns that it has not seen yet."""
    if move.check == "solution":
        return _check_solution

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        return await _check_turns(context, move, seen=state.get("checked", {}))

    return node


async def _check_solution(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
    """Checks every claim of every step, and the final answer against the references; once in an episode."""
    key = seen_key("solution", "solution")
    if key in state.get("checked", {}):
        return {}
    if runtime.context.question.solution is None:
        return {}
    context = NodeContext.of(state, runtime)
    checks: Entries = {}
    for number, finding in enumerate(await check_solution(context.episode.question, context.history.turns)):
        dated = finding.model_copy(update={"tick": context.history.next_tick})
        checks |= context.episode.entry(f"solution/{number:06}", dated)
    return {"checks": checks, "checked": {key: True}}


async def check_solution(question: Question, readings: Sequence[Turn] = ()) -> list[Check]:
    """What a machine finds in the question's worked solution; each check says which step it is about.

    First the claims of the steps, in order, then the final answer, if it can be checked. A claim that carries on the
    error of an earlier step says so (`Check.inherited`). Among `readings` may be turns in which a reader restated
    claims of the steps. Empty without a solution.
    """
    if question.solution is None:
        return []
    steps = question.solution.steps
    by_step = await together(
        check_step(step, steps[:i], question.text, restated_claims(readings, step_key(i)))
        for i, step in enumerate(steps)
    )
    by_step = await mark_inherited(steps, by_step, question.text, check_step)
    checks: list[Check] = []
    for i, findings in enumerate(by_step):
        about_step = {"about": step_key(i)}
        checks += [finding.model_copy(update=about_step) for finding in findings]
    final = await check_final_answer(question)
    if final is not None:
        checks.append(final.model_copy(update={"about": FINAL_ANSWER_KEY}))
    return checks


async def check_final_answer(question: Question) -> Check | None:
    """The solution's final answer against the right answers; None where either is not known."""
    solution = question.solution
    references = right_answers(question)
    if solution is None or not references:
        return None
    answer = solution.answer
    if not answer and solution.steps:
        # A data set without answers of its own: the last step says `Answer: …`.
        answer = stated_answer(solution.steps[-1])
    if not answer:
        return await _check_last_statement(question, solution.steps)
    return await check_answer(
        references,
        answer,
        question=question.text,
        choices=question.choices or None,
    )


async def _check_last_statement(question: Question, steps: Sequence[str]) -> Check | None:
    """What the last step states where nothing is called the answer: `So the profit is $7.50.`

    None where that decides nothing. It refutes only if no sentence shortly before it states the right answer either.
    """
    if not steps or question.choices:
        return None
    references = right_answers(question)
    check = await check_answer(references, steps[-1], question=question.text)
    if check.status == "refuted":
        check = await check_answer(references, "\n".join(steps), question=question.text)
    return check if check.status in ("verified", "refuted") else None


def right_answers(question: Question) -> tuple[str, ...]:
    """The references, else the right choice; empty where neither is known."""
    if question.references or question.gold is None:
        return question.references
    return (question.choices[question.gold],)


async def _check_turns(context: NodeContext, move: CheckMove, seen: Entries) -> StateUpdate:
    """Checks the turns that this checker has not `seen` (keys as `seen_key` makes them)."""
    checker = move.check
    new_turns: dict[str, Turn] = {}
    for turn in context.history.turns:
        key = seen_key(checker, turn.key)
        # What a reader restates is said by someone else.
        if key not in seen and turn.kind != "reading":
            new_turns[key] = turn
    check_turn = TURN_CHECKS[checker]
    turns = context.history.turns
    by_turn = await together(check_turn(turn, context.episode.question, turns) for turn in new_turns.values())
    checks: Entries = {}
    for turn, findings in zip(new_turns.values(), by_turn, strict=True):
        origin = {"about": turn.key, "tick": context.history.next_tick}
        for number, finding in enumerate(findings):
            key = finding_key(checker, turn, number)
            checks |= context.episode.entry(key, displayed(finding.model_copy(update=origin), move, key, context))
    return {"checks": checks, "checked": dict.fromkeys(new_turns, True)}


def finding_key(checker: Checker, turn: Turn, number: int) -> str:
    """How the state names a finding: numbers are padded with zeros, so that keys sort as the claims were made."""
    return f"{turn.tick:04}/{turn.seat}/{checker}/{number:04}"


def seen_key(checker: Checker, key: str) -> str:
    """How the state names what a checker has looked at: a turn by its key, or the solution."""
    return f"{checker}/{key}"


async def _check_quotes(turn: Turn, question: Question, readings: Sequence[Turn]) -> list[Check]:
    """Whether each quote of the turn is in the source."""
    if not turn.quotes:
        return []
    # Reading a long source for the first time takes milliseconds: not on the event loop.
    texts = [quote.text for quote in turn.quotes]
    return await asyncio.to_thread(check_quotes, texts, source=question.source)


async def _check_steps(turn: Turn, question: Question, readings: Sequence[Turn]) -> list[Check]:
    """What can be decided of the claims in the turn, as they stand and as readers restated them."""
    if not turn.text:
        return []
    return await check_step(turn.text, problem=question.text, proposed=restated_claims(readings, turn.key))


async def _check_stated_answer(turn: Turn, question: Question, readings: Sequence[Turn]) -> list[Check]:
    """Whether the turn's answer is one of the references. A question states no answer."""
    if turn.kind == "question" or not turn.text:
        return []
    if not question.references:
        return []
    finding = await check_answer(question.references, turn.text, question=question.text)
    return [finding]


TURN_CHECKS: dict[Checker, TurnCheck] = {
    "quotes": _check_quotes,
    "steps": _check_steps,
    "answers": _check_stated_answer,
}
"""How each checker of turns checks one turn. The checker `solution` checks no turns."""
