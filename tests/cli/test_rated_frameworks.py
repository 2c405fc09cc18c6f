"""Agents of two frameworks, rated by the command as their authors would have it, against a real server."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from tests.agents.openai_server import Json, OpenAIServer, completion, openai_server, says, sends

REACT = """
from typing import Any
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent


@tool
def weigh(liquid: str) -> str:
    "The weight of a litre."
    return "1 kg"


class Model(GenericFakeChatModel):
    "Uses its tool once, then speaks."

    def bind_tools(self, tools: Any, **more: Any) -> Any:
        return self

    def _generate(self, messages: Any, stop: Any = None, run_manager: Any = None, **more: Any) -> ChatResult:
        call = {"name": "weigh", "args": {"liquid": "oil"}, "id": "call-1"}
        wants = AIMessage("", tool_calls=[call])
        speaks = AIMessage("By its weight, so it is. 2 + 2 = 4.")
        said = speaks if isinstance(messages[-1], ToolMessage) else wants
        return ChatResult(generations=[ChatGeneration(message=said)])


agent = create_react_agent(Model(messages=iter(())), [weigh])
"""
SDK = """
import os
import openai
from agents import Agent, OpenAIChatCompletionsModel, function_tool


@function_tool
def weigh(liquid: str) -> str:
    "The weight of a litre."
    return "1 kg"


client = openai.AsyncOpenAI(base_url=os.environ["SERVER"], api_key="none", max_retries=0)
agent = Agent(
    name="weigher", tools=[weigh], model=OpenAIChatCompletionsModel(model="small-1", openai_client=client)
)
"""

# A program of its own imports two frameworks: on a busy machine that takes a while.
pytestmark = pytest.mark.timeout(300)


async def rated(folder: Path, server: str = "") -> dict[str, Any]:
    """The card of the agent in `mine.py` as a debater."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "ignore", "-m", "dikast", "rate", "./mine.py:agent", "--as", "debater"),
        *("--limit", "2", "--json", "--plain"),
        cwd=folder,
        env={**os.environ, "SERVER": server, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    card: dict[str, Any] = json.loads(out)
    return card


async def test_a_react_agent_of_langgraph(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(REACT)
    card = await rated(tmp_path)
    assert card["rating"]["games"] == 2 * 2 * 5
    assert card["figures"]["won"]["n"] == 20


async def uses_its_tool(server: OpenAIServer, request: web.Request, body: Json) -> web.StreamResponse:
    """Wants the tool first, and speaks once it has answered."""
    if body["messages"][-1]["role"] == "tool":
        return await says("By its weight, so it is.")(server, request, body)
    call = {"id": "call-1", "type": "function", "function": {"name": "weigh", "arguments": '{"liquid": "oil"}'}}
    return await sends(completion(None, tool_calls=[call], finish_reason="tool_calls"))(server, request, body)


@pytest.mark.skipif(importlib.util.find_spec("agents") is None, reason="pip install 'dikast[openai-agents]'")
async def test_an_agent_of_the_openai_agents_sdk(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(SDK)
    async with openai_server() as server:
        server.will(uses_its_tool)
        card = await rated(tmp_path, server.base)
        # Two requests for each of the four speeches, which serve against every opponent.
        assert len(server.bodies) == 2 * 4
    assert card["rating"]["games"] == 2 * 2 * 5
