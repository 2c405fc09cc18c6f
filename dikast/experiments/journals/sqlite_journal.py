"""SqliteJournal: a journal in one file, written by one thread, many calls to a commit."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

from pydantic import ValidationError

from dikast.errors import BadInput, DikastError
from dikast.experiments.journals.bloom_filter import BloomFilter
from dikast.experiments.journals.journal import Durability, StoredFailure, StoredReply, read_entry
from dikast.experiments.journals.journal_repair import mend, suspect
from dikast.records import Usage

TABLES = """
create table if not exists calls (
    key blob not null primary key, agent text not null, at real not null, is_answer integer not null,
    entry text not null
);
create table if not exists spent (
    run text not null primary key, calls integer not null, input_tokens integer not null,
    output_tokens integer not null, cached_tokens integer not null, cost_usd real not null, unpriced integer not null,
    seconds real not null
) without rowid;
"""
# As bytes: what damage left is not always text, and SQLite's reader would fail on it rather than hand it out.
GET = "select is_answer = 1, cast(entry as blob) from calls where key = ?"
# The first answer stands; a failure makes way for whatever comes.
PUT = """
insert into calls values (?, ?, ?, ?, ?)
on conflict (key) do update set agent = excluded.agent, at = excluded.at, is_answer = excluded.is_answer,
    entry = excluded.entry
