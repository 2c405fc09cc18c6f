"""Repair of a journal that a crash or a full disk damaged: it is set aside, and what can be read of it is kept."""

from __future__ import annotations

import itertools
import logging
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from dikast.experiments.stores import guard

log = logging.getLogger(__name__)

HEADER_BYTES = 100
MAX_PAGE_BYTES = 65536
# Of SQLite's error codes, those about what is in the file.
CONTENT_CODES = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
LOCK_S = 60  # how long to wait for another process that writes


def repair(path: Path, tables: str) -> None:
    """Makes sure that a sound journal with these tables is at the path: a new one, the old one, or a rescued one.

    Raises sqlite3.Error or OSError if none can be there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    damage = _find_damage(path, tables)
    if damage is None:
        _create(path, tables)
        return
    aside = _set_aside(path)
    _create(path, tables)
    n_calls = _rescue(aside, path)
    message = "%s was damaged (%s): %d calls in it could be read and are kept; the rest is in %s"
    log.warning(message, path, damage, n_calls, aside.name)


def suspect_file(path: Path) -> Path:
    """The file that marks a journal as damaged: something could not be read while it was used."""
    return path.with_name(f"{path.name}-suspect")


def _create(path: Path, tables: str) -> None:
    with closing(sqlite3.connect(path, timeout=LOCK_S)) as database:
        database.executescript("pragma journal_mode = wal;" + tables)


def _set_aside(path: Path) -> Path:
    """Renames the file, with its log and index, to the first name that is free. Returns the new path."""
    for n in itertools.count(1):
        aside = path.with_name(f"{path.name}.damaged-{n}")
        if not aside.exists():
            break
    # The log first: beside a new file of the same name, SQLite would play it into that file.
    for suffix in ("-wal", "-shm"):
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + suffix))
    path.rename(aside)
    return aside


def _find_damage(path: Path, tables: str) -> str | None:
    """What is wrong with the file, or None. The whole file is read: a page can be damaged while no program runs."""
    if not path.exists() or not path.stat().st_size:
        return None
    try:
        damage = _damaged_header(path)
        if damage is None:
            damage = _damaged_content(path, tables)
    except sqlite3.Error as error:
        if not _is_about_content(error):
            raise
        return str(error)
    if damage is None:
        suspect_file(path).unlink(missing_ok=True)
    return damage


def _is_about_content(error: sqlite3.Error) -> bool:
    """Whether SQLite can't make sense of the file. Otherwise it can't reach it: locked, unreadable, no space."""
    # Only errors of SQLite itself have a code; its lowest byte is the kind.
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in CONTENT_CODES


def _damaged_content(path: Path, tables: str) -> str | None:
    """The first fault in the whole file: of its pages, its index, or its tables."""
    with closing(sqlite3.connect(path, timeout=LOCK_S)) as database:
        # Reads the schema, and so fails for a file that is no database.
        database.execute("select count(*) from sqlite_master").fetchone()
        guard(database)
        # Not `quick_check`, which does not compare the index with the table: a call that is only in the table would be
        # paid for again. The limit on work is for statements of others.
        database.set_progress_handler(None, 0)
        result = str(database.execute("pragma integrity_check(1)").fetchone()[0])
        if result != "ok":
            return result
        return _other_columns(database, tables)


def _other_columns(database: sqlite3.Connection, tables: str) -> str | None:
    """Which table is not as `tables` would make it: damage in the schema can rename a column."""
    with closing(sqlite3.connect(":memory:")) as model:
        model.executescript(tables)
        for (name,) in model.execute("select name from sqlite_master where type = 'table'").fetchall():
            columns = "select name from pragma_table_info(?)"
            found = database.execute(columns, (name,)).fetchall()
            if found and found != model.execute(columns, (name,)).fetchall():
                return f"its table {name!r} has other columns"
    return None


def _damaged_header(path: Path) -> str | None:
    """What is wrong with the header (SQLite file format, section 1.3), or how far the file ends before it says."""
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    if len(header) < HEADER_BYTES:
        return "it ends in its header"
    if not header.startswith(b"SQLite format 3\0"):
        return "its header is that of another kind of file"
    # SQLite takes other numbers for a format of the future, which it may not write or read.
    if not {header[18], header[19]} <= {1, 2}:
        return "its header has an impossible format"
    (page_bytes,) = struct.unpack(">H", header[16:18])
    (n_pages,) = struct.unpack(">I", header[28:32])
    if page_bytes == 1:  # the largest page size does not fit into two bytes, and is written as 1
        page_bytes = MAX_PAGE_BYTES
    expected = n_pages * page_bytes
    size = path.stat().st_size
    # The log may have pages that the file does not have yet.
    if size >= expected or path.with_name(f"{path.name}-wal").exists():
        return None
    return f"{size} bytes of {expected} are there"


def _rescue(aside: Path, path: Path) -> int:
    """Copies what can be read into the new journal. Returns the number of calls."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("begin immediate")
        n_before = database.total_changes
        # The row at the cut can be read, but its end is missing: only an entry that is valid JSON is whole.
        whole = "select ?1, cast(?2 as text), ?3, ?4, cast(?5 as text) where json_valid(cast(?5 as text))"
        database.executemany(f"insert or ignore into calls {whole}", _readable_rows(aside, "calls"))
        n_calls = database.total_changes - n_before
        spent = "insert or ignore into spent values (cast(? as text), ?, ?, ?, ?, ?, ?, ?)"
        database.executemany(spent, _readable_rows(aside, "spent"))
        database.execute("commit")
    return n_calls


def _readable_rows(path: Path, table: str) -> Iterator[tuple[object, ...]]:
    """The rows that can be read before and after the damage, with text as bytes. A row can come twice.

    `calls` is read from its end too if reading from its start meets the damage. `spent` has no rowid to order by.
    """
    orders = [""]
    if table == "calls":
        orders.append(" order by rowid desc")
    for order in orders:
        try:
            with closing(sqlite3.connect(path)) as database:
                database.text_factory = bytes  # what is not valid text would end the reading
                # Without this, SQLite reads nothing of a file that is shorter than its header says.
                database.execute("pragma writable_schema = on")
                yield from database.execute(f"select * from {table} not indexed{order}")
        except sqlite3.Error as error:
            log.debug("%s: %s", path, error)
            continue
        return
