"""Mending a journal: one that a crash or a full disk left damaged is set aside, and what can be read of it kept."""

from __future__ import annotations

import itertools
import logging
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

log = logging.getLogger(__name__)

HEADER_BYTES = 100
LONGEST_PAGE = 65536


def mend(path: Path, tables: str) -> None:
    """Makes sure that a journal with these tables is at the path: new, as it was, or saved from a damaged one.

    Raises sqlite3.Error or OSError where none can be there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fault = _fault(path)
    if fault is None:
        _make(path, tables)
        return
    aside = next(p for n in itertools.count(1) if not (p := path.with_name(f"{path.name}.damaged-{n}")).exists())
    for suffix in ("-wal", "-shm"):
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + suffix))
    path.rename(aside)
    _make(path, tables)
    n = _save(aside, path)
    told = "%s was damaged (%s): %d calls in it could be read and are kept; the rest is in %s"
    log.warning(told, path, fault, n, aside.name)


def suspect(path: Path) -> Path:
    """The file that marks a journal as one that could not be read."""
    return path.with_name(f"{path.name}-suspect")


def _make(path: Path, tables: str) -> None:
    with closing(sqlite3.connect(path, timeout=60)) as database:
        database.executescript("pragma journal_mode = wal;" + tables)


def _fault(path: Path) -> str | None:
    """What is wrong with the file, or None. The whole of it is read only where it was not closed in peace."""
    if not path.exists() or not path.stat().st_size:
        return None
    was_cut_off = path.with_name(f"{path.name}-wal").exists() or suspect(path).exists()
    try:
        with closing(sqlite3.connect(path, timeout=60)) as database:
            database.execute("select count(*) from sqlite_master").fetchone()
            found = database.execute("pragma quick_check(1)").fetchone()[0] if was_cut_off else "ok"
            short = None if was_cut_off else _missing_pages(path)
            suspect(path).unlink(missing_ok=True)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise  # locked, unreadable, no space: not a matter of what is in it
        return str(error)
    return short if found == "ok" else str(found)


def _missing_pages(path: Path) -> str | None:
    """Whether the file ends before it should: its header counts its pages (SQLite file format, section 1.3)."""
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    if len(header) < HEADER_BYTES:
        return "it ends in its header"
    (page,) = struct.unpack(">H", header[16:18])
    (n_pages,) = struct.unpack(">I", header[28:32])
    wanted = n_pages * (LONGEST_PAGE if page == 1 else page)
    held = path.stat().st_size
    return f"{held} bytes of {wanted} are there" if held < wanted else None


def _save(aside: Path, path: Path) -> int:
    """Copies what can be read; the number of calls."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("begin immediate")
        before = database.total_changes
        # The row at the cut can be read, but its end is missing.
        whole = "select ?1, cast(?2 as text), ?3, ?4, cast(?5 as text) where json_valid(cast(?5 as text))"
        database.executemany(f"insert or ignore into calls {whole}", _readable(aside, "calls"))
        n = database.total_changes - before
        spent = "insert or ignore into spent values (cast(? as text), ?, ?, ?, ?, ?, ?, ?)"
        database.executemany(spent, _readable(aside, "spent"))
        database.execute("commit")
    return n


def _readable(path: Path, table: str) -> Iterator[tuple[object, ...]]:
    """The rows that can be read from both ends of a table, texts as bytes: what is damaged lies between."""
    for order in ("", " order by rowid desc") if table == "calls" else ("",):
        try:
            with closing(sqlite3.connect(path)) as database:
                database.text_factory = bytes  # one that is no text would end the reading
                # Without this SQLite reads nothing at all of a file that is shorter than its header says.
                database.execute("pragma writable_schema = on")
                yield from database.execute(f"select * from {table} not indexed{order}")
        except sqlite3.Error as error:
            log.debug("%s: %s", path, error)
            continue
        return
