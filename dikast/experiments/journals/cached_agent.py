"""CachedAgent: an agent whose every call is kept in the journal before its caller goes on, and is never made twice."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Protocol

from dikast.agents import Agent, AgentWrapper, Closable, Reply, Request, masked_reply
from dikast.errors import AgentError, PermanentError, RateLimited, TransientError
from dikast.experiments.journals.journal import Journal, StoredFailure, StoredReply, call_key
from dikast.experiments.journals.single_flight import KeyedLock
from dikast.experiments.limits import PlannedCall, UsageMeter, plan_call
from dikast.protocols import clean_text

ERRORS: dict[str, type[AgentError]] = {error.__name__: error for error in (AgentError, TransientError, RateLimited)}


class SharedCalls(Protocol):
    """What all cached agents of a run share. The journal may be set after the agents are made."""

    journal: Journal
    meter: UsageMeter
    call_locks: KeyedLock
    retries_failed: bool
    call_scope: str
    key_suffixes: dict[str, str]


@dataclass
class CachedAgent(AgentWrapper):
    """An agent around which every call is kept: a reply from the journal costs no slot and no money.

    A failure is kept too. With `retries_failed` its call is made again; without it, it fails as it did.
    A cancelled call is not kept.
    """

    calls: SharedCalls
    model: str

    @property
    def _journal_name(self) -> str:
        """The name under which the journal keeps the agent's calls: of code that was changed, not that of its past."""
        return self.name + self.calls.key_suffixes.get(self.name, "")

    async def reply(self, request: Request) -> Reply:
        """The stored reply to this request, or else the agent's, as soon as it is stored. Raises as the agent does."""
        key = call_key(self._journal_name, request)
        await self.calls.call_locks.acquire(key)
        try:
            stored = await self._stored(key)
            if stored is None:
                stored = await self._call_agent(key, request)
        finally:
            self.calls.call_locks.release(key)
        return stored.reply(request.form)

    def planned(self, request: Request) -> PlannedCall:
        """The call of this request, as far as its cost goes."""
        return plan_call(self.agent, request)

    async def _stored(self, key: bytes) -> StoredReply | None:
        """The stored reply; None if the call is to be made. Raises the stored failure if that is not tried again."""
        entry = await self.calls.journal.get(key)
        if isinstance(entry, StoredReply):
            self.calls.meter.replayed += 1
            return entry
        if entry is not None and not self.calls.retries_failed:
            raise error_of(entry)
        return None

    async def _call_agent(self, key: bytes, request: Request) -> StoredReply:
        """Makes the call, and stores its reply or its failure. Raises the failure as the agent does."""
        if self.calls.call_scope:
            request = replace(
                request,
                idempotency_key=_idempotency_key(key, self.calls.call_scope),
                thread=_own_thread(request.thread, f"{self.calls.call_scope} {self._journal_name}"),
            )
        try:
            reply = masked_reply(await self.agent.reply(request))
        except AgentError as error:
            failure = StoredFailure(error=type(error).__name__, message=clean_text(str(error)))
            await self.calls.journal.put_failure(key, self._journal_name, failure)
            raise
        stored = StoredReply.of(reply)
        self.calls.meter.answered(stored.usage)
        return await self.calls.journal.put(key, self._journal_name, stored)

    async def aclose(self) -> None:
        """Closes the agent inside."""
        if isinstance(self.agent, Closable):
            await self.agent.aclose()


def _idempotency_key(key: bytes, scope: str) -> str:
    """The key of a call for its backend. Equal calls of two runs are two calls: the second wants a reply of its own."""
    return blake2b(key + scope.encode(errors="replace"), digest_size=16).hexdigest()


def _own_thread(thread: str, scope: str) -> str:
    """The thread's name for the agent: two runs, or two versions of its code, share no thread."""
    digest = blake2b(scope.encode(errors="replace"), digest_size=6).hexdigest()
    return f"{digest}/{thread}"


def model_of(agent: Agent) -> str:
    """The name under which the limits count the agent's calls."""
    if isinstance(agent, CachedAgent):
        return agent.model
    return agent.name


def error_of(failure: StoredFailure) -> AgentError:
    """The error as it was raised. An error of an unknown name is a PermanentError."""
    error = ERRORS.get(failure.error, PermanentError)
    return error(failure.message)
