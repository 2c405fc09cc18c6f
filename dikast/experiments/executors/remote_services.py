"""The journal, the limiters and the budget of a run, as a worker has them: over RPC."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import count

from dikast.experiments.executors.rpc import RpcConnection
from dikast.experiments.journals import JournalEntry, StoredFailure, StoredReply
from dikast.experiments.limits import BudgetSpent, PlannedCall
from dikast.records import Usage


@dataclass
class RemoteJournal:
    """The run's journal and its locks on calls. What the journal has for a call comes with the lock, in one message."""

    connection: RpcConnection
    _claim_numbers: count[int] = field(default_factory=count)
    _claims: dict[bytes, int] = field(default_factory=dict)
    _entries: dict[bytes, JournalEntry | None] = field(default_factory=dict)

    async def open(self) -> None:
        """Nothing: the driver opens it."""

    async def acquire(self, key: bytes) -> None:
        """Returns as soon as nothing else, in any process, makes this call."""
        claim = next(self._claim_numbers)
        try:
            answer, entry = await self.connection.request("claim_call", key=key.hex(), claim=claim)
        except asyncio.CancelledError:
            # The driver may have granted the claim already, with its answer on the way.
            self.connection.notify("release_call", claim=claim)
            raise
        self._claims[key] = claim
        self._entries[key] = _read_entry(answer["stored"], entry)

    def release(self, key: bytes) -> None:
        """Lets those that wait for this call go on; they find the reply in the journal, if there is one."""
        self._entries.pop(key, None)
        self.connection.notify("release_call", claim=self._claims.pop(key))

    async def get(self, key: bytes) -> JournalEntry | None:
        """What the journal had for the call when its lock was acquired."""
        return self._entries.get(key)

    async def put(self, key: bytes, agent: str, reply: StoredReply) -> StoredReply:
        """Keeps a reply. Returns the first that was kept for this key."""
        content = reply.model_dump_json().encode()
        _, stored = await self.connection.request("put_reply", content, key=key.hex(), agent=agent)
        if not stored:
            return reply
        return StoredReply.model_validate_json(stored)

    async def put_failure(self, key: bytes, agent: str, failure: StoredFailure) -> None:
        """Keeps a failure, unless there is a reply."""
        await self.connection.request(
            "put_failure",
            key=key.hex(),
            agent=agent,
            error=failure.error,
            message=failure.message,
        )

    async def has_answers(self, agent: str) -> bool:
        """No: the driver has looked it up."""
        return False

    async def spent(self) -> Usage:
        """Nothing: the driver counts."""
        return Usage()

    async def close(self) -> None:
        """Nothing: the driver closes it."""


def _read_entry(kind: str | None, entry: bytes) -> JournalEntry | None:
    match kind:
        case "reply":
            return StoredReply.model_validate_json(entry)
        case "failure":
            return StoredFailure.model_validate_json(entry)
    return None


@dataclass
class RemoteLimiter:
    """The limits of one model, which all workers share."""

    connection: RpcConnection
    model: str
    slot_numbers: count[int]

    def slot(self, tokens: int = 0) -> RemoteSlot:
        """A slot for one call of about so many tokens."""
        return RemoteSlot(self, tokens, next(self.slot_numbers))


@dataclass
class RemoteSlot:
    """A slot that the driver holds. The worker numbers it, so that it can give back a slot that comes too late."""

    limiter: RemoteLimiter
    tokens: int
    number: int
    n_used: int | None = None
    is_refused: bool = False
    retry_after_s: float | None = None

    async def __aenter__(self) -> RemoteSlot:
        connection = self.limiter.connection
        try:
            await connection.request(
                "acquire_slot",
                slot=self.number,
                model=self.limiter.model,
                tokens=self.tokens,
            )
        except asyncio.CancelledError:
            # The driver may have granted the slot already, with its answer on the way.
            connection.notify("release_slot", slot=self.number, failure="CancelledError")
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.limiter.connection.notify(
            "release_slot",
            slot=self.number,
            used=self.n_used,
            refused=self.is_refused,
            retry_after_s=self.retry_after_s,
            failure=kind.__name__ if kind else None,
        )

    def used(self, tokens: int) -> None:
        """Notes how many tokens the call used."""
        self.n_used = tokens

    def refused(self, retry_after_s: float | None) -> None:
        """Notes that the model refused the call, and for how many seconds, if it said so."""
        self.is_refused = True
        self.retry_after_s = retry_after_s


@dataclass
class RemoteAllowance:
    """The money and the tokens of the run, which all workers share."""

    connection: RpcConnection
    _numbers: count[int] = field(default_factory=count)

    def reserve(self, call: PlannedCall) -> RemoteReservation:
        """A reservation for one call."""
        return RemoteReservation(self.connection, call, next(self._numbers))


@dataclass
class RemoteReservation:
    """A reservation that the driver holds, by a number that the worker gives it."""

    connection: RpcConnection
    call: PlannedCall
    number: int
    usage: Usage | None = None

    async def __aenter__(self) -> RemoteReservation:
        fields = self.call.model_dump(mode="json")
        try:
            answer, _ = await self.connection.request("reserve", reservation=self.number, call=fields)
        except asyncio.CancelledError:
            # The driver may have set it aside already, with its answer on the way.
            self.connection.notify("release_reservation", reservation=self.number)
            raise
        if "spent" in answer:
            raise BudgetSpent(answer["spent"])
        return self

    async def __aexit__(self, *_: object) -> None:
        usage = self.usage.model_dump(mode="json") if self.usage else None
        self.connection.notify("release_reservation", reservation=self.number, usage=usage)

    def used(self, usage: Usage) -> None:
        """Notes what the call took."""
        self.usage = usage
