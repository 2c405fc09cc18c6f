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
    CONNECT_OPTIONS,
    PATIENCE_S,
    NotYet,
    PostgresConnection,
    first_line,
    import_psycopg,
    transposed,
)
from dikast.experiments.stores.store import (
    Commit,
    RowMark,
    StoredRow,
    pack_record,
    read_outcome,
    reading_records,
    unpack_episode,
    unpack_record,
)
from dikast.masking import without_password
from dikast.records import Episode, Failure, Outcome, OutcomeSum

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
FETCH_ROWS = 500
N_SIMILAR = 6


@dataclass(frozen=True)
class PostgresStore:
    """One run, by its name, in the database at a URL.

    The session that writes holds an advisory lock, so that two processes never write the same run. A lost connection
    is made again, and what was not acknowledged is written again, for `patience_s` seconds. A server that only a run
    folder names (`is_named_by_folder`) is never sent a password in clear, whatever its URL says.
    """

    url: str = field(repr=False)
    run: str
    patience_s: float = PATIENCE_S
    is_named_by_folder: bool = False

    @property
    def location(self) -> str:
        """The URL without its password, and the run's name."""
        return f"{without_password(self.url)}, run {self.run}"

    def create(self) -> None:
        """Makes the tables and the run's row, if they are not there yet."""
        with self._connected("no run can be kept here") as database:
            # `if not exists` alone fails in one of two processes that come first at once.
            database.execute("select pg_advisory_xact_lock(%s)", (lock_number("tables"),))
            database.execute(TABLES)
            database.execute("insert into dikast_runs (name) values (%s) on conflict do nothing", (self.run,))

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Commit]:
        """Writes in one session, which is made again when it is lost."""
        session = _WriterSession(self)
        await session.begin()
        try:
            yield session.commit
        finally:
            await session.close()

    def statuses(self) -> Iterator[tuple[str, str]]:
        """The id and the status of every episode, by id."""
        yield from self._rows(f"select id, status from dikast_outcomes where {OF_THIS_RUN} order by id")

    def outcomes(self) -> Iterator[Outcome]:
        """The narrow rows of all episodes, by id."""
        with reading_records(self.location):
            for (row,) in self._rows(f"select outcome from dikast_outcomes where {OF_THIS_RUN} order by id"):
                yield read_outcome(row)

    def summed_outcomes(self) -> Iterator[Outcome | OutcomeSum]:
        """The narrow rows: here, none are summed up."""
        yield from self.outcomes()

    def episodes(self, after: str = "") -> Iterator[Episode]:
        """The records of all finished episodes, or of those whose ids come after this one, by id."""
        query = f"select record from dikast_records where {OF_THIS_RUN} and kind = 'episode' and id > %s order by id"
        with reading_records(self.location):
            for (content,) in self._rows(query, after):
                yield unpack_episode(content)

    def record(self, id: str) -> Episode | Failure | None:
        """One record, or None."""
        rows = list(self._rows(f"select kind, record from dikast_records where {OF_THIS_RUN} and id = %s", id))
        if not rows:
            return None
        with reading_records(self.location):
            return unpack_record(*rows[0])

    def ids_with(self, text: str) -> list[str]:
        """The first few ids that contain the text."""
        contain = f"{OF_THIS_RUN} and strpos(id, %s) > 0"
        query = f"select id from dikast_outcomes where {contain} order by id limit {N_SIMILAR}"
        return [id for (id,) in self._rows(query, text)]

    def marks(self) -> Iterator[RowMark]:
        """The marks of all episodes, by id."""
        for row in self._rows(f"select id, md5(outcome) from dikast_outcomes where {OF_THIS_RUN} order by id"):
            yield RowMark(*row)

    def rows(self, ids: Sequence[str]) -> Iterator[tuple[Outcome, Episode | Failure]]:
        """The rows and records with these ids."""
        query = (
            "select outcome, kind, record from dikast_outcomes join dikast_records using (run, id) "
            f"where {OF_THIS_RUN} and id = any(%s)"
        )
        with reading_records(self.location):
            for outcome, kind, record in self._rows(query, list(ids)):
                yield read_outcome(outcome), unpack_record(kind, record)

    def _rows(self, query: Query, *values: str | list[str]) -> Iterator[tuple[Any, ...]]:
        """The rows, a few hundred in memory at a time."""
        # A cursor with a name is one on the server, which sends no more rows than were asked for.
        with self._connected("the records can't be read") as database, database.cursor("dikast") as cursor:
            cursor.itersize = FETCH_ROWS
            yield from cursor.execute(query, (self.run, *values))

    def _options(self) -> dict[str, Any]:
        if not self.is_named_by_folder:
            return CONNECT_OPTIONS
        # Any server may ask for the password as it is: this one is only shown that it is known.
        return {**CONNECT_OPTIONS, "require_auth": "!password"}

    @contextmanager
    def _connected(self, fault: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        """A connection, whose block is one transaction. Raises BadInput, which begins with `fault`."""
        psycopg = import_psycopg()
        try:
            with psycopg.connect(self.url, **self._options()) as database:
                yield database
        except psycopg.Error as error:
            raise BadInput(f"{fault}: {first_line(error)}", self.location) from error


class _WriterSession:
    """The one connection that writes a run, and the lock that it holds."""

    def __init__(self, store: PostgresStore) -> None:
        self._run = store.run
        self._run_number = 0
        self._connection = PostgresConnection(
            store.url,
            store.location,
            safe="all episodes that were kept are safe",
            patience_s=store.patience_s,
            on_connect=self._lock,
        )

    async def begin(self) -> None:
        """Connects. Raises BadInput if the database is out of reach, or if another process writes the run."""
        try:
            await self._connection.connect()
        except import_psycopg().Error as error:
            raise BadInput(f"no run can be kept here: {first_line(error)}", self._connection.location) from error
        except NotYet:
            message = "this run is going on already, in another process; wait for it, or choose another --out"
            raise BadInput(message, self._connection.location) from None

    async def commit(self, rows: Sequence[StoredRow]) -> None:
        """Keeps the rows, however often the connection is lost before."""
        # In a thread: compressing the records would hold up the event loop.
        outcomes, records = await asyncio.to_thread(_columns, rows)

        async def write(connection: PsycopgConnection) -> None:
            async with connection.transaction():
                await connection.execute(KEEP_OUTCOMES, (self._run_number, *outcomes))
                await connection.execute(KEEP_RECORDS, (self._run_number, *records), binary=True)

        await self._connection.do(write)

    async def close(self) -> None:
        """Gives the lock back and closes the connection."""
        await self._connection.release()

    async def _lock(self, connection: PsycopgConnection) -> None:
        """Takes the lock, so that only this session writes the run, and reads the run's number."""
        cursor = await connection.execute("select pg_try_advisory_lock(%s)", (lock_number(self._run),))
        if await cursor.fetchone() != (True,):
            raise NotYet("another process writes this run")
        cursor = await connection.execute("select run from dikast_runs where name = %s", (self._run,))
        row = await cursor.fetchone()
        if row is None:
            raise self._connection.error(f"the database no longer knows of the run {self._run!r}")
        self._run_number = int(row[0])


def lock_number(name: str) -> int:
    """The number of the advisory lock with this name: 64 bits, signed."""
    return int.from_bytes(hashlib.blake2b(f"dikast/{name}".encode(), digest_size=8).digest(), signed=True)


def _columns(rows: Sequence[StoredRow]) -> tuple[list[list[Any]], list[list[Any]]]:
    """The columns of both tables: ids, statuses and outcomes; ids, kinds and records."""
    outcome_rows = {}
    record_rows = {}
    # By id: one statement can't write a row twice, so of two rows with the same id only the later is written.
    for outcome, record in rows:
        outcome_rows[outcome.id] = (outcome.id, outcome.status, outcome.model_dump_json())
        record_rows[outcome.id] = (outcome.id, *pack_record(record))
    return transposed(outcome_rows.values()), transposed(record_rows.values())
