"""Checks: a machine looks at what was said since it last looked."""

from __future__ import annotations

import asyncio

from langgraph.runtime import Runtime

from dikast.graphs.calls import together
from dikast.graphs.context import EpisodeContext
from dikast.graphs.scene import Node, Scene, Update
from dikast.graphs.state import Entries, State
from dikast.protocols.moves import Checker, CheckMove
from dikast.records import Check, Question, Turn
from dikast.verify import check_answer, check_quote, check_step


def check(move: CheckMove) -> Node:
    """Everything that was said and not yet looked at by this checker is; what it finds says which turn it is about."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
        scene = Scene.of(state, runtime)
        turns = scene.context.unchecked(move.check, scene.said.turns)
        found = await together(_found(move.check, turn, scene.context.question) for turn in turns)
        entries: Entries = {}
        for turn, checks in zip(turns, found, strict=True):
            for number, one in enumerate(checks):
                about = one.model_copy(update={"about": turn.key, "step": scene.said.next_step})
                entries |= scene.context.entry(f"{turn.step:04}/{turn.role}/{move.check}/{number:04}", about)
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
        case "answers":
            if not question.references or turn.kind == "question" or not turn.text:
                return []
            return [await check_answer(question.references, turn.text, question=question.text)]
