"""SqliteJournal: a journal in one file, which one thread writes, many calls in a commit."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

from pydantic import ValidationError

from dikast.errors import BadInput, DikastError
from dikast.experiments.journals.bloom_filter import BloomFilter
from dikast.experiments.journals.journal import Durability, JournalEntry, StoredFailure, StoredReply, read_entry
from dikast.experiments.journals.journal_repair import LOCK_S, repair, suspect_file
from dikast.experiments.journals.spent_row import SPENT_COLUMNS, read_spent, spent_row, usage_of
from dikast.experiments.stores import transaction
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
# As bytes: damage can leave what is not text, and then SQLite raises an error instead of returning it.
GET = "select is_answer = 1, cast(entry as blob) from calls where key = ?"
# The first reply stays. A failure makes way for whatever comes next.
PUT = """
insert into calls values (?, ?, ?, ?, ?)
on conflict (key) do update set agent = excluded.agent, at = excluded.at, is_answer = excluded.is_answer,
    entry = excluded.entry
where not calls.is_answer
"""
REPLACE = "insert or replace into calls values (?, ?, ?, ?, ?)"
HAS_ANSWERS = "select 1 from calls where agent = ? and is_answer limit 1"
GET_SPENT = f"select {', '.join(SPENT_COLUMNS)} from spent where run = ?"
ADD_SPENT = f"""
insert into spent values (?, ?, ?, ?, ?, ?, ?, ?)
on conflict (run) do update set {", ".join(f"{name} = {name} + excluded.{name}" for name in SPENT_COLUMNS)}
"""
MAX_BATCH = 1000
GATHER_S = 0.001


class _Put(NamedTuple):
    """A call to be kept, its entry as JSON, and a future for the entry that the journal then has for it."""

    key: bytes
    agent: str
    entry: JournalEntry
    json: str
    stored: asyncio.Future[JournalEntry]

    def row(self, now: float) -> tuple[bytes, str, float, bool, str]:
        """The row of the table `calls`. `now` is in seconds since 1970."""
        is_answer = isinstance(self.entry, StoredReply)
        return self.key, self.agent, now, is_answer, self.json


@dataclass
class SqliteJournal:
    """A database in WAL mode. Any number of processes on one machine may share it, but not over a network file system.

    With `is_shared`, every call is looked up in the file, since another process may have made it. Without, only the
    calls that a filter in memory knows are looked up. `run` is the run whose usage `spent` returns. With `durability`
    "process" a kept reply outlives the death of the process at any moment, by any signal. With "power" it outlives
    that of the machine too, at the cost of a flush to the disk for each commit.
    """

    path: Path
    run: str = ""
    durability: Durability = "process"
    is_shared: bool = True
    n_commits: int = 0
    _reader: sqlite3.Connection | None = None
    _thread: threading.Thread | None = None
    _puts: SimpleQueue[_Put | None] = field(default_factory=SimpleQueue)
    _known_keys: BloomFilter | None = None

    async def open(self) -> None:
        """Opens the file, or makes it. A damaged one is set aside with a warning, and what can be read of it is kept.

        Raises BadInput if no journal can be kept there.
        """
        if self.path.is_dir():
            raise BadInput("no journal can be kept here: it is a folder", str(self.path))
        if self.path.is_symlink():
            raise BadInput("no journal can be kept here: it is a link; name the file that it leads to", str(self.path))
        try:
            await asyncio.to_thread(repair, self.path, TABLES)
            if not self.is_shared:
                self._known_keys = await asyncio.to_thread(_read_keys, self.path)
            self._reader = sqlite3.connect(self.path, timeout=LOCK_S, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise BadInput(f"no journal can be kept here: {error}", str(self.path)) from error
        self._thread = threading.Thread(target=self._write, name="dikast-journal", daemon=True)
        self._thread.start()

    async def get(self, key: bytes) -> JournalEntry | None:
        """The reply to a call, or else its last failure, or else None."""
        if self._known_keys is not None and key not in self._known_keys:
            return None
        row = self._read_row(GET, key)
        if row is None:
            return None
        is_answer, text = row
        return read_entry(is_answer, text)

    async def put(self, key: bytes, agent: str, reply: StoredReply) -> StoredReply:
        """Keeps a reply. Returns the first that was kept for this key."""
        stored = await self._put(key, agent, reply)
        if isinstance(stored, StoredReply):
            return stored
        return reply

    async def put_failure(self, key: bytes, agent: str, failure: StoredFailure) -> None:
        """Keeps a failure, unless there is a reply."""
        await self._put(key, agent, failure)

    async def has_answers(self, agent: str) -> bool:
        """Whether a reply of the agent of this name was ever put."""
        return self._read_row(HAS_ANSWERS, agent) is not None

    async def spent(self) -> Usage:
        """The usage of all replies that were ever put for this run."""
        row = self._read_row(GET_SPENT, self.run)
        try:
            return read_spent(row)
        except ValidationError:
            message = f"what the run {self.run!r} has spent can't be read: its row in the table `spent` is damaged"
            raise DikastError(f"{self.path}: {message}; without that row it is counted anew") from None

    async def close(self) -> None:
        """Closes the file, once everything that was put is kept."""
        if self._thread is not None:
            self._puts.put(None)
            self._thread.join()
            self._thread = None
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    async def _put(self, key: bytes, agent: str, entry: JournalEntry) -> JournalEntry:
        """Hands the entry to the writing thread. Returns what the journal then has for the key."""
        if self._thread is None:
            raise DikastError(f"{self.path}: the journal is closed")
        if self._known_keys is not None:
            self._known_keys.add(key)
        put = _Put(
            key,
            agent,
            entry,
            json=entry.model_dump_json(),
            stored=asyncio.get_running_loop().create_future(),
        )
        self._puts.put(put)
        return await put.stored

    def _read_row(self, query: str, value: bytes | str) -> tuple[Any, ...] | None:
        """The only row that a query with one value has, or None. Raises DikastError if it can't be read."""
        if self._reader is None:
            raise DikastError(f"{self.path}: the journal is closed")
        try:
            row: tuple[Any, ...] | None = self._reader.execute(query, (value,)).fetchone()
        except sqlite3.Error as error:
            raise self._unusable("read", error) from error
        return row

    def _write(self) -> None:
        """The thread: commits what waits, and tells those that wait, until `close`."""
        database: sqlite3.Connection | None = None
        try:
            while batch := self._next_batch():
                # Futures may only be set on their event loop.
                loop = batch[0].stored.get_loop()
                try:
                    # Here, for a connection may only be used in the thread that made it.
                    database = database or _connect(self.path, self.durability)
                    entries = _commit(database, self.run, batch)
                except sqlite3.Error as error:
                    loop.call_soon_threadsafe(self._deliver_error, batch, error)
                else:
                    self.n_commits += 1
                    loop.call_soon_threadsafe(_deliver, batch, entries)
        finally:
            if database is not None:
                database.close()

    def _next_batch(self) -> list[_Put]:
        """Waits for a put, and takes all that came by then. Empty at the end."""
        put = self._puts.get()
        if put is None:
            return []
        batch = [put]
        time.sleep(GATHER_S)  # calls that are answered at about the same time go into one commit
        while len(batch) < MAX_BATCH and not self._puts.empty():
            put = self._puts.get()
            if put is None:
                # The end: put back, so that it is found again once this batch is kept.
                self._puts.put(None)
                break
            batch.append(put)
        return batch

    def _deliver_error(self, batch: Sequence[_Put], error: sqlite3.Error) -> None:
        """Raises a DikastError in every put of the batch that waits: none of them was kept."""
        for put in batch:
            if not put.stored.done():
                put.stored.set_exception(self._unusable("written", error))

    def _unusable(self, verb: str, error: sqlite3.Error) -> DikastError:
        """The error to raise after one of SQLite. Marks the file as suspect if its content is damaged."""
        # An OperationalError is about access or space. Any other database error means that the content is damaged.
        is_damage = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
        if is_damage:
            suspect_file(self.path).touch()  # so that the next start checks the whole file
        return DikastError(f"{self.path}: the journal can't be {verb}: {error}")


