"""Checks: a machine looks at what was said since its last look, or at a worked solution."""

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
    """The checker looks at the worked solution, or at the turns that it has not seen yet."""
    if move.check == "solution":
        return _check_solution
    return _check_turns(move.check)


async def _check_solution(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
    """Checks every claim of every step, and the final answer against the references; once in an episode."""
    context = NodeContext.of(state, runtime)
    key = _seen_key("solution", "solution")
    if context.episode.question.solution is None or key in state.get("checked", {}):
        return {}
    checks: Entries = {}
    for number, finding in enumerate(await check_solution(context.episode.question)):
        dated = finding.model_copy(update={"tick": context.history.next_tick})
        checks |= context.episode.entry(f"solution/{number:06}", dated)
    return {"checks": checks, "checked": {key: True}}


async def check_solution(question: Question) -> list[Check]:
    """What a machine finds in the question's worked solution; each check says which step it is about."""
    steps = () if question.solution is None else question.solution.steps
    by_step = await together(check_step(step, context=steps[:i], problem=question.text) for i, step in enumerate(steps))
    checks = [check.model_copy(update={"about": step_key(i)}) for i, found in enumerate(by_step) for check in found]
    final = await check_final_answer(question)
    if final is not None:
        checks.append(final.model_copy(update={"about": FINAL_ANSWER_KEY}))
    return checks


async def check_final_answer(question: Question) -> Check | None:
    """The solution's final answer against the references or the right choice; None where either is not known."""
    solution = question.solution
    if solution is None:
        return None
    answer = solution.answer
    if not answer and solution.steps:
        answer = stated_answer(solution.steps[-1])
    references = question.references
    if not references and question.gold is not None:
        references = (question.choices[question.gold],)
    if not answer or not references:
        return None
    return await check_answer(references, answer, question=question.text, choices=question.choices or None)


def _check_turns(checker: Checker) -> GraphNode:
    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        seen = state.get("checked", {})
        turns = [turn for turn in context.history.turns if _seen_key(checker, turn.key) not in seen]
        by_turn = await together(_checks_of(checker, turn, context.episode.question) for turn in turns)
        checks: Entries = {}
        for turn, found in zip(turns, by_turn, strict=True):
            for number, finding in enumerate(found):
                dated = finding.model_copy(update={"about": turn.key, "tick": context.history.next_tick})
                checks |= context.episode.entry(f"{turn.tick:04}/{turn.seat}/{checker}/{number:04}", dated)
        return {"checks": checks, "checked": {_seen_key(checker, turn.key): True for turn in turns}}

    return node


def _seen_key(checker: Checker, key: str) -> str:
    return f"{checker}/{key}"


async def _checks_of(checker: Checker, turn: Turn, question: Question) -> list[Check]:
    match checker:
        case "quotes":
            quotes = [quote.text for quote in turn.quotes]
            # Reading a long source for the first time takes milliseconds: not on the event loop.
            return [await asyncio.to_thread(check_quote, quote, source=question.source) for quote in quotes]
        case "steps":
            return await check_step(turn.text, problem=question.text) if turn.text else []
        case "answers":
            is_answer = bool(turn.text) and turn.kind != "question"
            if not question.references or not is_answer:
                return []
            return [await check_answer(question.references, turn.text, question=question.text)]
        case "solution":
            return []
