"""BatchWriter: puts records into a store as they come, many in a commit."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dikast.errors import DikastError
from dikast.experiments.stores.store import Commit, Packed, StoredRow
from dikast.records import Episode, Failure, Outcome

# How long a run that is being stopped waits until its last records are kept, in seconds.
LAST_COMMIT_S = 20.0


class _Put(NamedTuple):
    """A row to be kept, and a future that is done when it is kept."""

    row: StoredRow
    stored: asyncio.Future[None]


@dataclass
class BatchWriter:
    """Group commits: a `put` returns once its own record is kept; what comes during a commit goes into the next one."""

    commit: Commit
    _pending: list[_Put] = field(default_factory=list)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _is_closed: bool = False

    async def put(self, outcome: Outcome, record: Episode | Failure | Packed) -> None:
        """Keeps one record durably, in place of an earlier one of the same id."""
        put = _Put((outcome, record), asyncio.get_running_loop().create_future())
        self._pending.append(put)
        self._wake.set()
        await put.stored

    async def run(self) -> None:
        """Commits what is put, until `close`. If it is cancelled, it first commits what was put before.

        Raises DikastError if records can't be written, because the disk is full for example.
        """
        batch: list[_Put] = []
        try:
            while self._pending or not self._is_closed:
                await self._wake.wait()
                self._wake.clear()
                batch, self._pending = self._pending, []
                await self._commit(batch)
                batch = []
        except asyncio.CancelledError:
            # The commit that was cut off may have been made or not. To make it twice does no harm.
            await self._commit_last([*batch, *self._pending])
            raise

    async def _commit_last(self, batch: Sequence[_Put]) -> None:
        """Commits what a cancelled run still has. Raises DikastError if that takes longer than LAST_COMMIT_S."""
        try:
            async with asyncio.timeout(LAST_COMMIT_S):
                await self._commit(batch)
        except TimeoutError:
            raise DikastError(f"stopped, and the last {len(batch)} episodes could not be kept any more") from None

    async def _commit(self, batch: Sequence[_Put]) -> None:
        """Commits a batch, and lets the puts in it return."""
        if not batch:
            return
        await self.commit([put.row for put in batch])
        for put in batch:
            # Cancelled if nothing waits for it any more.
            if not put.stored.done():
                put.stored.set_result(None)

    def close(self) -> None:
        """Lets `run` return once everything is kept."""
        self._is_closed = True
        self._wake.set()