def _deliver(batch: Sequence[_Put], entries: Sequence[JournalEntry]) -> None:
    """Gives each put that waits the entry that the journal now has for it."""
    for put, entry in zip(batch, entries, strict=True):
        # Cancelled if nothing waits for it any more. The reply is kept all the same.
        if not put.stored.done():
            put.stored.set_result(entry)


def _connect(path: Path, durability: Durability) -> sqlite3.Connection:
    """A connection for the writing thread, which flushes as often as `durability` says."""
    database = sqlite3.connect(path, timeout=LOCK_S, isolation_level=None)
    # In WAL mode, NORMAL hands each commit to the operating system, where the death of the process can't undo it. FULL
    # also waits until it is on the disk, where a power cut can't undo it.
    synchronous = {"process": "normal", "power": "full"}[durability]
    database.execute(f"pragma synchronous = {synchronous}")
    return database


def _commit(database: sqlite3.Connection, run: str, batch: Sequence[_Put]) -> list[JournalEntry]:
    """Keeps the batch in one transaction. Returns the entries that the journal then has for its keys."""
    with transaction(database):
        stored = _store(database, batch)
        usage = usage_of(put.entry for put in batch)
        database.execute(ADD_SPENT, spent_row(run, usage))
    return stored


def _store(database: sqlite3.Connection, batch: Sequence[_Put]) -> list[JournalEntry]:
    """Keeps what is new of the batch. Returns the entries that the journal then has for its keys."""
    now = time.time()
    n_before = database.total_changes
    database.executemany(PUT, (put.row(now) for put in batch))
    n_written = database.total_changes - n_before
    if n_written == len(batch):
        return [put.entry for put in batch]
    # Some calls had a reply already, which stays.
    return [_stored_entry(database, put, now) for put in batch]


def _stored_entry(database: sqlite3.Connection, put: _Put, now: float) -> JournalEntry:
    """The entry that the journal has for the key of a put. One that can't be read is replaced by the put's."""
    is_answer, text = database.execute(GET, (put.key,)).fetchone()
    entry = read_entry(is_answer, text)
    if entry is None:
        # Without this, the unreadable entry would stay, and this call would be paid for at every start.
        database.execute(REPLACE, put.row(now))
        return put.entry
    return entry


def _read_keys(path: Path) -> BloomFilter:
    """The keys of all calls in the file: 16 bytes each, read in one pass when the journal is opened."""
    with closing(sqlite3.connect(path, timeout=LOCK_S)) as database:
        return BloomFilter(key for (key,) in database.execute("select key from calls"))
