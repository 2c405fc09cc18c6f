"""PostgresStore: the records of one run in a PostgreSQL database that many runs, and many machines, share."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dikast.errors import BadInput
from dikast.experiments.stores.postgres_connection import (
    CONNECTING,
    PATIENCE_S,
    NotYet,
    PostgresConnection,
    first_line,
    library,
    without_password,
)
from dikast.experiments.stores.store import Commit, StoredRow, packed, readable, unpacked
from dikast.records import Episode, Failure, Outcome

if TYPE_CHECKING:
    import psycopg
    from psycopg.abc import Query

    from dikast.experiments.stores.postgres_connection import PsycopgConnection

TABLES = """
create table if not exists dikast_runs (
    run bigint generated always as identity primary key, name text not null unique,
    begun timestamptz not null default now()
);
create table if not exists dikast_outcomes (
    run bigint not null references dikast_runs, id text collate "C" not null,
    status text not null, outcome text not null, primary key (run, id)
);
create table if not exists dikast_records (
    run bigint not null references dikast_runs, id text collate "C" not null,
    kind text not null, record bytea not null, primary key (run, id)
);
alter table dikast_records alter column record set storage external;
"""
KEEP_OUTCOMES = """
insert into dikast_outcomes (run, id, status, outcome)
select %s, * from unnest(%s::text[], %s::text[], %s::text[])
on conflict (run, id) do update set status = excluded.status, outcome = excluded.outcome
"""
KEEP_RECORDS = """
insert into dikast_records (run, id, kind, record)
select %s, * from unnest(%s::text[], %s::text[], %s::bytea[])
on conflict (run, id) do update set kind = excluded.kind, record = excluded.record
"""
OF_THIS_RUN = "run = (select run from dikast_runs where name = %s)"
ROWS_AT_A_TIME = 500
SOME = 6


@dataclass(frozen=True)
class PostgresStore:
    """One run, by its name, in the database at a URL.

    The session that writes holds an advisory lock, so that two processes never write one run. Where the connection
    is lost, it is made again, and what was not acknowledged is written again, for `patience_s` seconds.
    """

    url: str = field(repr=False)
    run: str
    patience_s: float = PATIENCE_S

    @property
    def place(self) -> str:
        """The URL without its password, and the run's name."""
        return f"{without_password(self.url)}, run {self.run}"

    def create(self) -> None:
        """Makes the tables and enters the run, where they are not there yet."""
        with self._connected("no run can be kept here") as database:
            # Two processes may come first at once: `if not exists` alone would fail in one of them.
            database.execute("select pg_advisory_xact_lock(%s)", (lock_number("tables"),))
            database.execute(TABLES)
            database.execute("insert into dikast_runs (name) values (%s) on conflict do nothing", (self.run,))

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Commit]:
        """One session, made again when it is lost."""
        session = _Session(self)
        await session.begin()
        try:
            yield session.commit
        finally:
            await session.end()

    def done(self) -> set[str]:
        """The ids of the episodes that have a verdict."""
        ids = self._rows(f"select id from dikast_outcomes where {OF_THIS_RUN} and status != 'failed'")
        return {str(id) for (id,) in ids}

    def outcomes(self) -> Iterator[Outcome]:
        """The narrow rows of all episodes, by id."""
        with readable(self.place):
            for (row,) in self._rows(f"select outcome from dikast_outcomes where {OF_THIS_RUN} order by id"):
                yield Outcome.model_validate_json(row)

    def episodes(self) -> Iterator[Episode]:
        """The records of all finished episodes, by id."""
        wanted = f"select kind, record from dikast_records where {OF_THIS_RUN} and kind = 'episode' order by id"
        with readable(self.place):
            for kind, blob in self._rows(wanted):
                record = unpacked(kind, blob)
                if isinstance(record, Episode):
                    yield record

    def record(self, id: str) -> Episode | Failure | None:
        """One record, or None."""
        found = list(self._rows(f"select kind, record from dikast_records where {OF_THIS_RUN} and id = %s", id))
        with readable(self.place):
            return unpacked(*found[0]) if found else None

    def like(self, part: str) -> list[str]:
        """The first few ids that `part` is a part of."""
        wanted = f"select id from dikast_outcomes where {OF_THIS_RUN} and strpos(id, %s) > 0 order by id limit {SOME}"
        return [id for (id,) in self._rows(wanted, part)]

    def _rows(self, query: Query, *values: str) -> Iterator[tuple[Any, ...]]:
        """The rows, a few hundred in memory at a time."""
        with self._connected("the records can't be read") as database, database.cursor("dikast") as cursor:
            cursor.itersize = ROWS_AT_A_TIME
            yield from cursor.execute(query, (self.run, *values))

    @contextmanager
    def _connected(self, fault: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        psycopg = library()
        try:
            with psycopg.connect(self.url, **CONNECTING) as database:
                yield database
        except psycopg.Error as error:
            raise BadInput(f"{fault}: {first_line(error)}", self.place) from error


class _Session:
    """The one connection that writes a run, and the lock that it holds."""

    def __init__(self, store: PostgresStore) -> None:
        self._run = store.run
        self._number = 0
        safe = "all episodes that were kept are safe"
        self._link = PostgresConnection(store.url, store.place, safe, store.patience_s, self._lock)

    async def begin(self) -> None:
        """Connects. Raises BadInput where the database is out of reach or the run is being written already."""
        try:
            await self._link.connected()
        except library().Error as error:
            await self.end()
            raise BadInput(f"no run can be kept here: {first_line(error)}", self._link.place) from error
        except NotYet:
            await self.end()
            message = "this run is going on already, in another process; wait for it, or choose another --out"
            raise BadInput(message, self._link.place) from None

    async def commit(self, rows: Sequence[StoredRow]) -> None:
        """Keeps the rows, however often the connection is lost meanwhile."""
        outcomes, records = await asyncio.to_thread(_arrays, rows)

        async def write(connection: PsycopgConnection) -> None:
            async with connection.transaction():
                await connection.execute(KEEP_OUTCOMES, (self._number, *outcomes))
                await connection.execute(KEEP_RECORDS, (self._number, *records), binary=True)

        await self._link.do(write)

    async def end(self) -> None:
        """Lets go of the connection, and so of the lock."""
        await self._link.end()

    async def _lock(self, connection: PsycopgConnection) -> None:
        """Learns the run's number, once this session alone may write it."""
        cursor = await connection.execute("select pg_try_advisory_lock(%s)", (lock_number(self._run),))
        if await cursor.fetchone() != (True,):
            raise NotYet("another process writes this run")
        cursor = await connection.execute("select run from dikast_runs where name = %s", (self._run,))
        found = await cursor.fetchone()
        if found is None:
            raise self._link.failed(f"the database no longer knows of the run {self._run!r}")
        self._number = int(found[0])


def lock_number(name: str) -> int:
    """The advisory lock of a name: 64 bits, signed."""
    return int.from_bytes(hashlib.blake2b(f"dikast/{name}".encode(), digest_size=8).digest(), signed=True)


def _arrays(rows: Sequence[StoredRow]) -> tuple[tuple[list[str], ...], tuple[list[Any], ...]]:
    """The columns of both tables. Of two rows of one id the later counts: one statement can't write both."""
    last = {row[0].id: row for row in rows}
    outcomes = [row[0] for row in last.values()]
    records = [packed(row[1]) for row in last.values()]
    ids = list(last)
    return (
        (ids, [o.status for o in outcomes], [o.model_dump_json() for o in outcomes]),
        (ids, [kept.kind for kept in records], [kept.record for kept in records]),
    )
