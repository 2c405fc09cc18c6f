"""Checks: a machine looks at what was said since it last looked."""

from __future__ import annotations

import asyncio

from langgraph.runtime import Runtime

from dikast.graphs.agent_calls import together
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import Entries, State
from dikast.protocols import FINAL_ANSWER_KEY, Checker, CheckMove, step_key
from dikast.questions import stated_answer
from dikast.records import Check, Question, Turn
from dikast.verify import check_answer, check_quote, check_step


def check(move: CheckMove) -> GraphNode:
    """What the checker looks at: the worked solution, or what was said since it last looked."""
    return _check_solution if move.check == "solution" else _check_turns(move)


async def _check_solution(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
    """Every claim of every step, and the final answer against the references; once in an episode."""
    scene = NodeContext.of(state, runtime)
    if scene.context.question.solution is None or any(check.about == FINAL_ANSWER_KEY for check in scene.said.checks):
        return {}
    found = await check_solution(scene.context.question)
    entries: Entries = {}
    for number, one in enumerate(found):
        dated = one.model_copy(update={"tick": scene.said.next_tick})
        entries |= scene.context.entry(f"solution/{number:06}", dated)
    return {"checks": entries}


async def check_solution(question: Question) -> list[Check]:
    """What a machine finds in the question's worked solution; each check says which step it is about."""
    solution = question.solution
    steps = solution.steps if solution is not None else ()
    by_step = await together(check_step(step, context=steps[:i], problem=question.text) for i, step in enumerate(steps))
    found = [check.model_copy(update={"about": step_key(i)}) for i, checks in enumerate(by_step) for check in checks]
    answer = await check_final_answer(question)
    return [*found, answer.model_copy(update={"about": FINAL_ANSWER_KEY})] if answer is not None else found


async def check_final_answer(question: Question) -> Check | None:
    """The solution's final answer against the references or the right choice; None where either is not known."""
    solution = question.solution
    if solution is None:
        return None
    answer = solution.answer or (stated_answer(solution.steps[-1]) if solution.steps else None)
    references = question.references or (() if question.gold is None else (question.choices[question.gold],))
    if not answer or not references:
        return None
    return await check_answer(references, answer, question=question.text, choices=question.choices or None)


def _check_turns(move: CheckMove) -> GraphNode:
    """Everything that was said and not yet looked at by this checker is; what it finds says which turn it is about."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        turns = scene.context.unchecked(move.check, scene.said.turns)
        found = await together(_found(move.check, turn, scene.context.question) for turn in turns)
        entries: Entries = {}
        for turn, checks in zip(turns, found, strict=True):
            for number, one in enumerate(checks):
                about = one.model_copy(update={"about": turn.key, "tick": scene.said.next_tick})
                entries |= scene.context.entry(f"{turn.tick:04}/{turn.seat}/{move.check}/{number:04}", about)
        return {"checks": entries}

    return node


async def _found(checker: Checker, turn: Turn, question: Question) -> list[Check]:
    match checker:
        case "quotes":
            quotes = [quote.text for quote in turn.quotes]
            # Reading a long source for the first time takes milliseconds: not on the event loop.
            return [await asyncio.to_thread(check_quote, quote, source=question.source) for quote in quotes]
        case "steps":
            return await check_step(turn.text, problem=question.text) if turn.text else []
        case "solution":
            return []
        case "answers":
            if not question.references or turn.kind == "question" or not turn.text:
                return []
            return [await check_answer(question.references, turn.text, question=question.text)]
