"""A transaction in SQLite: all of it is kept, or nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """Begins a transaction that writes, and commits it at the end of the block. An error of SQLite rolls it back."""
    # Immediate: a transaction that reads first and writes later can fail where another process wrote meanwhile.
    database.execute("begin immediate")
    try:
        yield
        database.execute("commit")
    except sqlite3.Error:
        # SQLite ends the transaction itself for some errors, such as a full disk.
        if database.in_transaction:
            database.execute("rollback")
        raise
