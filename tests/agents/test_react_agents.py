"""ReAct agents with tools, as LangGraph and LangChain make them: in a seat, with every call of theirs on record."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable
from langchain_core.tools import tool

from dikast.agents import as_agent
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from tests.players import QUESTION, Player


class ToolModel(GenericFakeChatModel):
    """A model that takes tools; what it says is set beforehand."""

    def bind_tools(self, tools: Sequence[Any], **more: Any) -> Runnable[Any, AIMessage]:
        return self


@tool
def count(words: str) -> int:
    """How many words a text has."""
    return len(words.split())


def model() -> ToolModel:
    """Wants one call of the tool, then speaks; for each of two rounds."""
    said: list[BaseMessage] = []
    for number in (1, 2):
        call = {"name": "count", "args": {"words": "eighteen eggs"}, "id": f"call-{number}"}
        counts = {"input_tokens": 20, "output_tokens": 5, "total_tokens": 25}
        said += [
            AIMessage("", tool_calls=[call], usage_metadata=counts),
            AIMessage("Two words.", usage_metadata=counts),
        ]
    return ToolModel(messages=iter(said))


def of_langgraph() -> Any:
    from langgraph.prebuilt import create_react_agent

    return create_react_agent(model(), [count])


def of_langchain() -> Any:
    if importlib.util.find_spec("langchain") is None:
        pytest.skip("langchain is not installed: pip install langchain")
    from langchain.agents import create_agent

    return create_agent(model(), [count])


@pytest.mark.filterwarnings("ignore:create_react_agent has been moved")
@pytest.mark.parametrize("make", [of_langgraph, of_langchain])
async def test_a_react_agent_in_a_seat(make: Callable[[], Any]) -> None:
    agents = {"consultant": as_agent(make(), name="react"), "judge": Player()}
    protocol = load_protocol("consultancy", rounds=2)
    episode = await run_episode(protocol, QUESTION, agents=agents, argues=1)
    speeches = [turn for turn in episode.transcript.turns if turn.kind == "speech"]
    assert [turn.text for turn in speeches] == ["Two words.", "Two words."]
    for turn in speeches:
        assert [(call.kind, call.name) for call in turn.inner] == [
            ("model", "ToolModel"),
            ("tool", "count"),
            ("model", "ToolModel"),
        ]
        assert (turn.inner[1].arguments, turn.inner[1].result) == ('{"words": "eighteen eggs"}', "2")
        assert (turn.usage.calls, turn.usage.input_tokens, turn.usage.output_tokens) == (1, 40, 10)
