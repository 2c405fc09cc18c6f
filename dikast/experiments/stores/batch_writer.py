"""Writer: puts records into a store as they come, many to a commit."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from dikast.errors import DikastError
from dikast.experiments.stores.store import Commit, Packed, StoredRow
from dikast.records import Episode, Failure, Outcome

# How long a run that is being stopped waits for its last records to be kept.
LAST_COMMIT_S = 20.0


@dataclass
class BatchWriter:
    """Group commits: a `put` returns once its own record is kept, and what comes meanwhile goes together."""

    commit: Commit
    _pending: list[tuple[StoredRow, asyncio.Future[None]]] = field(default_factory=list)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _is_closed: bool = False

    async def put(self, outcome: Outcome, record: Episode | Failure | Packed) -> None:
        """Keeps one record durably, in place of any of the same id."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pending.append(((outcome, record), kept))
        self._wake.set()
        await kept

    async def run(self) -> None:
        """Commits what is put, until `close`. What was put before a cancellation is still written.

        Raises DikastError where records can't be written: the disk is full, say.
        """
        batch: list[tuple[StoredRow, asyncio.Future[None]]] = []
        try:
            while not (self._is_closed and not self._pending):
                await self._wake.wait()
                self._wake.clear()
                batch, self._pending = self._pending, []
                await self._keep(batch)
                batch = []
        except asyncio.CancelledError:
            # A commit that was cut off may have been made or not: to make it again does no harm.
            await self._keep_last([*batch, *self._pending])
            raise

    async def _keep_last(self, batch: list[tuple[StoredRow, asyncio.Future[None]]]) -> None:
        try:
            async with asyncio.timeout(LAST_COMMIT_S):
                await self._keep(batch)
        except TimeoutError:
            raise DikastError(f"stopped, and the last {len(batch)} episodes could not be kept any more") from None

    async def _keep(self, batch: list[tuple[StoredRow, asyncio.Future[None]]]) -> None:
        if batch:
            await self.commit([row for row, _ in batch])
        for _, kept in batch:
            if not kept.done():
                kept.set_result(None)

    def close(self) -> None:
        """Lets `run` end once all is written."""
        self._is_closed = True
        self._wake.set()
