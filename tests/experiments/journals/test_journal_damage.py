"""A damaged journal: what can be read of it is kept, what was lost is told, and the run goes on."""

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
from dikast.experiments.journals.journal_repair import suspect
from dikast.experiments.journals.sqlite_journal import SqliteJournal
from tests.experiments.journals.opening import USED, opened


async def filled(path: Path, n: int = 300) -> None:
    async with opened(path) as journal, asyncio.TaskGroup() as group:
        for i in range(n):
            group.create_task(journal.put(i.to_bytes(4), "a", StoredReply(text=f"{i} " * 100)))


async def saved(path: Path, n: int = 300) -> int:
    """Opens the journal, which must work from now on; how many of the calls are still in it, none of them changed."""
    async with opened(path) as journal:
        found = [await journal.get(i.to_bytes(4)) for i in range(n)]
        assert all(entry in (None, StoredReply(text=f"{i} " * 100)) for i, entry in enumerate(found))
        await journal.put(b"new", "a", StoredReply(text="new"))
        assert await journal.get(b"new") == StoredReply(text="new")
    return sum(entry is not None for entry in found)


async def test_a_journal_in_peace_is_left_alone(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    await filled(path)
    assert await saved(path) == 300
    assert not caplog.records
    assert [p.name for p in path.parent.iterdir()] == ["journal.sqlite"]


@pytest.mark.parametrize("share", [0.0001, 0.3, 0.9])
async def test_a_journal_cut_off_in_the_middle_opens_says_so_and_goes_on(
    path: Path, share: float, caplog: pytest.LogCaptureFixture
) -> None:
    await filled(path)
    os.truncate(path, int(os.stat(path).st_size * share))
    n = await saved(path)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert f"{path} was damaged" in record.message
    assert f"{n} calls in it could be read and are kept; the rest is in journal.sqlite.damaged-1" in record.message
    assert n >= (0 if share < 0.3 else 300 * share * 0.8)
    assert (path.parent / "journal.sqlite.damaged-1").exists()


async def test_a_journal_overwritten_in_the_middle_is_found_out_when_it_is_read(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await filled(path)
    with path.open("r+b") as file:
        file.seek(os.stat(path).st_size // 3 // 4096 * 4096)
        file.write(os.urandom(12 * 4096))
    with pytest.raises(DikastError, match=r"journal\.sqlite: the journal can't be read: database disk image is mal"):
        await saved(path)
    n = await saved(path)
    assert 100 < n < 300
    assert "was damaged" in caplog.text
    assert await saved(path) == n


async def test_what_is_no_text_in_a_damaged_journal_loses_nothing_but_itself(path: Path) -> None:
    """Bytes overwritten in the middle of long replies, where SQLite itself finds no fault."""
    await filled(path)
    with closing(sqlite3.connect(path)) as database, database:
        keys = [i.to_bytes(4) for i in (50, 250)]
        for key in keys:
            database.execute(
                "update calls set entry = cast(x'ff' || cast(entry as blob) as text) where key = ?", (key,)
            )
    suspect(path).touch()
    os.truncate(path, os.stat(path).st_size - 4096)
    n = await saved(path)
    assert (path.parent / "journal.sqlite.damaged-1").exists()
    assert n > 250


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.99])
async def test_a_write_ahead_log_cut_off_mid_write_loses_at_most_its_end(path: Path, kept: float) -> None:
    """What a machine that lost its power leaves behind."""
    journal = SqliteJournal(path)
    await journal.open()
    for i in range(50):
        await journal.put(i.to_bytes(4), "a", StoredReply(text=f"{i} " * 100))
    copy = path.parent / "after" / path.name
    copy.parent.mkdir()
    shutil.copyfile(path, copy)
    shutil.copyfile(f"{path}-wal", f"{copy}-wal")
    os.truncate(f"{copy}-wal", int(os.stat(f"{copy}-wal").st_size * kept))
    await journal.close()
    n = await saved(copy, 50)
    assert n >= 50 * kept - 2
    assert not list(copy.parent.glob("*damaged*"))


async def test_no_journal_at_all(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "file" / "journal", tmp_path, Path()):
        with pytest.raises(DikastError, match="no journal can be kept here"):
            await SqliteJournal(path).open()
    (tmp_path / "text.sqlite").write_text("this is no database, however long it may be " * 30)
    assert await saved(tmp_path / "text.sqlite") == 0
    closed = SqliteJournal(tmp_path / "x")
    with pytest.raises(DikastError, match="the journal is closed"):
        await closed.put(b"k", "a", StoredReply(text=""))


def test_a_full_disk_is_told_and_what_was_kept_is_kept(path: Path) -> None:
    """A file size limit stands for the disk."""
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
    n, _, told = done.stdout.strip().partition(" ")
    assert "the journal can't be written: " in told
    assert int(n) > 20

    async def found() -> list[object]:
        async with opened(path) as journal:
            return [await journal.get(i.to_bytes(4)) for i in range(int(n))]

    assert asyncio.run(found()) == [StoredReply(text="x" * 500)] * int(n)


@pytest.mark.parametrize(
    "damage",
    ["entry = '{}'", "entry = cast(x'7bff' as text)", "entry = x'7bff'", "is_answer = 0", "is_answer = cast(x'ff' as text)"],
)  # fmt: skip
async def test_an_entry_that_cannot_be_read_is_paid_for_once_more_and_then_kept(path: Path, damage: str) -> None:
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


async def test_damage_to_what_was_spent_is_told(path: Path) -> None:
    async with opened(path) as journal:
        await journal.put(b"key", "a", StoredReply(text="yes", usage=USED))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("update spent set calls = 'x'")
    async with opened(path) as journal:
        with pytest.raises(DikastError, match=r"journal\.sqlite: what the run 'run' has spent can't be read"):
            await journal.spent()
