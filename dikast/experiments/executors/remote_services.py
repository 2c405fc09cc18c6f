"""Remote: the journal and the limits of a run, as one of its workers has them: at the end of a line."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from itertools import count

from dikast.experiments.executors.rpc import RpcConnection
from dikast.experiments.journals import StoredFailure, StoredReply
from dikast.records import Usage


@dataclass
class RemoteJournal:
    """The run's journal and its flights: what is found for a call comes with the leave to make it."""

    line: RpcConnection
    _numbers: count[int] = field(default_factory=count)
    _boarded: dict[bytes, int] = field(default_factory=dict)
    _found: dict[bytes, StoredReply | StoredFailure | None] = field(default_factory=dict)

    async def open(self) -> None:
        """Nothing: the driver opens it."""

    async def board(self, key: bytes) -> None:
        """Returns once nobody else, in any process, makes this call."""
        number = next(self._numbers)
        try:
            told, entry = await self.line.ask("board", key=key.hex(), boarding=number)
        except asyncio.CancelledError:
            self.line.tell("land", boarding=number)
            raise
        self._boarded[key] = number
        kinds: dict[str, type[StoredReply] | type[StoredFailure]] = {"answer": StoredReply, "failure": StoredFailure}
        kind = kinds.get(told["found"])
        self._found[key] = kind.model_validate_json(entry) if kind else None

    def land(self, key: bytes) -> None:
        """Lets those who wait for this call look for themselves."""
        self._found.pop(key, None)
        self.line.tell("land", boarding=self._boarded.pop(key))

    async def get(self, key: bytes) -> StoredReply | StoredFailure | None:
        """What was found when the call was boarded."""
        return self._found.get(key)

    async def put(self, key: bytes, agent: str, answer: StoredReply) -> StoredReply:
        """Keeps an answer; returns the one that stands."""
        _, stands = await self.line.ask("put", answer.model_dump_json().encode(), key=key.hex(), agent=agent)
        return StoredReply.model_validate_json(stands) if stands else answer

    async def put_failure(self, key: bytes, agent: str, failure: StoredFailure) -> None:
        """Keeps a failure, unless there is an answer."""
        await self.line.ask("put_failure", key=key.hex(), agent=agent, error=failure.error, message=failure.message)

    async def spent(self) -> Usage:
        """Nothing: the driver counts."""
        return Usage()

    async def close(self) -> None:
        """Nothing: the driver closes it."""


@dataclass
class RemoteLimiter:
    """One model's limits, the same for all workers."""

    line: RpcConnection
    model: str
    numbers: count[int]

    def slot(self, tokens: int = 0) -> RemoteSlot:
        """A slot for one call of about so many tokens."""
        return RemoteSlot(self, tokens, next(self.numbers))


@dataclass
class RemoteSlot:
    """A slot that the driver keeps; its number is given here, so that one that came too late can be given back."""

    limiter: RemoteLimiter
    tokens: int
    number: int
    n_used: int | None = None
    is_refused: bool = False
    retry_after_s: float | None = None

    async def __aenter__(self) -> RemoteSlot:
        line = self.limiter.line
        try:
            await line.ask("enter", slot=self.number, model=self.limiter.model, tokens=self.tokens)
        except asyncio.CancelledError:
            line.tell("leave", slot=self.number, failure="CancelledError")
            raise
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.limiter.line.tell(
            "leave",
            slot=self.number,
            used=self.n_used,
            refused=self.is_refused,
            retry_after_s=self.retry_after_s,
            failure=kind.__name__ if kind else None,
        )

    def used(self, tokens: int) -> None:
        """What the call took."""
        self.n_used = tokens

    def refused(self, retry_after_s: float | None) -> None:
        """That the model refused."""
        self.is_refused = True
        self.retry_after_s = retry_after_s
