"""EnvironmentPool: the environments that an agent's replies take, one reply each at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext

from dikast.agents.callable_agent import raise_agent_errors
from dikast.agents.environment import Environment, EnvironmentCalls


class EnvironmentPool:
    """One object, for which replies wait in line; or, with `make`, as many as there are replies at once."""

    def __init__(self, first: Environment, make: Callable[[], Environment] | None = None) -> None:
        self._idle = [EnvironmentCalls(first)]
        self._make = make
        self._line = asyncio.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[EnvironmentCalls]:
        """An environment for one reply. Raises AgentErrors where another one can't be made."""
        async with self._lock() if self._make is None else nullcontext():
            calls = self._idle.pop() if self._idle else self._made()
            try:
                yield calls
            finally:
                self._idle.append(calls)

    async def aclose(self) -> None:
        """Closes all environments that no reply has taken."""
        for calls in self._idle:
            await calls.aclose()

    def _made(self) -> EnvironmentCalls:
        assert self._make is not None
        with raise_agent_errors():
            return EnvironmentCalls(self._make())

    def _lock(self) -> asyncio.Lock:
        """The lock of the running event loop: a lock works in one loop only."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._line = loop, asyncio.Lock()
        return self._line
