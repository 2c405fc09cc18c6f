"""Calls kept in a real PostgreSQL: the same journal as in a file, for all runs of a database, through its bad days."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from dikast.errors import DikastError
from dikast.experiments import Run, load_experiment, prepare, run_experiment
from dikast.experiments.executors.processes import ProcessesExecutor
from dikast.experiments.journals.journal import StoredFailure, StoredReply
from dikast.experiments.journals.postgres_journal import PostgresJournal
from dikast.experiments.journals.sqlite_journal import SqliteJournal
from dikast.records import Usage
from tests.experiments.conftest import rows, write
from tests.experiments.executors.test_processes import calls, noted, notes
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


async def test_what_is_put_is_found_by_everybody(database: str) -> None:
    async with opened(database) as one, opened(database, "other") as two:
        assert await one.get(KEY) is None
        assert await one.put(KEY, "a", ANSWER) == ANSWER
        assert await two.get(KEY) == ANSWER
        assert (await one.spent(), await two.spent()) == (ANSWER.usage, Usage())


async def test_the_first_answer_stands_and_a_failure_makes_way(database: str) -> None:
    later_one = ANSWER.model_copy(update={"text": "later"})
    async with opened(database) as journal:
        await journal.put_failure(KEY, "a", REFUSED)
        assert await journal.get(KEY) == REFUSED
        assert await journal.put(KEY, "a", ANSWER) == ANSWER
        assert await journal.put(KEY, "a", later_one) == ANSWER
        await journal.put_failure(KEY, "a", REFUSED)
        assert await journal.get(KEY) == ANSWER
        assert await journal.spent() == ANSWER.usage


async def test_an_entry_that_cannot_be_read_is_none_and_makes_way(database: str) -> None:
    async with opened(database) as journal:
        await journal.put(KEY, "a", ANSWER)
        with psycopg.connect(database, autocommit=True) as other:
            other.execute('update dikast_calls set entry = \'{"made_of": "something new"}\'')
        assert await journal.get(KEY) is None
        assert await journal.put(KEY, "a", ANSWER) == ANSWER
        assert await journal.get(KEY) == ANSWER
        assert await journal.spent() == ANSWER.usage + ANSWER.usage


async def test_two_of_one_call_at_once(database: str) -> None:
    later_one = ANSWER.model_copy(update={"text": "later"})
    async with opened(database) as journal:
        stand = await asyncio.gather(journal.put(KEY, "a", ANSWER), journal.put(KEY, "a", later_one))
        assert set(stand) == {ANSWER}


async def test_what_comes_together_goes_together(database: str) -> None:
    async with opened(database) as journal:
        async with asyncio.TaskGroup() as group:
            for i in range(300):
                group.create_task(journal.put(i.to_bytes(16), "a", ANSWER))
        assert (await journal.spent()).calls == 300
    with psycopg.connect(database) as other:
        commits = other.execute("select count(distinct xmin::text) from dikast_calls").fetchone()
    assert commits is not None
    assert commits[0] <= 4


async def test_many_are_looked_for_at_once(database: str) -> None:
    async with opened(database) as journal:
        for i in range(0, 40, 2):
            await journal.put(i.to_bytes(16), "a", ANSWER)
        gets = [asyncio.ensure_future(journal.get(i.to_bytes(16))) for i in range(40)]
        await asyncio.sleep(0)
        gets[0].cancel()
        gets[7].cancel()
        found = await asyncio.gather(*gets, return_exceptions=True)
        expected = [ANSWER if i % 2 == 0 else None for i in range(40)]
        assert [f for i, f in enumerate(found) if i not in (0, 7)] == [
            e for i, e in enumerate(expected) if i not in (0, 7)
        ]


async def test_who_is_cancelled_leaves_the_others_theirs(database: str) -> None:
    async with opened(database) as journal:
        puts = [asyncio.ensure_future(journal.put(i.to_bytes(16), "a", ANSWER)) for i in range(20)]
        await asyncio.sleep(0)
        for put in puts[:5]:
            put.cancel()
        await asyncio.gather(*puts, return_exceptions=True)
        assert all(put.done() and not put.cancelled() for put in puts[5:])
    async with opened(database) as journal:
        kept = [await journal.get(i.to_bytes(16)) for i in range(20)]
    assert kept == [ANSWER] * 20, "an answer is paid for, whether or not anybody waits for it still"


async def test_through_a_server_that_is_killed(own_server: Server) -> None:
    async with opened(own_server.url) as journal:
        trouble = later(0.3, own_server.stop, own_server.start)
        kept = 0
        while trouble.is_alive() or kept < 100:
            await journal.put(kept.to_bytes(16), "a", ANSWER)
            assert await journal.get(kept.to_bytes(16)) == ANSWER
            kept += 1
        trouble.join()
        assert (await journal.spent()).calls == kept, "an answer counts once, though its commit was made twice"


async def test_a_server_that_is_gone_for_good_is_told(own_server: Server) -> None:
    journal = replace(PostgresJournal(own_server.url), patience_s=0.3)
    await journal.open()
    await asyncio.to_thread(own_server.stop)
    with pytest.raises(DikastError, match=r"out of reach for 0\.3 s: .*; all calls that were answered before are safe"):
        await journal.put(KEY, "a", ANSWER)
    await asyncio.to_thread(own_server.start)
    await journal.close()


# --- in a run


async def test_a_run_in_a_database_has_its_journal_there_too(database: str, tmp_path: Path) -> None:
    def made(out: str, **changes: object) -> Run:
        return prepare(*load_experiment(write(tmp_path, rows(1), store=database, **changes)), tmp_path / out)

    assert isinstance(made("run").stack.journal, PostgresJournal)
    assert isinstance(made("other", journal="here.sqlite").stack.journal, SqliteJournal)
    prepare(*load_experiment(write(tmp_path, rows(1))), tmp_path / "run")
    assert isinstance(made("run").stack.journal, PostgresJournal)


async def test_a_second_run_of_the_same_calls_makes_none(database: str, tmp_path: Path, notes: Path) -> None:
    """Elsewhere, under another name, in several processes: the database remembers."""
    first = await run_experiment(noted(4, tmp_path, store=database))
    before = calls(notes)
    second = await run_experiment(noted(4, tmp_path, "elsewhere", store=database), executor=ProcessesExecutor(2))
    assert calls(notes) == before
    assert unclocked(first.episodes()) == unclocked(second.episodes())
