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


async def test_a_journal_that_was_overwritten_in_the_middle_is_repaired_at_once(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await fill(path)
    with path.open("r+b") as file:
        file.seek(os.stat(path).st_size // 3 // 4096 * 4096)
        file.write(os.urandom(12 * 4096))
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


def page_of(path: Path, table: str) -> int:
    """The number of the root page of a table or an index."""
    with closing(sqlite3.connect(path)) as database:
        (page,) = database.execute("select rootpage from sqlite_master where name = ?", (table,)).fetchone()
    return int(page)


PAGE = 4096


@pytest.mark.parametrize("content", ["random", "zeros", "another page"])
@pytest.mark.parametrize("root", ["sqlite_autoindex_calls_1", "calls", "spent"])
def test_a_damaged_root_is_mended_at_the_same_start(path: Path, root: str, content: str) -> None:
    asyncio.run(fill(path))
    page = page_of(path, root)
    other = page_of(path, "spent" if root != "spent" else "calls")
    whole = path.read_bytes()
    new = {"random": os.urandom(PAGE), "zeros": bytes(PAGE), "another page": whole[(other - 1) * PAGE : other * PAGE]}
    path.write_bytes(whole[: (page - 1) * PAGE] + new[content] + whole[page * PAGE :])
    n = asyncio.run(n_readable(path))
    assert (path.parent / "journal.sqlite.damaged-1").exists()
    # An index holds nothing of its own.
    assert n == 300 if root == "sqlite_autoindex_calls_1" else n >= 0
    assert asyncio.run(n_readable(path)) == n
    assert not (path.parent / "journal.sqlite.damaged-2").exists()


def test_any_damaged_page_is_mended_at_the_same_start(path: Path) -> None:
    """Every page in turn, by random bytes or zeros, in a journal that was closed."""
    asyncio.run(fill(path, 60))
    whole = path.read_bytes()
    for page in range(len(whole) // PAGE):
        for new in (os.urandom(PAGE), bytes(PAGE)):
            for file in path.parent.iterdir():
                file.unlink()
            path.write_bytes(whole[: page * PAGE] + new + whole[(page + 1) * PAGE :])
            asyncio.run(n_readable(path, 60))
            assert (path.parent / "journal.sqlite.damaged-1").exists(), page


@pytest.mark.parametrize("offset", [0, 16, 18, 19, 21, 24, 28, 40, 44, 56, 96])
def test_a_damaged_header_never_stops_a_start(path: Path, offset: int) -> None:
    asyncio.run(fill(path, 60))
    for value in (0, 3, 0x77, 0xFF):
        copy = path.parent / f"copy-{value}" / path.name
        copy.parent.mkdir()
        content = bytearray(path.read_bytes())
        content[offset] = value
        copy.write_bytes(content)
        assert asyncio.run(n_readable(copy, 60)) in range(61)


def test_an_index_that_lacks_a_call_is_mended(path: Path) -> None:
    """Each page is sound by itself, but the index does not find a call that is in the table."""
    asyncio.run(fill(path))
    old = path.read_bytes()

    async def put_one_more() -> None:
        async with opened(path) as journal:
            await journal.put((300).to_bytes(4), "a", StoredReply(text="300 " * 100))

    asyncio.run(put_one_more())
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as database:
        pages = database.execute("select pageno from dbstat where name = 'sqlite_autoindex_calls_1'").fetchall()
    for (page,) in pages:
        content[(page - 1) * PAGE : page * PAGE] = old[(page - 1) * PAGE : page * PAGE]
    path.write_bytes(content)
    assert asyncio.run(n_readable(path, 301)) == 301


async def test_a_journal_with_a_trigger_is_refused(path: Path) -> None:
    await fill(path, 3)
    with closing(sqlite3.connect(path)) as database:
        database.execute("create trigger t after insert on calls begin delete from calls; end")
    with pytest.raises(DikastError, match="it has the trigger 't', which no run makes"):
        await SqliteJournal(path).open()
    assert [p.name for p in path.parent.iterdir()] == ["journal.sqlite"]


FAULTS = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/types.h>

/* Fails the n-th write to a journal and all later ones, or dies in its middle. */
static int is_journal(int fd) {
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, name, sizeof name - 1);
    if (n < 0) return 0;
    name[n] = 0;
    return strstr(name, "journal.sqlite") && !strstr(name, "-shm");
}
static int is_due(int fd) {
    static int count = 0;
    const char *at = getenv("FAULT_AT");
    return at && is_journal(fd) && ++count >= atoi(at);
}
static ssize_t faulty(int fd, const void *buffer, size_t size, off64_t offset,
                      ssize_t (*real)(int, const void *, size_t, off64_t)) {
    if (!is_due(fd)) return real(fd, buffer, size, offset);
    if (!strcmp(getenv("FAULT"), "dies")) { real(fd, buffer, size / 2, offset); _exit(9); }
    errno = EIO;
    return -1;
}
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t o) {
    return faulty(fd, b, n, o, (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64"));
}
ssize_t pwrite(int fd, const void *b, size_t n, off_t o) {
    return faulty(fd, b, n, o, (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64"));
}
"""
# One process for each write that is faulty, forked after the imports, which would take most of the time. What it says is
# in the files beside its journal. Each prints its number and its exit code.
WRITES = """
import asyncio, os, sys
from pathlib import Path
from dikast.errors import DikastError
from dikast.experiments.journals.journal import StoredReply
from dikast.experiments.journals.sqlite_journal import SqliteJournal

async def main(path):
    journal = SqliteJournal(path)
    try:
        await journal.open()
        for i in range(4):
            await journal.put(i.to_bytes(4), "a", StoredReply(text=f"{i} " * 100))
            print(i, flush=True)
    except DikastError as error:
        print("error", file=sys.stderr)
    await journal.close()
    print("closed")

def run(at):
    folder = Path(sys.argv[1]) / str(at)
    folder.mkdir()
    os.environ["FAULT_AT"] = str(at)
    for stream, name in (sys.stdout, "out"), (sys.stderr, "err"):
        os.dup2(os.open(folder / name, os.O_CREAT | os.O_WRONLY), stream.fileno())
    asyncio.run(main(folder / "journal" / "journal.sqlite"))

for at in range(1, 200):
    child = os.fork()
    if not child:
        run(at)
        break
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(at, code, flush=True)
    if code == 0 and not (Path(sys.argv[1]) / str(at) / "err").read_text():
        break
"""


async def entries(path: Path, numbers: list[int]) -> list[object]:
    async with opened(path) as journal:
        return [await journal.get(i.to_bytes(4)) for i in numbers]


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("cc"), reason="needs a C compiler")
@pytest.mark.parametrize("fault", ["fails", "dies"])
def test_a_fault_at_any_write_loses_nothing_that_was_acknowledged(tmp_path: Path, fault: str) -> None:
    """As SQLite's own tests do: the first write fails, then the second, until a run has no fault at all."""
    (tmp_path / "faults.c").write_text(FAULTS)
    library = tmp_path / "faults.so"
    command = ["cc", "-shared", "-fPIC", "-o", str(library), str(tmp_path / "faults.c"), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    runs = tmp_path / "runs"
    runs.mkdir()
    faults = {"LD_PRELOAD": str(library), "FAULT": fault}
    written = subprocess.run(
        [sys.executable, "-c", WRITES, str(runs)], env={**os.environ, **faults}, capture_output=True, text=True
    )
    assert written.returncode == 0, written.stderr
    ended = [[int(word) for word in line.split()] for line in written.stdout.splitlines()]
    for at, _ in ended:
        path = runs / str(at) / "journal" / "journal.sqlite"
        told = (runs / str(at) / "err").read_text()
        acknowledged = [int(line) for line in (runs / str(at) / "out").read_text().split() if line.isdigit()]
        assert "Traceback" not in told, told
        assert asyncio.run(entries(path, acknowledged)) == [StoredReply(text=f"{i} " * 100) for i in acknowledged], at
        assert not list(path.parent.glob("*damaged*")) or not acknowledged
    assert (ended[-1][1], len(acknowledged)) == (0, 4), "the last one has no fault"
    assert 5 < len(ended) - 1 < 199
