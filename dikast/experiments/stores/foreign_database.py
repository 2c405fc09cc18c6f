"""SQLite files that may come from someone else: only tables, and a bound on the work and the memory of reading."""

from __future__ import annotations

import sqlite3

# Far more than the table of a million episodes needs: a query takes some ten steps a row.
MAX_STEPS = 3_000_000_000
STEPS_A_LOOK = 1_000_000
MAX_VALUE_BYTES = 256 << 20


class NotOurs(sqlite3.OperationalError):
    """The file has what Dikast never makes. Without a view, a trigger or a computed column, reading is only reading."""


def guard(database: sqlite3.Connection) -> None:
    """Bounds what the file can make this connection do. Raises NotOurs for anything but plain tables."""
    limit_work(database)
    database.execute("pragma trusted_schema = off")
    database.execute("pragma cell_size_check = on")
    check_only_tables(database)


def limit_work(database: sqlite3.Connection) -> None:
    """Ends a statement that never would end, and refuses values that no record needs."""
    database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE_BYTES)
    n_looks = 0

    def is_too_much() -> bool:
        nonlocal n_looks
        n_looks += 1
        return n_looks > MAX_STEPS // STEPS_A_LOOK

    database.set_progress_handler(is_too_much, STEPS_A_LOOK)


def check_only_tables(database: sqlite3.Connection) -> None:
    """Raises NotOurs for views, triggers, indexes with expressions, virtual tables and computed columns."""
    for kind, name, sql in database.execute("select type, name, sql from sqlite_master"):
        if not _is_plain(str(kind), sql):
            raise NotOurs(f"it has the {kind} {str(name)[:40]!r}, which no run makes")
        if kind == "table" and _has_computed_columns(database, str(name)):
            raise NotOurs(f"the table {str(name)[:40]!r} computes columns, which no run does")


def _is_plain(kind: str, sql: object) -> bool:
    """Whether it is a table, or the index that SQLite itself makes for a primary key: that has no statement."""
    if kind == "index":
        return sql is None
    return kind == "table" and str(sql).lstrip().lower().startswith("create table")


def _has_computed_columns(database: sqlite3.Connection, table: str) -> bool:
    rows = database.execute("select 1 from pragma_table_xinfo(?) where hidden != 0", (table,))
    return rows.fetchone() is not None
