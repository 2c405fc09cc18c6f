"""SdkAgent: an `agents.Agent` of the OpenAI Agents SDK as an agent (`pip install "dikast[openai-agents]"`)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agents import Agent as AgentOfSdk
from agents import RunConfig, RunHooks, Runner
from langchain_core.messages import BaseMessage
from openai import APIConnectionError
from pydantic import BaseModel

from dikast.agents.ability import Ability
from dikast.agents.agent import Reply, Request
from dikast.agents.callable_agent import raise_agent_errors
from dikast.agents.http_errors import clean_message
from dikast.agents.inner_calls import trace_call, traced_if_nested
from dikast.agents.openai_request import WirePart, wire_messages
from dikast.agents.structured_output import read_form
from dikast.errors import TransientError
from dikast.records import Usage


@dataclass(frozen=True)
class SdkAgent:
    """An agent of the OpenAI Agents SDK: it gets the messages, and its final output is the reply.

    Its calls of models and tools and its hand-offs are kept with the turn; the tokens of all of them are counted. The
    SDK's own tracing, which sends every run to a server, is off.
    """

    agent: AgentOfSdk[Any]
    name: str

    @traced_if_nested("agent")
    async def reply(self, request: Request) -> Reply:
        """The agent's final output. Raises AgentErrors for what the SDK raises."""
        started = time.perf_counter()
        config = RunConfig(tracing_disabled=True)
        try:
            with raise_agent_errors():
                result = await Runner.run(
                    self.agent, input_items(request.messages), hooks=TracingHooks(), run_config=config
                )
        except Exception as error:
            # openai's own type for what httpx raises: another try may help.
            if isinstance(error.__cause__, APIConnectionError):
                raise TransientError(clean_message(str(error))) from error
            raise
        text = _text_of(result.final_output)
        usage = _usage(result.context_wrapper.usage).model_copy(update={"seconds": time.perf_counter() - started})
        return Reply(text=text, parsed=read_form(request.form, text), usage=usage)

    def lacks(self, ability: Ability) -> str | None:
        """Everything but the text."""
        return "the final output of an agent of the SDK is a text alone"


class TracingHooks(RunHooks[Any]):
    """Keeps what happens in a run of the SDK as calls inside the reply."""

    def __init__(self) -> None:
        self._given = ""

    async def on_llm_start(self, context: Any, agent: Any, system_prompt: str | None, input_items: list[Any]) -> None:
        """A model is called. Its last input is what is new in the call."""
        last = input_items[-1] if input_items else {}
        self._given = str(last.get("content") or last.get("output") or "")

    async def on_llm_end(self, context: Any, agent: Any, response: Any) -> None:
        """A model has replied, with a text or with calls of tools."""
        usage = _usage(response.usage)
        trace_call(_model_name(agent), self._given, _output_text(response.output), kind="model", usage=usage)

    async def on_tool_end(self, context: Any, agent: Any, tool: Any, result: object) -> None:
        """A tool has returned."""
        trace_call(str(tool.name), str(getattr(context, "tool_arguments", "")), str(result))

    async def on_handoff(self, context: Any, from_agent: Any, to_agent: Any) -> None:
        """One agent hands over to another, which goes on with the run."""
        trace_call(str(to_agent.name), f"handed over by {from_agent.name}", kind="agent")


def input_items(messages: Sequence[BaseMessage]) -> list[Any]:
    """The messages as input of the SDK, which has its own words for the parts of a message."""
    items: list[Any] = []
    for message in wire_messages(messages):
        content = message["content"]
        if not isinstance(content, str):
            items.append({"role": message["role"], "content": [_input_part(part) for part in content]})
            continue
        items.append({"role": message["role"], "content": content})
    return items


def _input_part(part: WirePart) -> dict[str, object]:
    image = part.get("image_url")
    if isinstance(image, dict):
        return {"type": "input_image", "image_url": image.get("url"), "detail": "auto"}
    return {"type": "input_text", "text": part.get("text")}


def _text_of(output: object) -> str:
    """The final output as text; of an agent with an output type, its JSON."""
    if isinstance(output, BaseModel):
        return output.model_dump_json(by_alias=True)
    return str(output)


def _output_text(output: Sequence[Any]) -> str:
    """What a model said: its texts, and the tools that it wants called."""
    texts: list[object] = []
    for item in output:
        if getattr(item, "type", "") == "function_call":
            texts.append(f"{item.name}({item.arguments})")
        parts = getattr(item, "content", None) or ()
        texts += [getattr(part, "text", "") or getattr(part, "refusal", "") for part in parts]
    return "\n".join(str(text) for text in texts if text)


def _model_name(agent: Any) -> str:
    """The model's name, where the agent has one: it may also have a model object, or the SDK's default."""
    model = agent.model
    return model if isinstance(model, str) else str(getattr(model, "model", None) or "model")


def _usage(usage: Any) -> Usage:
    """One call, with the tokens that the SDK counted, at an unknown price."""
    return Usage(
        calls=1,
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cached_tokens=usage.input_tokens_details.cached_tokens or 0,
        unpriced=1,
    )
