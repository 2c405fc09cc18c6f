"""A session with a server of the Model Context Protocol: its tools, what they return, and how it fails."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from mcp import Client, MCPError
from mcp.client import Transport
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, Tool
from pydantic import JsonValue, ValidationError

from dikast.agents.http_errors import clean_message
from dikast.agents.mcp_failures import McpFailures
from dikast.agents.mcp_http import http_client
from dikast.agents.mcp_options import McpOptions
from dikast.agents.mcp_stdio import server_process
from dikast.errors import PermanentError, nearest
from dikast.replies import is_tool_name

# A prompt has no room for more; `tools` picks those that are wanted.
MOST_TOOLS = 100
MOST_PAGES = 20


@dataclass(frozen=True)
class ToolResult:
    """What a tool returned, as text; `failed` if it says itself that it could not."""

    text: str
    failed: bool = False


class McpSession:
    """A session that is open. `tools` are those that are offered, by their names."""

    def __init__(self, client: Client, failures: McpFailures) -> None:
        self._client = client
        self._failures = failures
        self._server = failures.server
        self.tools: Mapping[str, Tool] = {}

    async def list_tools(self) -> None:
        """Asks for the tools. Raises PermanentError where wanted ones are missing, or there are too many."""
        offered: dict[str, Tool] = {}
        cursor = None
        for _ in range(MOST_PAGES):
            page = await self._client.list_tools(cursor=cursor)
            offered.update({tool.name: tool for tool in page.tools if is_tool_name(tool.name)})
            cursor = page.next_cursor
            if cursor is None:
                break
        for name in self._server.tools or ():
            if name not in offered:
                raise PermanentError(f"the MCP server has no tool {name!r}: {nearest(name, offered)}")
        wanted = self._server.tools or tuple(offered)
        if len(wanted) > MOST_TOOLS:
            raise PermanentError(f"the MCP server has {len(wanted)} tools: name those to offer under `tools`")
        self.tools = {name: offered[name] for name in wanted}

    async def call(self, name: str, arguments: dict[str, JsonValue]) -> ToolResult:
        """What a tool returns. Raises AgentErrors where the server does not answer, or answers with no result."""
        try:
            async with asyncio.timeout(self._server.timeout_s):
                return _read_result(await self._client.call_tool(name, arguments))
        except TimeoutError:
            what = f"has not answered the tool {name!r} within {self._server.timeout_s:g} s"
            raise self._failures.lost(what) from None
        except ValidationError:
            raise self._failures.lost(f"has answered the tool {name!r} with what is no result") from None
        except MCPError as error:
            if self._failures.is_lost(error):
                raise
            # The server refuses this use of the tool: the agent may do better.
            return ToolResult(clean_message(str(error)), failed=True)


@asynccontextmanager
async def mcp_session(server: McpOptions, base: Path) -> AsyncIterator[McpSession]:
    """A session of its own with a server, which is started for it if it has a command.

    Raises AgentErrors where it can't be reached or does not answer in time; those that the block raises come out as
    they are.
    """
    _silence()
    failures = McpFailures(server)
    with failures.as_agent_errors():
        async with AsyncExitStack() as stack:
            async with asyncio.timeout(server.timeout_s):
                transport = await _transport(failures, base, stack)
                session = McpSession(await stack.enter_async_context(Client(transport)), failures)
                await session.list_tools()
            yield session


async def _transport(failures: McpFailures, base: Path, stack: AsyncExitStack) -> Transport:
    """How the server is spoken to. What has to be closed afterwards is put on the stack."""
    server = failures.server
    if server.command is not None:
        return server_process(server.command, server.environment(), base, failures.noise)
    url = server.url or ""
    http = http_client(url, server.api_key(), server.timeout_s, failures.response)
    return streamable_http_client(url, http_client=await stack.enter_async_context(http))


def _read_result(result: CallToolResult) -> ToolResult:
    """The texts of a result; in place of an image or a sound, that there is one."""
    parts = [part.text if part.type == "text" else f"({part.type})" for part in result.content]
    if not parts and result.structured_content is not None:
        parts = [json.dumps(result.structured_content, ensure_ascii=False)]
    return ToolResult("\n".join(parts), result.is_error)


def _silence() -> None:
    """The SDK logs failures, with tracebacks, which are errors here. A level that the user has set stays."""
    logger = logging.getLogger("mcp")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.CRITICAL)
