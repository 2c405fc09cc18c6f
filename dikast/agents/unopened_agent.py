"""UnopenedAgent: stands for an agent whose code is not imported, where nothing is asked of it."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.agents.agent import Reply, Request
from dikast.errors import PermanentError


@dataclass(frozen=True)
class UnopenedAgent:
    """An agent that is known only by its name in the experiment file, without its own name or its price."""

    name: str

    async def reply(self, request: Request) -> Reply:
        """Raises PermanentError: the agent can't reply."""
        raise PermanentError(f"{self.name} was not opened, because its code may not be imported here")
