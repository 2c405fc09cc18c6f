"""SqliteStore: the records of one run in a file of its own, which any number of processes may read."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dikast.errors import BadInput, DikastError
from dikast.experiments.stores.store import Commit, StoredRow, packed, readable, unpacked
from dikast.records import Episode, Failure, Outcome

TABLES = """
create table if not exists outcomes (
    id text primary key, protocol text not null, agents text not null, question text not null,
    status text not null, seconds real not null, outcome text not null
) without rowid;
create table if not exists records (id text primary key, kind text not null, record blob not null) without rowid;
"""
SOME = 6


@dataclass(frozen=True)
class SqliteStore:
    """A WAL database with one writer thread. Who may write is settled by the lock of its folder."""

    file: Path

    @property
    def place(self) -> str:
        """The file's path."""
        return str(self.file)

    def create(self) -> None:
        """Makes the file and its tables, where they are not there yet."""
        try:
            with closing(sqlite3.connect(self.file)) as database:
                database.executescript("pragma journal_mode = wal;" + TABLES)
        except sqlite3.Error as error:
            raise BadInput(f"no run can be kept here: {error}", self.place) from error

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Commit]:
        """Commits in one thread; what was begun is finished, though the caller be cancelled."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, thread_name_prefix="dikast-writer") as thread:
            try:
                database = await loop.run_in_executor(thread, _connect, self.file)

                async def commit(rows: Sequence[StoredRow]) -> None:
                    try:
                        await loop.run_in_executor(thread, _commit, database, rows)
                    except sqlite3.Error as error:
                        raise self._unwritable(error) from error

                try:
                    yield commit
                finally:
                    thread.submit(database.close).result()
            except sqlite3.Error as error:
                raise self._unwritable(error) from error

    def done(self) -> set[str]:
        """The ids of the episodes that have a verdict."""
        with self._reading() as database:
            return {id for (id,) in database.execute("select id from outcomes where status != 'failed'")}

    def outcomes(self) -> Iterator[Outcome]:
        """The narrow rows of all episodes, by id."""
        with self._reading() as database:
            for (row,) in database.execute("select outcome from outcomes order by id"):
                yield Outcome.model_validate_json(row)

    def episodes(self) -> Iterator[Episode]:
        """The records of all finished episodes, by id."""
        with self._reading() as database:
            for kind, blob in database.execute("select kind, record from records where kind = 'episode' order by id"):
                record = unpacked(kind, blob)
                if isinstance(record, Episode):
                    yield record

    def record(self, id: str) -> Episode | Failure | None:
        """One record, or None."""
        with self._reading() as database:
            row = database.execute("select kind, record from records where id = ?", (id,)).fetchone()
            return None if row is None else unpacked(*row)

    def like(self, part: str) -> list[str]:
        """The first few ids that `part` is a part of."""
        with self._reading() as database:
            found = database.execute("select id from outcomes where instr(id, ?) order by id limit ?", (part, SOME))
            return [id for (id,) in found]

    def _unwritable(self, error: sqlite3.Error) -> DikastError:
        return DikastError(f"{self.file.parent}: the records can't be written: {error}")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with readable(self.place), ExitStack() as stack:
                yield stack.enter_context(closing(_open(self.file, stack)))
        except sqlite3.Error as error:
            raise BadInput(f"the records can't be read: {error}", self.place) from error


def _open(file: Path, stack: ExitStack) -> sqlite3.Connection:
    """The database, to be read from, on storage that can't be written too.

    A reader of a WAL database writes an index beside it. Where it can't, a file with nothing left in its log is read
    as it stands; one that was left by a killed run is read from a copy, into which the log is taken up.
    """
    try:
        return _readable(f"{file.absolute().as_uri()}?mode=ro")
    except sqlite3.OperationalError:
        log = file.with_name(f"{file.name}-wal")
        if not log.exists() or not log.stat().st_size:
            return _readable(f"{file.absolute().as_uri()}?immutable=1")
    copy = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dikast-"))) / file.name
    shutil.copyfile(file, copy)
    shutil.copyfile(log, copy.with_name(log.name))
    return _readable(copy.as_uri())


def _readable(uri: str) -> sqlite3.Connection:
    """A connection from which something could be read."""
    database = sqlite3.connect(uri, uri=True, timeout=30)
    try:
        database.execute("select count(*) from sqlite_master").fetchone()
    except sqlite3.Error:
        database.close()
        raise
    return database


def _connect(file: Path) -> sqlite3.Connection:
    # A connection closes in the thread that made it, and that is the writer's.
    database = sqlite3.connect(file, timeout=60, isolation_level=None)
    database.execute("pragma synchronous = normal")
    return database


def _commit(database: sqlite3.Connection, rows: Sequence[StoredRow]) -> None:
    database.execute("begin immediate")
    try:
        database.executemany("insert or replace into outcomes values (?, ?, ?, ?, ?, ?, ?)", map(_narrow, rows))
        database.executemany("insert or replace into records values (?, ?, ?)", map(_whole, rows))
        database.execute("commit")
    except sqlite3.Error:
        if database.in_transaction:
            database.execute("rollback")
        raise


def _narrow(row: StoredRow) -> tuple[str, str, str, str, str, float, str]:
    o = row[0]
    return o.id, o.protocol, o.agents, o.question, o.status, o.seconds, o.model_dump_json()


def _whole(row: StoredRow) -> tuple[str, str, bytes]:
    return row[0].id, *packed(row[1])
