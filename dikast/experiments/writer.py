"""Writer: puts records into a run folder as they come."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import zstandard

from dikast.errors import DikastError
from dikast.experiments.folder import DATABASE
from dikast.records import Episode, Failure, Outcome

Row = tuple[Outcome, Episode | Failure]


@dataclass
class Writer:
    """One thread that writes, many records to a commit; a `put` returns once its own record is kept."""

    path: Path
    _pending: list[tuple[Row, asyncio.Future[None]]] = field(default_factory=list)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)
    _is_closed: bool = False

    async def put(self, outcome: Outcome, record: Episode | Failure) -> None:
        """Keeps one record durably, in place of any of the same id."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._pending.append(((outcome, record), kept))
        self._wake.set()
        await kept

    async def run(self) -> None:
        """Commits what is put, until `close`. What was put before a cancellation is still written.

        Raises DikastError where records can't be written: the disk is full, say.
        """
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, thread_name_prefix="dikast-writer") as thread:
            database = await loop.run_in_executor(thread, _connect, self.path)
            try:
                while not (self._is_closed and not self._pending):
                    await self._wake.wait()
                    self._wake.clear()
                    batch, self._pending = self._pending, []
                    await loop.run_in_executor(thread, _commit, database, [row for row, _ in batch])
                    for _, kept in batch:
                        if not kept.done():
                            kept.set_result(None)
            except sqlite3.Error as error:
                raise DikastError(f"{self.path}: the records can't be written: {error}") from error
            finally:
                thread.submit(_finish, database, [row for row, _ in self._pending]).result()

    def close(self) -> None:
        """Lets `run` end once all is written."""
        self._is_closed = True
        self._wake.set()


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path / DATABASE, timeout=60, isolation_level=None)
    database.execute("pragma synchronous = normal")
    return database


def _commit(database: sqlite3.Connection, rows: list[Row]) -> None:
    if not rows:
        return
    database.execute("begin immediate")
    try:
        database.executemany("insert or replace into outcomes values (?, ?, ?, ?, ?, ?, ?)", map(_narrow, rows))
        database.executemany("insert or replace into records values (?, ?, ?)", map(_whole, rows))
        database.execute("commit")
    except sqlite3.Error:
        if database.in_transaction:
            database.execute("rollback")
        raise


def _finish(database: sqlite3.Connection, rows: list[Row]) -> None:
    try:
        _commit(database, rows)
    finally:
        database.close()


def _narrow(row: Row) -> tuple[str, str, str, str, str, float, str]:
    o = row[0]
    return o.id, o.protocol, o.agents, o.question, o.status, o.seconds, o.model_dump_json()


def _whole(row: Row) -> tuple[str, str, bytes]:
    kind = "episode" if isinstance(row[1], Episode) else "failure"
    return row[0].id, kind, zstandard.compress(row[1].model_dump_json().encode(), 3)