where not calls.is_answer
"""
REPLACE = "insert or replace into calls values (?, ?, ?, ?, ?)"
SPENT = ("calls", "input_tokens", "output_tokens", "cached_tokens", "cost_usd", "unpriced", "seconds")
ADD = f"""
insert into spent values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict (run) do update set {", ".join(f"{name} = {name} + excluded.{name}" for name in SPENT)}
"""
MOST_A_COMMIT = 1000
GATHER_S = 0.001


class _Put(NamedTuple):
    """One call to be kept, as it is written, and who waits for it: the entry that stands is what they get."""

    key: bytes
    agent: str
    entry: StoredReply | StoredFailure
    text: str
    kept: asyncio.Future[StoredReply | StoredFailure]


@dataclass
class SqliteJournal:
    """A WAL database. Any number of processes on one machine may share it, never over a network file system.

    One that `is_shared` is asked for every call, since another process may have made it; one that is not is asked
    only for calls that it may have. `run` names whose spending `spent` counts. With `durability` "process" what was
    put outlives the death of the process, at any moment, by any signal; with "power" also that of the machine, which
    costs a flush of the disk a commit.
    """

    path: Path
    run: str = ""
    durability: Durability = "process"
    is_shared: bool = True
    n_commits: int = 0
    _reader: sqlite3.Connection | None = None
    _thread: threading.Thread | None = None
    _puts: SimpleQueue[_Put | None] = field(default_factory=SimpleQueue)
    _known: BloomFilter | None = None

    async def open(self) -> None:
        """Opens the file, or makes it. A damaged one is set aside, what can be read of it kept, and that is told.

        Raises BadInput where no journal can be kept there.
        """
        if self.path.is_dir():
            raise BadInput("no journal can be kept here: it is a folder", str(self.path))
        try:
            await asyncio.to_thread(mend, self.path, TABLES)
            self._known = None if self.is_shared else await asyncio.to_thread(_known, self.path)
            self._reader = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise BadInput(f"no journal can be kept here: {error}", str(self.path)) from error
        self._thread = threading.Thread(target=self._write, name="dikast-journal", daemon=True)
        self._thread.start()

    async def get(self, key: bytes) -> StoredReply | StoredFailure | None:
        """What became of a call."""
        if self._known is not None and key not in self._known:
            return None
        try:
            row = self._reading().execute(GET, (key,)).fetchone()
        except sqlite3.Error as error:
            raise self._unusable("read", error) from error
        return read_entry(*row) if row else None

    async def put(self, key: bytes, agent: str, answer: StoredReply) -> StoredReply:
        """Keeps an answer; returns the one that stands."""
        stands = await self._put(key, agent, answer)
        return stands if isinstance(stands, StoredReply) else answer

    async def put_failure(self, key: bytes, agent: str, failure: StoredFailure) -> None:
        """Keeps a failure, unless there is an answer."""
        await self._put(key, agent, failure)

    async def spent(self) -> Usage:
        """What all answers put for this run took."""
        try:
            row = self._reading().execute(f"select {', '.join(SPENT)} from spent where run = ?", (self.run,)).fetchone()
        except sqlite3.Error as error:
            raise self._unusable("read", error) from error
        try:
            return Usage(**dict(zip(SPENT, row, strict=True))) if row else Usage()
        except ValidationError:
            told = f"what the run {self.run!r} has spent can't be read: its row in the table `spent` is damaged"
            raise DikastError(f"{self.path}: {told}; without that row it is counted anew") from None

    async def close(self) -> None:
        """Lets the thread end once all is kept."""
        if self._thread is not None:
            self._puts.put(None)
            self._thread.join()
            self._thread = None
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    async def _put(self, key: bytes, agent: str, entry: StoredReply | StoredFailure) -> StoredReply | StoredFailure:
        if self._thread is None:
            raise DikastError(f"{self.path}: the journal is closed")
        if self._known is not None:
            self._known.add(key)
        kept: asyncio.Future[StoredReply | StoredFailure] = asyncio.get_running_loop().create_future()
        self._puts.put(_Put(key, agent, entry, entry.model_dump_json(), kept))
        return await kept

    def _reading(self) -> sqlite3.Connection:
        if self._reader is None:
            raise DikastError(f"{self.path}: the journal is closed")
        return self._reader

    def _write(self) -> None:
        """The thread: takes all that waits, commits it, and wakes who waited, until it is told to end."""
        database: sqlite3.Connection | None = None
        try:
            while batch := self._waiting():
                try:
                    database = database or _connect(self.path, self.durability)
                    stands: list[StoredReply | StoredFailure] | sqlite3.Error = _commit(database, self.run, batch)
                    self.n_commits += 1
                except sqlite3.Error as error:
                    stands = error
                batch[0].kept.get_loop().call_soon_threadsafe(self._tell, batch, stands)
        finally:
            if database is not None:
                database.close()

    def _waiting(self) -> list[_Put]:
        """At least one put, and all that came meanwhile; none at the end."""
        batch: list[_Put] = []
        put = self._puts.get()
        if put is not None:
            time.sleep(GATHER_S)  # what is answered at about the same time goes together
        while put is not None:
            batch.append(put)
            if self._puts.empty() or len(batch) >= MOST_A_COMMIT:
                return batch
            put = self._puts.get()
        if batch:
            self._puts.put(None)  # the end, to be met again once these are kept
        return batch

    def _tell(self, batch: Iterable[_Put], stands: list[StoredReply | StoredFailure] | sqlite3.Error) -> None:
        for i, put in enumerate(batch):
            if put.kept.done():
                continue
            if isinstance(stands, sqlite3.Error):
                put.kept.set_exception(self._unusable("written", stands))
            else:
                put.kept.set_result(stands[i])

    def _unusable(self, verb: str, error: sqlite3.Error) -> DikastError:
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            suspect(self.path).touch()  # to be looked at as a whole when it is opened next
        return DikastError(f"{self.path}: the journal can't be {verb}: {error}")


def _connect(path: Path, durability: Durability) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=60, isolation_level=None)
    # In WAL mode NORMAL writes each commit to the system, which a killed process can't take back; FULL also waits
    # for the disk, which a power cut can't take back.
    database.execute(f"pragma synchronous = {'full' if durability == 'power' else 'normal'}")
    return database


def _commit(database: sqlite3.Connection, run: str, batch: list[_Put]) -> list[StoredReply | StoredFailure]:
    """Keeps the batch in one transaction; the entries that stand for its keys."""
    database.execute("begin immediate")
    try:
        stands = _keep(database, batch)
        took = Usage.total(put.entry.usage for put in batch if isinstance(put.entry, StoredReply))
        database.execute(ADD, (run, *(getattr(took, name) for name in SPENT)))
        database.execute("commit")
    except sqlite3.Error:
        if database.in_transaction:
            database.execute("rollback")
        raise
    return stands


def _keep(database: sqlite3.Connection, batch: list[_Put]) -> list[StoredReply | StoredFailure]:
    """Keeps what is new of the batch; the entries that stand for its keys."""
    now, before = time.time(), database.total_changes
    rows = [(p.key, p.agent, now, isinstance(p.entry, StoredReply), p.text) for p in batch]
    database.executemany(PUT, rows)
    if database.total_changes - before == len(batch):
        return [put.entry for put in batch]
    stands = []
    for put, row in zip(batch, rows, strict=True):
        held = read_entry(*database.execute(GET, (put.key,)).fetchone())
        if held is None:  # unreadable: it makes way, or this call would be paid for at every start
            database.execute(REPLACE, row)
        stands.append(held or put.entry)
    return stands


def _known(path: Path) -> BloomFilter:
    with closing(sqlite3.connect(path, timeout=60)) as database:
        return BloomFilter(key for (key,) in database.execute("select key from calls"))
