"""A damaged journal: what can be read of it is kept, a warning says what was lost, and the run goes on."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from dikast.errors import DikastError
from dikast.experiments.journals.journal import StoredReply
from dikast.experiments.journals.journal_repair import suspect_file
from dikast.experiments.journals.sqlite_journal import SqliteJournal
from tests.experiments.journals.small_journal import USED, opened


async def fill(path: Path, n: int = 300) -> None:
    async with opened(path) as journal, asyncio.TaskGroup() as group:
        for i in range(n):
            group.create_task(journal.put(i.to_bytes(4), "a", StoredReply(text=f"{i} " * 100)))


async def n_readable(path: Path, n: int = 300) -> int:
    """Opens the journal, which must work from now on. How many of the calls are in it still, none of them changed."""
    async with opened(path) as journal:
        entries = [await journal.get(i.to_bytes(4)) for i in range(n)]
        assert all(entry in (None, StoredReply(text=f"{i} " * 100)) for i, entry in enumerate(entries))
        await journal.put(b"new", "a", StoredReply(text="new"))
        assert await journal.get(b"new") == StoredReply(text="new")
    return sum(entry is not None for entry in entries)


async def test_a_sound_journal_is_left_alone(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await fill(path)
    assert await n_readable(path) == 300
    assert not caplog.records
    assert [p.name for p in path.parent.iterdir()] == ["journal.sqlite"]


@pytest.mark.parametrize("share", [0.0001, 0.3, 0.9])
async def test_a_journal_that_was_cut_off_is_repaired_with_a_warning(
    path: Path, share: float, caplog: pytest.LogCaptureFixture
) -> None:
    await fill(path)
    os.truncate(path, int(os.stat(path).st_size * share))
    n = await n_readable(path)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert f"{path} was damaged" in record.message
    assert f"{n} calls in it could be read and are kept; the rest is in journal.sqlite.damaged-1" in record.message
    assert n >= (0 if share < 0.3 else 300 * share * 0.8)
    assert (path.parent / "journal.sqlite.damaged-1").exists()


async def test_a_journal_that_was_overwritten_in_the_middle_is_repaired_once_reading_has_failed(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await fill(path)
    with path.open("r+b") as file:
        file.seek(os.stat(path).st_size // 3 // 4096 * 4096)
        file.write(os.urandom(12 * 4096))
    with pytest.raises(DikastError, match=r"journal\.sqlite: the journal can't be read: database disk image is mal"):
        await n_readable(path)
    n = await n_readable(path)
    assert 100 < n < 300
    assert "was damaged" in caplog.text
    assert await n_readable(path) == n


async def test_of_a_damaged_journal_an_entry_that_is_no_text_loses_only_itself(path: Path) -> None:
    """Bytes overwritten in the middle of long replies, where SQLite itself finds no fault."""
    await fill(path)
    with closing(sqlite3.connect(path)) as database, database:
        keys = [i.to_bytes(4) for i in (50, 250)]
        for key in keys:
            database.execute(
                "update calls set entry = cast(x'ff' || cast(entry as blob) as text) where key = ?", (key,)
            )
    suspect_file(path).touch()
    os.truncate(path, os.stat(path).st_size - 4096)
    n = await n_readable(path)
    assert (path.parent / "journal.sqlite.damaged-1").exists()
    assert n > 250


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
async def test_a_log_that_was_cut_off_loses_at_most_its_end(path: Path, share: float) -> None:
    """What a machine that lost its power leaves behind."""
    journal = SqliteJournal(path)
    await journal.open()
    for i in range(50):
        await journal.put(i.to_bytes(4), "a", StoredReply(text=f"{i} " * 100))
    copy = path.parent / "after" / path.name
    copy.parent.mkdir()
    shutil.copyfile(path, copy)
    shutil.copyfile(f"{path}-wal", f"{copy}-wal")
    os.truncate(f"{copy}-wal", int(os.stat(f"{copy}-wal").st_size * share))
    await journal.close()
    n = await n_readable(copy, 50)
    assert n >= 50 * share - 2
    assert not list(copy.parent.glob("*damaged*"))


async def test_a_place_where_no_journal_can_be_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file" / "journal", tmp_path, Path()):
        with pytest.raises(DikastError, match="no journal can be kept here"):
            await SqliteJournal(path).open()
    (tmp_path / "text.sqlite").write_text("this is no database, however long it may be " * 30)
    assert await n_readable(tmp_path / "text.sqlite") == 0
    closed = SqliteJournal(tmp_path / "x")
    with pytest.raises(DikastError, match="the journal is closed"):
        await closed.put(b"k", "a", StoredReply(text=""))


def test_a_full_disk_is_an_error_and_loses_nothing_that_was_kept(path: Path) -> None:
    """A limit on the size of files takes the part of the full disk."""
    program = """
import asyncio, resource, signal, sys
from pathlib import Path
from dikast.errors import DikastError
from dikast.experiments.journals.journal import StoredReply
from dikast.experiments.journals.sqlite_journal import SqliteJournal

async def main():
    journal = SqliteJournal(Path(sys.argv[1]))
    await journal.open()
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    n = 0
    try:
        for n in range(10**6):
            await journal.put(n.to_bytes(4), "a", StoredReply(text="x" * 500))
    except DikastError as error:
        print(n, error)
    await journal.close()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
asyncio.run(main())
"""
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    n, _, message = done.stdout.strip().partition(" ")
    assert "the journal can't be written: " in message
    assert int(n) > 20

    async def entries() -> list[object]:
        async with opened(path) as journal:
            return [await journal.get(i.to_bytes(4)) for i in range(int(n))]

    assert asyncio.run(entries()) == [StoredReply(text="x" * 500)] * int(n)


@pytest.mark.parametrize(
    "damage",
    ["entry = '{}'", "entry = cast(x'7bff' as text)", "entry = x'7bff'", "is_answer = 0", "is_answer = cast(x'ff' as text)"],
)  # fmt: skip
async def test_an_entry_that_cannot_be_read_is_paid_for_once_more_and_then_replaced(path: Path, damage: str) -> None:
    answer = StoredReply(text="yes", usage=USED)
    async with opened(path) as journal:
        await journal.put(b"key", "a", answer)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"update calls set {damage}")
    async with opened(path) as journal:
        assert await journal.get(b"key") is None
        assert await journal.put(b"key", "a", answer) == answer
    async with opened(path) as journal:
        assert await journal.get(b"key") == answer
        assert await journal.spent() == USED + USED


async def test_a_damaged_row_of_spending_is_an_error(path: Path) -> None:
    async with opened(path) as journal:
        await journal.put(b"key", "a", StoredReply(text="yes", usage=USED))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update spent set calls = 'x'")
    async with opened(path) as journal:
        with pytest.raises(DikastError, match=r"journal\.sqlite: what the run 'run' has spent can't be read"):
            await journal.spent()
