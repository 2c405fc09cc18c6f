"""Guarded: the one limiter and the one retry around every agent of a run."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass

from dikast.agents import Agent, Closing, Reply, Request, Sighted
from dikast.agents.callable import user_failures
from dikast.errors import RateLimited, TransientError
from dikast.experiments.experiment import Limits

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 60.0
PERSON = "human"


@dataclass(frozen=True)
class Guarded:
    """An agent whose calls wait for a slot, have a deadline, and are tried again while their failures may pass.

    The wait before another try doubles from half a second, with full jitter; what the backend asked for by
    Retry-After is the least it can be. A waiting call holds no slot. Whatever else the agent raises comes out as an
    AgentError, so that one agent's fault is one episode's failure. A person has all the time in the world.
    """

    agent: Agent
    slots: asyncio.Semaphore
    limits: Limits

    @property
    def name(self) -> str:
        """The name of the agent inside."""
        return self.agent.name

    @property
    def takes_images(self) -> bool:
        """Whether the agent inside takes images; one that does not say is taken to."""
        return not isinstance(self.agent, Sighted) or self.agent.takes_images

    async def reply(self, request: Request) -> Reply:
        """The agent's reply. Raises its last TransientError once the tries are used up, a PermanentError at once."""
        for number in range(1, self.limits.tries):
            try:
                return await self._once(request)
            except TransientError as error:
                await asyncio.sleep(wait_s(number, error))
        return await self._once(request)

    async def _once(self, request: Request) -> Reply:
        async with self.slots:
            try:
                async with asyncio.timeout(None if self.name == PERSON else self.limits.timeout_s):
                    with user_failures():
                        return await self.agent.reply(request)
            except TimeoutError:
                raise TransientError(f"no reply within {self.limits.timeout_s:g} s") from None

    async def aclose(self) -> None:
        """Gives back what the agent inside holds."""
        if isinstance(self.agent, Closing):
            await self.agent.aclose()


def wait_s(number: int, error: TransientError) -> float:
    """How long to wait, in seconds, after try `number` (from 1) failed."""
    backoff = random.uniform(0, min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**number))
    asked = error.retry_after_s if isinstance(error, RateLimited) else None
    return max(backoff, min(asked or 0.0, LONGEST_WAIT_S * 5))
