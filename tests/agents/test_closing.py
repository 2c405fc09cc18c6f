"""A program that closes its agents ends at once, without a warning, an open connection or a waiting task."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import asyncio, gc, sys
from langchain_core.messages import HumanMessage
from dikast.agents import Request, open_agent
from dikast.records import Question
from tests.agents.openai_server import openai_server, says

async def main():
    request = Request(messages=(HumanMessage("Hello"),), seat="judge", kind="judge", purpose="decide",
                      question=Question(id="1", text="?"))
    async with openai_server() as server:
        server.will(says("Yes."))
        for model in ("openai/gpt-4o-mini", "hosted_vllm/qwen", "endpoint/qwen"):
            agent = open_agent({"model": model, "api_base": server.base})
            async with asyncio.TaskGroup() as group:
                for _ in range(5):
                    group.create_task(agent.reply(request))
            await agent.aclose()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert not left, left

for _ in range(2):
    asyncio.run(main())
    gc.collect()
sys.stdout.write("done")
"""


def test_a_program_that_closes_its_agents_ends_without_warnings() -> None:
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", PROGRAM],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    slow_callbacks = "Executing <"  # asyncio's debug mode reports these; they are no warnings
    warnings = [line for line in ended.stderr.splitlines() if not line.startswith(slow_callbacks)]
    assert (ended.stdout, warnings, ended.returncode) == ("done", [], 0)
