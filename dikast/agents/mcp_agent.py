"""McpAgent: an agent that may use the tools of an MCP server before it replies (`pip install "dikast[mcp]"`)."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from dikast.agents.agent import Choices, Reply, Request
from dikast.agents.agent_wrapper import AgentWrapper, close_agent, price_of
from dikast.agents.callable_agent import raise_agent_errors
from dikast.agents.inner_calls import trace_call, traced_if_nested
from dikast.agents.mcp_options import McpOptions
from dikast.agents.price import Price
from dikast.envelope import quoted
from dikast.records import Usage
from dikast.replies import ToolUse, Unreadable, find_json, read_tool_use, split_thinking

if TYPE_CHECKING:
    from mcp.types import Tool

    from dikast.agents.mcp_session import McpSession, ToolResult

# So often before one reply: each use is one more call of the agent.
MOST_USES = 8
# What an agent is shown of a tool's result, and of its description and its arguments.
MOST_RESULT_CHARS = 8_000
MOST_DESCRIPTION_CHARS = 1_000
MOST_SCHEMA_CHARS = 4_000


@dataclass
class McpAgent(AgentWrapper):
    """An agent with the tools of a server. It asks for one by a reply that ends in `<tool name="…">{…}</tool>`.

    That works with every agent. Each reply has a session of its own with the server, so that no seat has what another
    one left there; the uses are kept with the turn. Tools are offered where a text or a reasoned label is wanted: a
    reply that is JSON, a label alone or a likelihood has no room for them.
    """

    server: McpOptions
    base: Path

    @property
    def name(self) -> str:
        """The agent's own name and the server: its tools change the replies."""
        return f"{self.agent.name}&mcp={self.server.own_name}"

    def price(self) -> Price | None:
        """The price of the agent's own tokens."""
        return price_of(self.agent)

    @traced_if_nested("agent")
    async def reply(self, request: Request) -> Reply:
        """The agent's reply, after the tools that it used. Raises AgentErrors of the agent and of the server."""
        if not _has_room_for_tools(request):
            return await self._ask(request, request.messages, 0)
        # The SDK takes a second to import.
        from dikast.agents.mcp_session import mcp_session

        started = time.perf_counter()
        async with mcp_session(self.server, self.base) as session:
            reply = await self._reply_with(session, request)
        seconds = time.perf_counter() - started
        return replace(reply, usage=reply.usage.model_copy(update={"calls": 1, "seconds": seconds}))

    async def _reply_with(self, session: McpSession, request: Request) -> Reply:
        """The agent's first reply that uses no tool of the session, with the usage of all of its replies."""
        messages = _with_offer(request.messages, tuple(session.tools.values()))
        usage = Usage()
        n_used = 0
        while True:
            reply = await self._ask(request, messages, n_used)
            usage += reply.usage
            use = read_tool_use(split_thinking(reply.text)[0])
            # Tools that the protocol gives are answered by the engine.
            is_for_engine = use is not None and use.name in request.tools and use.name not in session.tools
            if use is None or is_for_engine or n_used == MOST_USES:
                return replace(reply, usage=usage)
            n_used += 1
            result = await _used(session, use)
            trace_call(use.name, use.given, result.text, failed=result.failed)
            messages = (*messages, AIMessage(reply.text), HumanMessage(_told(use, result, MOST_USES - n_used)))

    async def _ask(self, request: Request, messages: Sequence[BaseMessage], n_used: int) -> Reply:
        # A backend that keeps its replies by this key would ask for the same tool again and again.
        key = f"{request.idempotency_key}-tool-{n_used}" if request.idempotency_key else ""
        # What an author's agent raises is not the server's failure.
        with raise_agent_errors():
            return await self.agent.reply(replace(request, messages=tuple(messages), idempotency_key=key))

    async def aclose(self) -> None:
        """Closes the agent. The server's sessions are closed with each reply."""
        await close_agent(self.agent)


def _has_room_for_tools(request: Request) -> bool:
    return request.form is None or (isinstance(request.form, Choices) and request.form.reasoning)


async def _used(session: McpSession, use: ToolUse) -> ToolResult:
    """What the use of a tool returns; failed where there is no such tool, or its arguments are none."""
    from dikast.agents.mcp_session import ToolResult

    if use.name not in session.tools:
        return ToolResult(f"there is no tool {use.name}; your tools are {', '.join(session.tools)}", failed=True)
    stated = find_json(use.given or "{}")
    if isinstance(stated, Unreadable) or not isinstance(stated.data, dict):
        return ToolResult("its arguments must be one JSON object", failed=True)
    return await session.call(use.name, stated.data)


def _with_offer(messages: Sequence[BaseMessage], tools: Sequence[Tool]) -> tuple[BaseMessage, ...]:
    """The messages, with the tools that there are at the end of the first one from the system."""
    if not tools:
        return tuple(messages)
    offer = _offer(tools)
    first, *others = messages
    if isinstance(first, SystemMessage) and isinstance(first.content, str):
        return (SystemMessage(f"{first.content}\n\n{offer}"), *others)
    return (SystemMessage(offer), *messages)


def _offer(tools: Sequence[Tool]) -> str:
    """The text that describes an agent's tools to it. Descriptions are the server's words."""
    lines = [
        f"Before a reply you may use tools, at most {MOST_USES} times. To use one, write nothing but one line such as",
        f'<tool name="{tools[0].name}">{{"argument": "value"}}</tool>',
        "with its arguments as one JSON object, and you are sent what it returns. What you write without such a line "
        "is your reply. The tools, as their server describes them:",
    ]
    for tool in tools:
        schema = json.dumps(tool.input_schema, ensure_ascii=False)[:MOST_SCHEMA_CHARS]
        description = (tool.description or "").strip()[:MOST_DESCRIPTION_CHARS]
        lines.append(quoted("\n".join(filter(None, (f"{tool.name}: {description}", f"arguments: {schema}")))))
    return "\n".join(lines)


def _told(use: ToolUse, result: ToolResult, n_left: int) -> str:
    """What a tool returned, as the text that the agent reads."""
    text = result.text
    if len(text) > MOST_RESULT_CHARS:
        text = f"{text[:MOST_RESULT_CHARS]}… ({len(text):,} characters in all)"
    left = f"You may use a tool {n_left} more times, or reply." if n_left else "Now reply, without any use of a tool."
    verb = "failed" if result.failed else "returned"
    return f"The tool {use.name} {verb}:\n{quoted(text)}\n{left}"
