"""SqliteStore: the records of one run in a file of its own, which any number of processes may read."""

from __future__ import annotations

import asyncio
import heapq
import math
import operator
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dikast.errors import BadInput, DikastError
from dikast.experiments.stores.foreign_database import guard
from dikast.experiments.stores.sqlite_transaction import transaction
from dikast.experiments.stores.store import (
    Commit,
    RowMark,
    StoredRow,
    UnusableRecord,
    check_amounts,
    pack_record,
    read_outcome,
    reading_records,
    unpack_episode,
    unpack_record,
)
from dikast.records import Episode, Failure, Outcome, OutcomeSum, SummedUsage, Usage, can_be_summed

TABLES = """
create table if not exists outcomes (
    id text primary key, protocol text not null, agents text not null, question text not null,
    status text not null, seconds real not null,
    is_summed integer, credit real, brier real, calls integer, repeats integer, input_tokens integer,
    output_tokens integer, cached_tokens integer, cost_usd real, unpriced integer, call_seconds real,
    outcome text not null
) without rowid;
create table if not exists records (id text primary key, kind text not null, record blob not null) without rowid;
"""
COLUMNS = (
    *("id", "protocol", "agents", "question", "status", "seconds", "is_summed", "credit", "brier"),
    *("calls", "repeats", "input_tokens", "output_tokens", "cached_tokens", "cost_usd", "unpriced", "call_seconds"),
    "outcome",
)
# Files of before there were sums lack these columns; they are NULL in the rows that those have.
LATER_COLUMNS = COLUMNS[6:-1]
KEEP_OUTCOMES = f"insert or replace into outcomes ({', '.join(COLUMNS)}) values ({', '.join('?' * len(COLUMNS))})"
SUMS = """
select min(id), protocol, agents, question, count(*), count(credit), total(credit), count(brier), total(brier),
    total(seconds), coalesce(sum(calls), 0), coalesce(sum(repeats), 0), coalesce(sum(input_tokens), 0),
    coalesce(sum(output_tokens), 0), coalesce(sum(cached_tokens), 0), total(cost_usd), coalesce(sum(unpriced), 0),
    total(call_seconds)
from outcomes where is_summed group by protocol, agents, question order by min(id)
"""
N_SIMILAR = 6
# How long to wait for another process that uses the file, in seconds.
WRITE_LOCK_S = 60
READ_LOCK_S = 30


@dataclass(frozen=True)
class SqliteStore:
    """A database in WAL mode with one writer thread. The lock of its folder decides which process may write."""

    file: Path

    @property
    def location(self) -> str:
        """The file's path."""
        return str(self.file)

    def create(self) -> None:
        """Makes the file and its tables, if they are not there yet."""
        try:
            with closing(sqlite3.connect(self.file)) as database:
                guard(database)
                database.executescript("pragma journal_mode = wal;" + TABLES)
                for name in LATER_COLUMNS:
                    if name not in _columns(database):
                        database.execute(f"alter table outcomes add column {name}")
        except sqlite3.Error as error:
            raise BadInput(f"no run can be kept here: {error}", self.location) from error

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Commit]:
        """Commits in one thread. A commit that has begun is finished, even if the caller is cancelled."""
        loop = asyncio.get_running_loop()
        with self._errors_as_dikast(), ThreadPoolExecutor(1, thread_name_prefix="dikast-writer") as thread:
            database = await loop.run_in_executor(thread, _connect, self.file)

            async def commit(rows: Sequence[StoredRow]) -> None:
                with self._errors_as_dikast():
                    await loop.run_in_executor(thread, _commit, database, rows)

            try:
                yield commit
            finally:
                # In the same thread: SQLite refuses to close a connection in another than it was made in.
                thread.submit(database.close).result()

    def statuses(self) -> Iterator[tuple[str, str]]:
        """The id and the status of every episode, by id."""
        with self._reading() as database:
            yield from database.execute("select id, status from outcomes order by id")

    def outcomes(self) -> Iterator[Outcome]:
        """The narrow rows of all episodes, by id."""
        with self._reading() as database:
            for (row,) in database.execute("select outcome from outcomes order by id"):
                yield read_outcome(row)

    def summed_outcomes(self) -> Iterator[Outcome | OutcomeSum]:
        """The narrow rows, plain ones summed up by cell and question, by id."""
        with self._reading() as database:
            if not _columns(database).issuperset(LATER_COLUMNS):
                yield from self.outcomes()
                return
            # Both queries see the same rows, whatever is written meanwhile.
            database.execute("begin")
            sums: Iterator[Outcome | OutcomeSum] = map(_read_sum, database.execute(SUMS))
            others = database.execute("select outcome from outcomes where is_summed is not 1 order by id")
            yield from heapq.merge(sums, (read_outcome(row) for (row,) in others), key=operator.attrgetter("id"))

    def episodes(self, after: str = "") -> Iterator[Episode]:
        """The records of all finished episodes, or of those whose ids come after this one, by id."""
        query = "select record from records where kind = 'episode' and id > ? order by id"
        with self._reading() as database:
            for (content,) in database.execute(query, (after,)):
                yield unpack_episode(content)

    def record(self, id: str) -> Episode | Failure | None:
        """One record, or None."""
        with self._reading() as database:
            row = database.execute("select kind, record from records where id = ?", (id,)).fetchone()
            if row is None:
                return None
            return unpack_record(*row)

    def ids_with(self, text: str) -> list[str]:
        """The first few ids that contain the text."""
        query = "select id from outcomes where instr(id, ?) order by id limit ?"
        with self._reading() as database:
            return [id for (id,) in database.execute(query, (text, N_SIMILAR))]

    def marks(self) -> Iterator[RowMark]:
        """The marks of all episodes, by id."""
        # Two versions of a row may take the same time, but hardly have as long an outcome too.
        query = "select id, status || ' ' || seconds || ' ' || length(outcome) from outcomes order by id"
        with self._reading() as database:
            for row in database.execute(query):
                yield RowMark(*row)

    def rows(self, ids: Sequence[str]) -> Iterator[tuple[Outcome, Episode | Failure]]:
        """The rows and records with these ids."""
        asked = ", ".join("?" * len(ids))
        query = f"select outcome, kind, record from outcomes join records using (id) where id in ({asked})"
        with self._reading() as database:
            for outcome, kind, record in database.execute(query, tuple(ids)):
                yield read_outcome(outcome), unpack_record(kind, record)

    @contextmanager
    def _errors_as_dikast(self) -> Iterator[None]:
        """While the block runs, an error of SQLite is raised as a DikastError that names the folder."""
        try:
            yield
        except sqlite3.Error as error:
            raise DikastError(f"{self.file.parent}: the records can't be written: {error}") from error

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with. What can't be read raises BadInput, in the block too."""
        try:
            with reading_records(self.location), ExitStack() as stack:
                yield stack.enter_context(closing(open_to_read(self.file, stack)))
        except sqlite3.Error as error:
            raise BadInput(f"the records can't be read: {error}", self.location) from error


