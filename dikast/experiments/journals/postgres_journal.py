"""PostgresJournal: the journal in a PostgreSQL database, shared by all experiments that are kept there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from dikast.experiments.journals.journal import JournalEntry, StoredFailure, StoredReply, read_entry
from dikast.experiments.journals.spent_row import SPENT_COLUMNS, read_spent, spent_row, usage_of
from dikast.experiments.stores import (
    LAST_COMMIT_S,
    PATIENCE_S,
    PostgresConnection,
    lock_number,
    transposed,
)
from dikast.masking import without_password
from dikast.records import Usage

if TYPE_CHECKING:
    from dikast.experiments.stores import PsycopgConnection

TABLES = """
create table if not exists dikast_calls (
    key bytea primary key, agent text not null, at timestamptz not null default now(), is_answer boolean not null,
    entry text not null
);
create table if not exists dikast_spent (
    run text primary key, calls bigint not null, input_tokens bigint not null, output_tokens bigint not null,
    cached_tokens bigint not null, cost_usd double precision not null, unpriced bigint not null,
    seconds double precision not null
);
"""
# The first reply stays. A failure makes way for whatever comes next. Returns the keys whose entries were written.
PUT = """
insert into dikast_calls (key, agent, is_answer, entry)
select * from unnest(%s::bytea[], %s::text[], %s::boolean[], %s::text[])
on conflict (key) do update set agent = excluded.agent, at = now(), is_answer = excluded.is_answer,
    entry = excluded.entry
