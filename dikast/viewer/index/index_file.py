"""IndexFile: where the index of a run is, and its tables.

The file is in the user's own cache directory, which no other user can read. It is never in the run's folder, which may
be a stranger's, or on storage that can't be written to.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dikast.errors import BadInput
from dikast.experiments import RunFolder

FORMAT = 1
"""Changes with the tables or with what is put into them; an index of another format is made anew."""
# A replaced episode gets a new number, and its old texts stay in `texts` under a number that no episode has any more:
# from a table that keeps no texts, SQLite before 3.43 can't remove them.
TABLES = """
create table if not exists episodes (
    row integer primary key autoincrement, id text not null unique, mark text not null, protocol text not null,
    agents text not null, question text not null, result text not null, reason text not null, kinds integer not null,
    p real, credit real, usd real not null, tokens integer not null, seconds real not null
);
create table if not exists shown (row integer primary key, asked text not null, metadata text not null);
create table if not exists metadata (
    key text not null, value text not null, row integer not null, primary key (key, value, row)
) without rowid;
create virtual table if not exists texts using fts5(
    question, speeches, verdict, content='', tokenize='unicode61 remove_diacritics 2'
);
create table if not exists kept (name text primary key, content text not null) without rowid;
create table if not exists facts (name text primary key, value integer not null) without rowid;
"""
LOCK_WAIT_S = 10
CACHE_KIB = 16 << 10


@dataclass(frozen=True)
class IndexFile:
    """The file of one run's index."""

    path: Path

    @classmethod
    def of(cls, folder: RunFolder) -> IndexFile:
        """The index of a run. Another run that is begun later under the same path has another one."""
        import platformdirs

        caches = Path(platformdirs.user_cache_dir("dikast")) / "viewer"
        caches.mkdir(parents=True, exist_ok=True)
        # Its words are those of the runs, which other users may not be allowed to read.
        caches.chmod(0o700)
        name = hashlib.sha256(f"{folder.path.resolve()}\n{_scope(folder)}\n{folder.store.location}".encode())
        return cls(caches / f"{name.hexdigest()[:32]}.sqlite")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with. Raises BadInput where the file can't be read."""
        with self._connected() as database:
            database.execute("pragma query_only = on")
            yield database

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection | None]:
        """A connection to write with; None where another process is writing the index."""
        with open(self.path.with_suffix(".lock"), "w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield None
                return
            with self._connected() as database:
                yield database

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(_open(self.path)) as database:
                yield database
        except sqlite3.Error as error:
            raise BadInput(
                f"the index can't be used: {error}; remove it, and it is made again", str(self.path)
            ) from None


def _scope(folder: RunFolder) -> str:
    """What tells the run from another one that was in the same folder before."""
    try:
        return folder.call_scope
    except BadInput:
        return ""


def _open(path: Path) -> sqlite3.Connection:
    """A connection to the file, which has its tables."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    database = sqlite3.connect(path, timeout=LOCK_WAIT_S, isolation_level=None)
    database.execute(f"pragma cache_size = -{CACHE_KIB}")
    if database.execute("pragma user_version").fetchone() != (FORMAT,):
        _make_anew(database)
    return database


def _make_anew(database: sqlite3.Connection) -> None:
    """Makes the tables, in place of those of another format."""
    database.execute("pragma journal_mode = wal")
    database.execute("begin immediate")
    # Another process may have made them while this one waited.
    if database.execute("pragma user_version").fetchone() != (FORMAT,):
        for name in ("episodes", "shown", "metadata", "texts", "kept", "facts"):
            database.execute(f"drop table if exists {name}")
        for statement in filter(str.strip, TABLES.split(";")):
            database.execute(statement)
        database.execute(f"pragma user_version = {FORMAT}")
    database.execute("commit")
