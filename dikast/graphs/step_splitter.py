"""A solution in free form, split into steps by a model that may change nothing in it."""

from __future__ import annotations

from typing import Any

from dikast.agents import Agent, Reply, Request
from dikast.protocols import Unreadable, clean_text, read_json_reply, render_prompt, split_thinking
from dikast.questions import align_steps
from dikast.records import Question

TRIES = 2
"""How many requests are made for one solution, all with the same words."""


async def split_steps(agent: Agent, problem: str, solution: str, seed: int = 0) -> tuple[str, ...] | None:
    """The steps that the agent finds, as spans of the solution; None where it changed the text, also when asked again.

    Raises AgentError where the agent gives no reply.
    """
    from langchain_core.messages import HumanMessage

    text = render_prompt("split", problem=problem, solution=solution, envelope=render_prompt("envelope"))
    for attempt in range(TRIES):
        request = Request(
            messages=(HumanMessage(text),),
            seat="judge",
            kind="judge",
            purpose="split",
            question=Question(id="solution", text=problem),
            seed=seed,
            attempt=attempt,
        )
        proposed = _proposed_steps(await agent.reply(request))
        steps = align_steps(solution, proposed) if proposed else None
        if steps is not None:
            return steps
    return None


def _proposed_steps(reply: Reply) -> list[str]:
    """The steps in the reply's JSON; none where it is anything else."""
    data: Any = read_json_reply(split_thinking(clean_text(reply.text))[0])
    if isinstance(data, Unreadable):
        return []
    steps = data.get("steps")
    if not isinstance(steps, list):
        return []
    texts = [step for step in steps if isinstance(step, str)]
    # Steps that are no text would be missing in the middle: then there are none.
    return texts if texts == steps else []