where not dikast_calls.is_answer
returning key
"""
DELETE = "delete from dikast_calls where key = any(%s)"
GET = "select key, is_answer, entry from dikast_calls where key = any(%s)"
HAS_ANSWERS = "select 1 from dikast_calls where agent = %s and is_answer limit 1"
GET_SPENT = f"select {', '.join(SPENT_COLUMNS)} from dikast_spent where run = %s"
ADD_SPENT = f"""
insert into dikast_spent values (%s, %s, %s, %s, %s, %s, %s, %s)
on conflict (run) do update set {", ".join(f"{name} = dikast_spent.{name} + excluded.{name}" for name in SPENT_COLUMNS)}
"""
SAFE = "all calls that were answered before are safe"


class _Put(NamedTuple):
    """A call to be kept, and a future for the entry that the journal then has for it."""

    key: bytes
    agent: str
    entry: JournalEntry
    stored: asyncio.Future[JournalEntry]

    def row(self) -> tuple[bytes, str, bool, str]:
        """The values for `PUT`."""
        is_answer = isinstance(self.entry, StoredReply)
        return self.key, self.agent, is_answer, self.entry.model_dump_json()


class _Get(NamedTuple):
    """A call to be looked up, and a future for its entry."""

    key: bytes
    entry: asyncio.Future[JournalEntry | None]


@dataclass
class PostgresJournal:
    """Group commits: what is put during a commit goes into the next one, which the first of those that wait makes.

    Lookups are gathered in the same way. `run` is the run whose usage `spent` returns.
    """

    url: str = field(repr=False)
    run: str = ""
    patience_s: float = PATIENCE_S
    _puts: list[_Put] = field(default_factory=list)
    _gets: list[_Get] = field(default_factory=list)
    _write_lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _read_lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        location = f"{without_password(self.url)}, journal"
        # Two connections, so that no lookup waits for a commit.
        self._reader = PostgresConnection(self.url, location, SAFE, self.patience_s)
        self._writer = PostgresConnection(self.url, location, SAFE, self.patience_s)

    async def open(self) -> None:
        """Makes the tables, if they are not there yet."""

        async def create(connection: PsycopgConnection) -> None:
            async with connection.transaction():
                # `if not exists` alone fails in one of two processes that come first at once.
                await connection.execute("select pg_advisory_xact_lock(%s)", (lock_number("tables"),))
                await connection.execute(TABLES)

        await self._writer.do(create)

    async def get(self, key: bytes) -> JournalEntry | None:
        """The reply to a call, or else its last failure, or else None."""
        get = _Get(key, asyncio.get_running_loop().create_future())
        self._gets.append(get)
        async with self._read_lock:
            # Another task may have looked it up together with its own while this one waited.
            if not get.entry.done():
                await self._look_up_all()
        return get.entry.result()

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
        """Whether a reply of the agent of this name was ever put, in any run of the database."""

        async def read(connection: PsycopgConnection) -> bool:
            cursor = await connection.execute(HAS_ANSWERS, (agent,))
            return await cursor.fetchone() is not None

        return await self._reader.do(read)

    async def spent(self) -> Usage:
        """The usage of all replies that were ever put for this run."""

        async def read(connection: PsycopgConnection) -> Usage:
            cursor = await connection.execute(GET_SPENT, (self.run,))
            return read_spent(await cursor.fetchone())

        return await self._reader.do(read)

    async def close(self) -> None:
        """Closes the connections, once everything that was put is kept, also what nothing waits for any more."""
        try:
            async with asyncio.timeout(LAST_COMMIT_S), self._write_lock:
                await self._commit_all()
        except TimeoutError:
            raise self._writer.error(f"{len(self._puts)} answers could not be kept any more") from None
        finally:
            await self._reader.close()
            await self._writer.close()

    async def _put(self, key: bytes, agent: str, entry: JournalEntry) -> JournalEntry:
        """Has the entry committed. Returns what the journal then has for the key."""
        put = _Put(key, agent, entry, asyncio.get_running_loop().create_future())
        self._puts.append(put)
        async with self._write_lock:
            # Another task may have committed it together with its own while this one waited.
            if not put.stored.done():
                await self._commit_all()
        return put.stored.result()

    async def _look_up_all(self) -> None:
        """Looks up everything that waits, in one query."""
        batch = tuple(self._gets)
        keys = [get.key for get in batch]
        entries = await self._reader.do(lambda connection: _entries(connection, keys))
        for get in batch:
            get.entry.set_result(entries.get(get.key))
        # More may have been appended meanwhile, behind the batch.
        del self._gets[: len(batch)]

    async def _commit_all(self) -> None:
        """Commits everything that waits."""
        while self._puts:
            # One statement can't write a row twice: of two puts of one call, the later goes into the next commit.
            batch: dict[bytes, _Put] = {}
            for put in self._puts:
                batch.setdefault(put.key, put)
            await self._commit(batch)
            # What was put during the commit still waits, as does a second put of the same call.
            self._puts = [put for put in self._puts if not put.stored.done()]

    async def _commit(self, batch: Mapping[bytes, _Put]) -> None:
        """Commits puts, by their keys."""
        earlier = await self._writer.do(lambda connection: self._write(connection, batch))
        for key, put in batch.items():
            put.stored.set_result(earlier.get(key, put.entry))

    async def _write(self, connection: PsycopgConnection, batch: Mapping[bytes, _Put]) -> dict[bytes, JournalEntry]:
        """Keeps the calls in one transaction. Returns the entries that the journal had already, by key."""
        async with connection.transaction():
            written = await _insert(connection, batch.values())
            earlier = await _entries(connection, list(batch.keys() - written))
            unreadable = batch.keys() - written - earlier.keys()
            if unreadable:
                # Without this, unreadable entries would stay, and these calls would be paid for at every start.
                await connection.execute(DELETE, (list(unreadable),))
                written |= await _insert(connection, [batch[key] for key in unreadable])
            usage = usage_of(put.entry for key, put in batch.items() if key in written)
            if usage != Usage():
                await connection.execute(ADD_SPENT, spent_row(self.run, usage))
            return earlier


async def _insert(connection: PsycopgConnection, puts: Iterable[_Put]) -> set[bytes]:
    """Keeps the calls that have no reply yet. Returns their keys."""
    columns = transposed(put.row() for put in puts)
    cursor = await connection.execute(PUT, columns)
    return {bytes(key) async for (key,) in cursor}


async def _entries(connection: PsycopgConnection, keys: list[bytes]) -> dict[bytes, JournalEntry]:
    """The entries of these keys that there are and that can be read."""
    entries: dict[bytes, JournalEntry] = {}
    if not keys:
        return entries
    cursor = await connection.execute(GET, (keys,))
    async for key, is_answer, text in cursor:
        entry = read_entry(is_answer, text)
        if entry is not None:
            entries[bytes(key)] = entry
    return entries
