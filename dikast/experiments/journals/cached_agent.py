"""Journaled: an agent whose calls are kept before anybody goes on, and are never made twice."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from dikast.agents import Agent, Closable, Reply, Request, TakesImages
from dikast.errors import AgentError, PermanentError, RateLimited, TransientError
from dikast.experiments.journals.journal import Journal, StoredFailure, StoredReply, key_of
from dikast.experiments.limits import UsageMeter
from dikast.protocols import clean_text


class FlightSeat(Protocol):
    """Who makes which call: whoever boards it, until they land."""

    async def board(self, key: bytes) -> None: ...

    def land(self, key: bytes) -> None: ...


@dataclass
class SingleFlight:
    """The calls that are being made now, by key: who asks the same meanwhile waits for them."""

    _landing: dict[bytes, asyncio.Event] = field(default_factory=dict)

    async def board(self, key: bytes) -> None:
        """Returns once nobody else makes this call; who boards must `land`."""
        while (landing := self._landing.get(key)) is not None:
            await landing.wait()
        self._landing[key] = asyncio.Event()

    def land(self, key: bytes) -> None:
        """Lets those who wait look for themselves: an answer is in the journal by now, if there is one."""
        self._landing.pop(key).set()


class SharedCalls(Protocol):
    """What all cached agents of a run share. The journal may be set after the agents are made."""

    journal: Journal
    meter: UsageMeter
    flights: FlightSeat
    retries_failed: bool


@dataclass
class CachedAgent:
    """An agent around which every call is kept: an answer from the journal costs no slot and no money.

    A failure is kept too, so that another try is a decision: with `retries_failed` the call is made again, else it
    fails as it did. A cancelled call is neither.
    """

    agent: Agent
    calls: SharedCalls
    model: str

    @property
    def name(self) -> str:
        """The name of the agent inside."""
        return self.agent.name

    @property
    def takes_images(self) -> bool:
        """Whether the agent inside takes images; one that does not say is taken to."""
        return not isinstance(self.agent, TakesImages) or self.agent.takes_images

    async def reply(self, request: Request) -> Reply:
        """The reply that is kept for this request, or the agent's, once it is kept. Raises as the agent does."""
        key = key_of(self.name, request)
        await self.calls.flights.board(key)
        try:
            found = await self.calls.journal.get(key)
            if isinstance(found, StoredFailure) and not self.calls.retries_failed:
                raise failure_of(found)
            if isinstance(found, StoredReply):
                self.calls.meter.replayed += 1
            else:
                found = await self._made(key, request)
        finally:
            self.calls.flights.land(key)
        return found.reply(request.form)

    async def _made(self, key: bytes, request: Request) -> StoredReply:
        try:
            reply = await self.agent.reply(request)
        except AgentError as error:
            refused = StoredFailure(error=type(error).__name__, message=clean_text(str(error)))
            await self.calls.journal.put_failure(key, self.name, refused)
            raise
        answer = StoredReply.of(reply)
        self.calls.meter.answered(answer.usage)
        return await self.calls.journal.put(key, self.name, answer)

    async def aclose(self) -> None:
        """Gives back what the agent inside holds."""
        if isinstance(self.agent, Closable):
            await self.agent.aclose()


def model_of(agent: Agent) -> str:
    """The name that the agent's limits go by."""
    return agent.model if isinstance(agent, CachedAgent) else agent.name


def failure_of(refused: StoredFailure) -> AgentError:
    """The failure as it was raised."""
    kind = {kind.__name__: kind for kind in (AgentError, TransientError, RateLimited)}.get(refused.error)
    return (kind or PermanentError)(refused.message)
