"""The journal in a file: a reply that was put is there for every process, also after a kill."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from dikast.experiments.journals.journal import StoredFailure, StoredReply
from tests.experiments.journals.small_journal import REQUEST, CountingAgent, cached, opened


async def test_a_reply_is_there_for_every_other_process_once_put_returns(path: Path) -> None:
    async with opened(path) as journal:
        for i in range(5):
            await journal.put(bytes([i]), "a", StoredReply(text=str(i)))
            with closing(sqlite3.connect(path)) as other:
                assert other.execute("select count(*) from calls").fetchone() == (i + 1,)


async def test_replies_that_come_together_are_committed_together(path: Path) -> None:
    async with opened(path) as journal:
        async with asyncio.TaskGroup() as group:
            for i in range(2000):
                group.create_task(journal.put(i.to_bytes(4), "a", StoredReply(text=str(i))))
        assert journal.n_commits < 40
        assert await journal.get((1999).to_bytes(4)) == StoredReply(text="1999")


async def test_the_first_reply_stays(path: Path) -> None:
    """Two processes that share a journal and make the same call at once both go on with the same reply."""
    async with opened(path) as first, opened(path) as second:
        assert await first.put(b"k", "a", StoredReply(text="one")) == StoredReply(text="one")
        assert await second.put(b"k", "a", StoredReply(text="two")) == StoredReply(text="one")
        await second.put_failure(b"k", "a", StoredFailure(error="TransientError", message="late"))
        assert await first.get(b"k") == StoredReply(text="one")


async def test_a_journal_that_is_not_shared_knows_its_own_calls_and_those_of_earlier_starts(path: Path) -> None:
    keys = [os.urandom(16) for _ in range(2000)]
    for half in (keys[:1000], keys[1000:]):
        async with opened(path, is_shared=False) as journal:
            for key in half[:50]:
                assert await journal.get(key) is None
            async with asyncio.TaskGroup() as group:
                for key in half:
                    group.create_task(journal.put(key, "a", StoredReply(text=key.hex())))
            assert [await journal.get(key) for key in half] == [StoredReply(text=key.hex()) for key in half]
    async with opened(path, is_shared=False) as journal:
        assert [await journal.get(key) for key in keys] == [StoredReply(text=key.hex()) for key in keys]


PUTS_FOREVER = """
import asyncio, sys
from pathlib import Path
from dikast.experiments.journals.journal import StoredReply
from dikast.experiments.journals.sqlite_journal import SqliteJournal

async def main():
    journal = SqliteJournal(Path(sys.argv[1]))
    await journal.open()
    async def put(worker):
        for i in range(10**9):
            key = worker.to_bytes(2) + i.to_bytes(4)
            await journal.put(key, "a", StoredReply(text="x" * 500))
            sys.stdout.write(key.hex() + "\\n"); sys.stdout.flush()
    await asyncio.gather(*(put(w) for w in range(20)))
asyncio.run(main())
"""


def test_kill_9_loses_nothing_that_was_acknowledged(path: Path) -> None:
    for wait_s in (0.3, 0.5, 0.8):
        process = subprocess.Popen([sys.executable, "-c", PUTS_FOREVER, str(path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(wait_s)
        process.send_signal(signal.SIGKILL)
        lines = (first + process.stdout.read()).decode().split("\n")[:-1]  # without the line that was cut off
        process.wait()
        process.stdout.close()
        acknowledged = {bytes.fromhex(line) for line in lines}

        async def are_there(acknowledged: set[bytes] = acknowledged) -> list[bool]:
            async with opened(path) as journal:
                return [await journal.get(key) == StoredReply(text="x" * 500) for key in acknowledged]

        assert len(acknowledged) > 20
        assert all(asyncio.run(are_there()))
        path.unlink()


async def test_the_journal_can_be_read_with_any_sqlite(path: Path) -> None:
    async with opened(path) as journal:
        await cached(CountingAgent(), journal).reply(REQUEST)
    with closing(sqlite3.connect(path)) as database:
        agent, is_answer, entry = database.execute("select agent, is_answer, entry from calls").fetchone()
    assert (agent, is_answer, json.loads(entry)["text"]) == ("counting", 1, "call 1")
