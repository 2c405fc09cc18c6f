"""McpFailures: how a server of the Model Context Protocol fails, as AgentErrors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx2
from mcp import MCPError
from mcp.types import CONNECTION_CLOSED, PARSE_ERROR

from dikast.agents.http_errors import TRANSIENT, clean_message, http_error
from dikast.agents.mcp_http import LastFailure
from dikast.agents.mcp_options import McpOptions
from dikast.agents.mcp_stdio import ServerNoise
from dikast.errors import AgentError, PermanentError, TransientError

# Codes that the SDK gives where the server gives none.
LOST = frozenset({CONNECTION_CLOSED, PARSE_ERROR})
# Statuses that no wrong use of a tool has.
REFUSED = frozenset({401, 403})


@dataclass
class McpFailures:
    """What is known of one server in one session: how it failed last over HTTP, or what it wrote that is no message."""

    server: McpOptions
    response: LastFailure = field(default_factory=LastFailure)
    noise: ServerNoise = field(default_factory=ServerNoise)

    @contextmanager
    def as_agent_errors(self) -> Iterator[None]:
        """Turns what the SDK raises into AgentErrors. What fails in one of its task groups comes as a group of one."""
        try:
            yield
        except AgentError:
            raise
        except Exception as error:
            cause: BaseException = error
            while isinstance(cause, BaseExceptionGroup):
                cause = cause.exceptions[0]
            if isinstance(cause, AgentError):
                raise cause from None
            raise self.error(cause) from error

    def is_lost(self, error: MCPError) -> bool:
        """Whether an error says that the server can't be used any more; any other is an answer of the server."""
        status = self.response.status
        return error.code in LOST or status in REFUSED or status in TRANSIENT

    def error(self, cause: BaseException) -> AgentError:
        """The AgentError for what was raised."""
        status = self.response.status
        match cause:
            case TimeoutError():
                return self.lost(f"has not answered within {self.server.timeout_s:g} s")
            case OSError() if self.server.command is not None:
                return PermanentError(self._message(f"can't be started: {cause}"))
            case MCPError() if status in REFUSED or status in TRANSIENT:
                return http_error(status, f"from the MCP server {self.server.server}", self.response.headers)
            case MCPError() if cause.code in LOST:
                return self.lost(f"is lost: {cause}")
            case MCPError():
                return PermanentError(self._message(f"refuses: {cause}"))
            case httpx2.HTTPError() | httpx2.StreamError():
                return self.lost(f"can't be reached: {type(cause).__name__}: {cause}")
        return self.lost(f"failed: {type(cause).__name__}: {cause}")

    def lost(self, what: str) -> TransientError:
        """The error for a server that may do better in another session."""
        return TransientError(self._message(what))

    def _message(self, what: str) -> str:
        """What is wrong with the server, in one line, with what it wrote that is no message."""
        return clean_message(f"the MCP server {self.server.server} {what}{self.noise}")
