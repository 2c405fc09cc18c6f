"""UnopenedAgent: stands for an agent whose code is not imported, where nothing is asked of it."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.agents.agent import Reply, Request
from dikast.errors import PermanentError


@dataclass(frozen=True)
class UnopenedAgent:
    """An agent of which only the name in the experiment file is known: neither its own name nor its price."""

    name: str

    async def reply(self, request: Request) -> Reply:
        """Raises PermanentError: there is nobody to reply."""
        raise PermanentError(f"{self.name} was not opened, because its code may not be imported here")
