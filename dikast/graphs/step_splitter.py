"""part: a solution in free form, parted into steps by a model that may change nothing in it."""

from __future__ import annotations

from dikast.agents import Agent, Request
from dikast.protocols import Unreadable, clean_text, read_json_reply, render_prompt, split_thinking
from dikast.questions import align_steps
from dikast.records import Question

TRIES = 2


async def split_steps(agent: Agent, problem: str, solution: str, seed: int = 0) -> tuple[str, ...] | None:
    """The steps that the agent finds, as spans of the solution; None where it changed something, also when asked again.

    Raises AgentError where the agent gives no reply.
    """
    from langchain_core.messages import HumanMessage

    text = render_prompt("split", problem=problem, solution=solution, envelope=render_prompt("envelope"))
    question = Question(id="solution", text=problem)
    for attempt in range(TRIES):
        reply = await agent.reply(
            Request(
                messages=(HumanMessage(text),),
                seat="judge",
                kind="judge",
                purpose="split",
                question=question,
                seed=seed,
                attempt=attempt,
            )
        )
        data = read_json_reply(split_thinking(clean_text(reply.text))[0])
        proposed = [] if isinstance(data, Unreadable) else data.get("steps")
        if isinstance(proposed, list) and proposed and all(isinstance(step, str) for step in proposed):
            steps = align_steps(solution, proposed)
            if steps is not None:
                return steps
    return None
