"""Calls kept in a real PostgreSQL: the same journal as in a file, shared by all runs of a database, also through failures."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from dikast.errors import BadInput, DikastError
from dikast.experiments import Run, load_experiment, prepare, run_experiment
from dikast.experiments.executors.processes import ProcessesExecutor
from dikast.experiments.journals.journal import StoredFailure, StoredReply
from dikast.experiments.journals.postgres_journal import PostgresJournal
from dikast.experiments.journals.sqlite_journal import SqliteJournal
from dikast.records import Usage
from tests.experiments.conftest import rows, write
from tests.experiments.executors.test_processes import calls, notes, noting_run
from tests.experiments.records import unclocked
from tests.experiments.stores.test_postgres import later, own_server
from tests.postgres import Server

__all__ = ["notes", "own_server"]

ANSWER = StoredReply(text="Zoë 🦉", model="m", usage=Usage(calls=1, input_tokens=7, output_tokens=3, cost_usd=0.5))
REFUSED = StoredFailure(error="PermanentError", message="no")
KEY = b"\x00\xff" * 8


@pytest.fixture
def database(postgres_server: Server) -> str:
    return postgres_server.database(f"journal_{uuid.uuid4().hex[:12]}")


@asynccontextmanager
async def opened(url: str, run: str = "run") -> AsyncIterator[PostgresJournal]:
    journal = PostgresJournal(url, run)
    await journal.open()
    try:
        yield journal
    finally:
        await journal.close()


async def test_what_one_run_puts_every_run_finds(database: str) -> None:
    async with opened(database) as first, opened(database, "other") as second:
        assert await first.get(KEY) is None
        assert await first.put(KEY, "a", ANSWER) == ANSWER
        assert await second.get(KEY) == ANSWER
        assert (await first.spent(), await second.spent()) == (ANSWER.usage, Usage())


async def test_the_first_reply_stays_and_replaces_a_failure(database: str) -> None:
    later_reply = ANSWER.model_copy(update={"text": "later"})
    async with opened(database) as journal:
        await journal.put_failure(KEY, "a", REFUSED)
        assert await journal.get(KEY) == REFUSED
        assert await journal.put(KEY, "a", ANSWER) == ANSWER
        assert await journal.put(KEY, "a", later_reply) == ANSWER
        await journal.put_failure(KEY, "a", REFUSED)
        assert await journal.get(KEY) == ANSWER
        assert await journal.spent() == ANSWER.usage


async def test_an_entry_that_cannot_be_read_is_none_and_is_replaced(database: str) -> None:
    async with opened(database) as journal:
        await journal.put(KEY, "a", ANSWER)
        with psycopg.connect(database, autocommit=True) as other:
            other.execute('update dikast_calls set entry = \'{"made_of": "something new"}\'')
        assert await journal.get(KEY) is None
        assert await journal.put(KEY, "a", ANSWER) == ANSWER
        assert await journal.get(KEY) == ANSWER
        assert await journal.spent() == ANSWER.usage + ANSWER.usage


async def test_two_replies_to_one_call_at_once(database: str) -> None:
    later_reply = ANSWER.model_copy(update={"text": "later"})
    async with opened(database) as journal:
        stored = await asyncio.gather(journal.put(KEY, "a", ANSWER), journal.put(KEY, "a", later_reply))
        assert set(stored) == {ANSWER}


async def test_replies_that_come_together_are_committed_together(database: str) -> None:
    async with opened(database) as journal:
        async with asyncio.TaskGroup() as group:
            for i in range(300):
                group.create_task(journal.put(i.to_bytes(16), "a", ANSWER))
        assert (await journal.spent()).calls == 300
    with psycopg.connect(database) as other:
        commits = other.execute("select count(distinct xmin::text) from dikast_calls").fetchone()
    assert commits is not None
    assert commits[0] <= 4


async def test_many_lookups_at_once_some_of_them_cancelled(database: str) -> None:
    async with opened(database) as journal:
        for i in range(0, 40, 2):
            await journal.put(i.to_bytes(16), "a", ANSWER)
        gets = [asyncio.ensure_future(journal.get(i.to_bytes(16))) for i in range(40)]
        await asyncio.sleep(0)
        gets[0].cancel()
        gets[7].cancel()
        results = await asyncio.gather(*gets, return_exceptions=True)
        expected = [ANSWER if i % 2 == 0 else None for i in range(40)]
        assert [result for i, result in enumerate(results) if i not in (0, 7)] == [
            entry for i, entry in enumerate(expected) if i not in (0, 7)
        ]


async def test_a_put_that_is_cancelled_is_kept_and_so_are_the_others(database: str) -> None:
    async with opened(database) as journal:
        puts = [asyncio.ensure_future(journal.put(i.to_bytes(16), "a", ANSWER)) for i in range(20)]
        await asyncio.sleep(0)
        for put in puts[:5]:
            put.cancel()
        await asyncio.gather(*puts, return_exceptions=True)
        assert all(put.done() and not put.cancelled() for put in puts[5:])
    async with opened(database) as journal:
        entries = [await journal.get(i.to_bytes(16)) for i in range(20)]
    assert entries == [ANSWER] * 20, "a reply is paid for, whether or not anything waits for it still"


async def test_a_server_that_is_killed_and_started_again_loses_nothing(own_server: Server) -> None:
    async with opened(own_server.url) as journal:
        restart = later(0.3, own_server.stop, own_server.start)
        n_stored = 0
        while restart.is_alive() or n_stored < 100:
            await journal.put(n_stored.to_bytes(16), "a", ANSWER)
            assert await journal.get(n_stored.to_bytes(16)) == ANSWER
            n_stored += 1
        restart.join()
        assert (await journal.spent()).calls == n_stored, "a reply counts once, even if its commit was made twice"


async def test_a_server_that_does_not_come_back_is_an_error(own_server: Server) -> None:
    journal = replace(PostgresJournal(own_server.url), patience_s=0.3)
    await journal.open()
    await asyncio.to_thread(own_server.stop)
    with pytest.raises(DikastError, match=r"out of reach for 0\.3 s: .*; all calls that were answered before are safe"):
        await journal.put(KEY, "a", ANSWER)
    await asyncio.to_thread(own_server.start)
    await journal.close()


# --- in a run


async def test_a_run_in_a_database_has_its_journal_there_too(database: str, tmp_path: Path) -> None:
    def prepared_run(out: str, **changes: object) -> Run:
        return prepare(*load_experiment(write(tmp_path, rows(1), store=database, **changes)), tmp_path / out)

    assert isinstance(prepared_run("run").stack.journal, PostgresJournal)
    assert isinstance(prepared_run("other", journal="here.sqlite").stack.journal, SqliteJournal)
    with pytest.raises(BadInput, match="to go on with a run, give its `store`"):
        prepare(*load_experiment(write(tmp_path, rows(1))), tmp_path / "run")
    assert isinstance(prepared_run("run").stack.journal, PostgresJournal)


async def test_a_second_run_of_the_same_calls_makes_none(database: str, tmp_path: Path, notes: Path) -> None:
    """In another folder, under another name, in several processes: the database has the replies."""
    first = await run_experiment(noting_run(4, tmp_path, store=database))
    before = calls(notes)
    second = await run_experiment(noting_run(4, tmp_path, "elsewhere", store=database), executor=ProcessesExecutor(2))
    assert calls(notes) == before
    assert unclocked(first.episodes()) == unclocked(second.episodes())
