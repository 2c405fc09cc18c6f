"""PostgresJournal: the journal in a PostgreSQL database, shared by all experiments that are kept there."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from dikast.experiments.journals.journal import StoredFailure, StoredReply, read_entry
from dikast.experiments.stores import LAST_COMMIT_S, PATIENCE_S, PostgresConnection, lock_number, without_password
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
# The first answer stands; a failure makes way for whatever comes. The keys that were taken come back.
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
SPENT = ("calls", "input_tokens", "output_tokens", "cached_tokens", "cost_usd", "unpriced", "seconds")
ADD = f"""
insert into dikast_spent values (%s, %s, %s, %s, %s, %s, %s, %s)
on conflict (run) do update set {", ".join(f"{name} = dikast_spent.{name} + excluded.{name}" for name in SPENT)}
"""
SAFE = "all calls that were answered before are safe"


class _Put(NamedTuple):
    """One call to be kept, and who waits for it: the entry that stands is what they get."""

    key: bytes
    agent: str
    entry: StoredReply | StoredFailure
    kept: asyncio.Future[StoredReply | StoredFailure]


class _Get(NamedTuple):
    """One call that is looked for, and who waits for what is found."""

    key: bytes
    found: asyncio.Future[StoredReply | StoredFailure | None]


@dataclass
class PostgresJournal:
    """Group commits: whoever puts while a commit is being made goes with the next one, which the first of them makes.

    `run` names whose spending `spent` counts.
    """

    url: str = field(repr=False)
    run: str = ""
    patience_s: float = PATIENCE_S
    _pending: list[_Put] = field(default_factory=list)
    _wanted: list[_Get] = field(default_factory=list)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _reading_turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def __post_init__(self) -> None:
        place = f"{without_password(self.url)}, journal"
        self._reading = PostgresConnection(self.url, place, SAFE, self.patience_s)
        self._writing = PostgresConnection(self.url, place, SAFE, self.patience_s)

    async def open(self) -> None:
        """Makes the tables, where they are not there yet."""

        async def make(connection: PsycopgConnection) -> None:
            async with connection.transaction():
                await connection.execute("select pg_advisory_xact_lock(%s)", (lock_number("tables"),))
                await connection.execute(TABLES)

        await self._writing.do(make)

    async def get(self, key: bytes) -> StoredReply | StoredFailure | None:
        """What became of a call; those who ask meanwhile are answered together."""
        wanted = _Get(key, asyncio.get_running_loop().create_future())
        self._wanted.append(wanted)
        async with self._reading_turn:
            if not wanted.found.done():
                await self._read_all()
        return wanted.found.result()

    async def put(self, key: bytes, agent: str, answer: StoredReply) -> StoredReply:
        """Keeps an answer; returns the one that stands."""
        stands = await self._put(key, agent, answer)
        return stands if isinstance(stands, StoredReply) else answer

    async def put_failure(self, key: bytes, agent: str, failure: StoredFailure) -> None:
        """Keeps a failure, unless there is an answer."""
        await self._put(key, agent, failure)

    async def spent(self) -> Usage:
        """What all answers put for this run took."""
        query = f"select {', '.join(SPENT)} from dikast_spent where run = %s"

        async def read(connection: PsycopgConnection) -> Usage:
            cursor = await connection.execute(query, (self.run,))
            row = await cursor.fetchone()
            return Usage(**dict(zip(SPENT, row, strict=True))) if row else Usage()

        return await self._reading.do(read)

    async def close(self) -> None:
        """Gives the connections back, once what was put is kept, by whoever no longer waited for it too."""
        try:
            async with asyncio.timeout(LAST_COMMIT_S), self._turn:
                await self._commit_all()
        except TimeoutError:
            raise self._writing.failed(f"{len(self._pending)} answers could not be kept any more") from None
        finally:
            await self._end()

    async def _end(self) -> None:
        await self._reading.end()
        await self._writing.end()

    async def _put(self, key: bytes, agent: str, entry: StoredReply | StoredFailure) -> StoredReply | StoredFailure:
        put = _Put(key, agent, entry, asyncio.get_running_loop().create_future())
        self._pending.append(put)
        async with self._turn:
            if not put.kept.done():
                await self._commit_all()
        return put.kept.result()

    async def _read_all(self) -> None:
        batch = tuple(self._wanted)
        entries = await self._reading.do(lambda connection: _entries(connection, [get.key for get in batch]))
        for get in batch:
            get.found.set_result(entries.get(get.key))
        del self._wanted[: len(batch)]

    async def _commit_all(self) -> None:
        """Commits all that waits: a call of which there are two in one statement goes with the next."""
        while self._pending:
            first = {put.key: put for put in reversed(self._pending)}
            await self._commit(list(first.values()))
            self._pending = [put for put in self._pending if not put.kept.done()]

    async def _commit(self, puts: Sequence[_Put]) -> None:
        stands = await self._writing.do(lambda connection: self._write(connection, puts))
        for put in puts:
            put.kept.set_result(stands.get(put.key, put.entry))

    async def _write(
        self, connection: PsycopgConnection, puts: Sequence[_Put]
    ) -> dict[bytes, StoredReply | StoredFailure]:
        """Keeps the calls in one transaction; the entries that stood there before, by key."""
        async with connection.transaction():
            taken = await _insert(connection, puts)
            others = [put.key for put in puts if put.key not in taken]
            stood = await _entries(connection, others) if others else {}
            # What can't be read makes way, or these calls would be paid for at every start.
            if unreadable := [put for put in puts if put.key not in taken and put.key not in stood]:
                await connection.execute(DELETE, ([put.key for put in unreadable],))
                taken |= await _insert(connection, unreadable)
            took = Usage.total(p.entry.usage for p in puts if isinstance(p.entry, StoredReply) and p.key in taken)
            if took != Usage():
                await connection.execute(ADD, (self.run, *(getattr(took, name) for name in SPENT)))
            return stood


async def _insert(connection: PsycopgConnection, puts: Sequence[_Put]) -> set[bytes]:
    """Keeps what is new of the calls, or was a failure; the keys of those."""
    columns = (
        [put.key for put in puts],
        [put.agent for put in puts],
        [isinstance(put.entry, StoredReply) for put in puts],
        [put.entry.model_dump_json() for put in puts],
    )
    cursor = await connection.execute(PUT, columns)
    return {bytes(key) async for (key,) in cursor}


async def _entries(connection: PsycopgConnection, keys: list[bytes]) -> dict[bytes, StoredReply | StoredFailure]:
    cursor = await connection.execute(GET, (keys,))
    found: dict[bytes, StoredReply | StoredFailure] = {}
    async for key, is_answer, text in cursor:
        if (entry := read_entry(is_answer, text)) is not None:
            found[bytes(key)] = entry
    return found