def open_to_read(file: Path, stack: ExitStack) -> sqlite3.Connection:
    """The database to read from, also on storage that can't be written to.

    A reader of a WAL database writes an index beside it. If it can't, and the log has nothing in it, the file is read
    by itself. A file that a killed run left with a log is read from a copy, into which SQLite can write the log.
    """
    try:
        return _readable(f"{file.absolute().as_uri()}?mode=ro")
    except sqlite3.OperationalError:
        log = file.with_name(f"{file.name}-wal")
        if not log.exists() or not log.stat().st_size:
            return _readable(f"{file.absolute().as_uri()}?immutable=1")
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="dikast-"))
    copy = Path(folder) / file.name
    shutil.copyfile(file, copy)
    shutil.copyfile(log, copy.with_name(log.name))
    return _readable(copy.as_uri())


def _readable(uri: str) -> sqlite3.Connection:
    """A connection that was read from once. Raises sqlite3.Error if that fails."""
    database = sqlite3.connect(uri, uri=True, timeout=READ_LOCK_S)
    try:
        # SQLite opens the file only when it is first read.
        database.execute("select count(*) from sqlite_master").fetchone()
        guard(database)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _connect(file: Path) -> sqlite3.Connection:
    """A connection to write with; the file and its tables are there."""
    database = sqlite3.connect(file, timeout=WRITE_LOCK_S, isolation_level=None)
    # In WAL mode, a commit then outlives the death of the process, though not a power cut.
    database.execute("pragma synchronous = normal")
    return database


def _commit(database: sqlite3.Connection, rows: Sequence[StoredRow]) -> None:
    """Keeps the rows in one transaction, in place of earlier ones of the same ids."""
    with transaction(database):
        database.executemany(KEEP_OUTCOMES, map(_outcome_row, rows))
        database.executemany("insert or replace into records values (?, ?, ?)", map(_record_row, rows))


def _outcome_row(row: StoredRow) -> tuple[str | float | None, ...]:
    """The values of COLUMNS: what is queried by, what a plain outcome adds to a sum, and the whole row as JSON."""
    outcome, _ = row
    summands: tuple[float | None, ...] = (None,) * len(LATER_COLUMNS)
    if can_be_summed(outcome):
        summands = (True, outcome.credit, outcome.brier, *(getattr(outcome.usage, name) for name in Usage.model_fields))
    return (
        outcome.id,
        outcome.protocol,
        outcome.agents,
        outcome.question,
        outcome.status,
        outcome.seconds,
        *summands,
        outcome.model_dump_json(),
    )


def _read_sum(row: tuple[Any, ...]) -> OutcomeSum:
    """A row of SUMS."""
    first_of_usage = len(OutcomeSum._fields) - 1
    found = OutcomeSum._make((*row[:first_of_usage], SummedUsage._make(row[first_of_usage:])))
    check_amounts(found.usage)
    if not math.isfinite(found.credit + found.brier + found.seconds):
        raise UnusableRecord("its sums are no numbers")
    if not all(isinstance(name, str) for name in found[:4]):
        raise UnusableRecord("its names are no text")
    return found


def _columns(database: sqlite3.Connection) -> set[str]:
    """The columns of the table of outcomes."""
    return {name for (name,) in database.execute("select name from pragma_table_info('outcomes')")}


def _record_row(row: StoredRow) -> tuple[str, str, bytes]:
    """The values of the table `records`."""
    outcome, record = row
    return outcome.id, *pack_record(record)
