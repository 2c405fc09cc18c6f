"""The batch writer: records are kept as they come, many in a commit, and none that was put is lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing

import pytest

from dikast.errors import DikastError
from dikast.experiments import RunFolder
from dikast.experiments.stores import sqlite
from dikast.experiments.stores.batch_writer import BatchWriter
from dikast.experiments.stores.run_folder import DATABASE
from dikast.experiments.stores.store import StoredRow
from tests.experiments.records import failure, writing
from tests.experiments.stores.small_run import put_failures


async def test_once_put_returns_another_reader_sees_the_record(folder: RunFolder) -> None:
    async with writing(folder.store) as writer:
        for i in range(5):
            await writer.put(*failure(f"e{i}"))
            with closing(sqlite3.connect(folder.path / DATABASE)) as other:
                assert other.execute("select count(*) from records").fetchone() == (i + 1,)
                assert other.execute("select count(*) from outcomes").fetchone() == (i + 1,)


async def test_records_that_come_together_are_committed_together(
    folder: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    commit = sqlite._commit

    def counted(database: sqlite3.Connection, rows: Sequence[StoredRow]) -> None:
        sizes.append(len(rows))
        commit(database, rows)

    monkeypatch.setattr(sqlite, "_commit", counted)
    await put_failures(folder, [f"e{i}" for i in range(500)])
    assert sum(sizes) == 500
    assert len([size for size in sizes if size]) <= 5
    assert len(list(folder.outcomes())) == 500


async def test_a_record_replaces_an_earlier_one_of_the_same_id(folder: RunFolder) -> None:
    await put_failures(folder, ["a", "b"])
    await put_failures(folder, ["b", "c"])
    assert [o.id for o in folder.outcomes()] == ["a", "b", "c"]


async def test_records_that_were_put_before_a_cancellation_are_kept(folder: RunFolder) -> None:
    async with folder.store.writing() as commit:
        writer = BatchWriter(commit)
        running = asyncio.ensure_future(writer.run())
        await writer.put(*failure("first"))
        late = asyncio.ensure_future(writer.put(*failure("late")))
        await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        late.cancel()
    assert [o.id for o in folder.outcomes()] == ["first", "late"]


async def test_records_that_cannot_be_written_end_the_run_with_a_reason(folder: RunFolder) -> None:
    with closing(sqlite3.connect(folder.path / DATABASE)) as other:
        other.execute("drop table records")
    with pytest.raises(ExceptionGroup) as raised:
        await asyncio.wait_for(put_failures(folder, [f"e{i}" for i in range(3)]), 10)
    (error,) = raised.value.exceptions
    assert isinstance(error, DikastError)
    assert "the records can't be written: no such table: records" in str(error)
    assert list(folder.outcomes()) == [], "a record is kept whole or not at all"
