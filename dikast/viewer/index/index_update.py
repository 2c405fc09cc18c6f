"""Brings an index up to date with its store: only rows that are new or were replaced are read.

Rows are committed a few at a time, so that a killed program begins where it stopped.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice

from dikast.experiments import RunFolder
from dikast.viewer.index.index_file import IndexFile
from dikast.viewer.index.index_summary import keep_summary
from dikast.viewer.index.indexed_row import IndexedRow

ROWS_AT_ONCE = 100
COUNT_EVERY = 8
"""While rows are put in, what they add up to is counted anew after this many times as long as it took to count."""
KEEP_EPISODE = """
insert into episodes (id, mark, protocol, agents, question, result, reason, kinds, p, credit, usd, tokens, seconds)
values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(frozen=True)
class IndexState:
    """How far an index is: of `stored` episodes, `indexed` are in it. `version` grows with every change."""

    indexed: int = 0
    stored: int = 0
    version: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether the index had all that was stored when it was last compared with the store."""
        return self.indexed >= self.stored


def read_state(database: sqlite3.Connection) -> IndexState:
    """The state of the index."""
    facts = dict(database.execute("select name, value from facts"))
    return IndexState(facts.get("indexed", 0), facts.get("stored", 0), facts.get("version", 0))


def update_index(file: IndexFile, folder: RunFolder, on_progress: Callable[[IndexState], None]) -> bool:
    """Brings the index up to date; whether anything changed.

    It does nothing while another process does the same. Raises BadInput where the records can't be read.
    """
    with file.writing() as database:
        if database is None:
            with file.reading() as reader:
                on_progress(read_state(reader))
            return False
        changed = _changed_rows(database, folder)
        # Marks are small: those of a million episodes take less than 200 MB, and only those to be indexed are kept.
        state = _counted(database, len(changed))
        on_progress(state)
        next_count = time.monotonic() + 1
        for batch in _batches(iter(changed)):
            state = _index_batch(database, folder, batch, state)
            if time.monotonic() > next_count:
                next_count = time.monotonic() + 1 + COUNT_EVERY * _time_to_count(database)
            on_progress(state)
        if changed:
            keep_summary(database)
            on_progress(state)
        return bool(changed)


def _time_to_count(database: sqlite3.Connection) -> float:
    """Counts what the index adds up to; the seconds that this took."""
    start = time.monotonic()
    keep_summary(database)
    return time.monotonic() - start


def _changed_rows(database: sqlite3.Connection, folder: RunFolder) -> list[tuple[str, str]]:
    """The ids and marks of the rows that the index lacks, or has in an earlier version. Both sides come by id."""
    changed: list[tuple[str, str]] = []
    with closing(database.execute("select id, mark from episodes order by id")) as indexed:
        known = next(indexed, None)
        for row in folder.store.marks():
            while known is not None and known[0] < row.id:
                known = next(indexed, None)
            if known is None or tuple(row) != known:
                changed.append((row.id, row.mark))
    return changed


def _counted(database: sqlite3.Connection, n_changed: int) -> IndexState:
    """The state before so many rows are indexed; those that are replaced do not count as indexed."""
    (n_rows,) = database.execute("select count(*) from episodes").fetchone()
    return IndexState(n_rows, n_rows + n_changed, read_state(database).version)


def _batches(rows: Iterator[tuple[str, str]]) -> Iterator[dict[str, str]]:
    while batch := dict(islice(rows, ROWS_AT_ONCE)):
        yield batch


def _index_batch(
    database: sqlite3.Connection, folder: RunFolder, marks: dict[str, str], state: IndexState
) -> IndexState:
    """Puts a few episodes into the index in one transaction; the state after it."""
    rows = [IndexedRow.of(outcome, record) for outcome, record in folder.store.rows(list(marks))]
    database.execute("begin immediate")
    n_replaced = 0
    for row in rows:
        n_replaced += _remove(database, row.id)
        _add(database, row, marks[row.id])
    state = IndexState(
        indexed=state.indexed + len(rows) - n_replaced, stored=state.stored - n_replaced, version=state.version + 1
    )
    for name in ("indexed", "stored", "version"):
        database.execute("insert or replace into facts values (?, ?)", (name, getattr(state, name)))
    database.execute("commit")
    return state


def _remove(database: sqlite3.Connection, id: str) -> int:
    """Removes an earlier version of an episode; how many there were."""
    for (row,) in database.execute("select row from episodes where id = ?", (id,)).fetchall():
        ((metadata,),) = database.execute("select metadata from shown where row = ?", (row,)).fetchall()
        pairs = [(key, value, row) for key, value in json.loads(metadata).items()]
        database.executemany("delete from metadata where key = ? and value = ? and row = ?", pairs)
        database.execute("delete from shown where row = ?", (row,))
        database.execute("delete from episodes where row = ?", (row,))
        return 1
    return 0


def _add(database: sqlite3.Connection, row: IndexedRow, mark: str) -> None:
    """Adds an episode."""
    cells = (row.protocol, row.agents, row.question, row.result, row.reason, row.kinds)
    amounts = (row.p, row.credit, row.usd, row.tokens, row.seconds)
    number = database.execute(KEEP_EPISODE, (row.id, mark, *cells, *amounts)).lastrowid
    metadata = json.dumps(row.metadata, ensure_ascii=False)
    database.execute("insert into shown values (?, ?, ?)", (number, row.asked, metadata))
    pairs = [(key, value, number) for key, value in row.metadata.items()]
    database.executemany("insert into metadata values (?, ?, ?)", pairs)
    database.execute("insert into texts (rowid, question, speeches, verdict) values (?, ?, ?, ?)", (number, *row.texts))
