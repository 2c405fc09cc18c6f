"""Records in a real PostgreSQL: many runs in one database, one writer for each, and a server that fails and returns."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from dikast.errors import BadInput, DikastError
from dikast.experiments import RunFolder, load_episodes, load_experiment, prepare, run_experiment
from dikast.experiments.stores.location import store_for
from dikast.experiments.stores.postgres import PostgresStore
from dikast.experiments.stores.run_folder import DATABASE
from dikast.experiments.stores.store import pack_record
from dikast.masking import without_password
from dikast.records import Episode, Failure
from tests.experiments.conftest import Prepared, rows, write
from tests.experiments.records import decided, failure, writing
from tests.postgres import NoServer, Server, server


def new_store(url: str, run: str = "play") -> PostgresStore:
    store = PostgresStore(url, run)
    store.create()
    return store


def finished(store: PostgresStore) -> set[str]:
    return {id for id, status in store.statuses() if status != "failed"}


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that a test may stop."""
    try:
        with server() as running:
            yield running
    except NoServer as reason:
        pytest.skip(str(reason))


async def test_records_that_were_put_can_be_read(database: str) -> None:
    store = new_store(database)
    async with writing(store) as writer:
        await writer.put(*decided("b"))
        await writer.put(*failure("a"))
        assert [o.id for o in store.outcomes()] == ["a", "b"], "once put returns, another reader sees it"
    assert finished(store) == {"b"}
    assert list(store.episodes()) == list(store.episodes("a")) == [decided("b")[1]]
    assert list(store.episodes("b")) == []
    assert store.record("a") == failure("a")[1]
    assert store.record("c") is None
    assert store.ids_with("b") == ["b"]


async def test_a_record_replaces_an_earlier_one_of_the_same_id(database: str) -> None:
    store = new_store(database)
    async with writing(store) as writer:
        await writer.put(*failure("a"))
        await asyncio.gather(writer.put(*failure("b")), writer.put(*decided("b")), writer.put(*decided("a")))
    assert finished(store) == {"a", "b"}
    assert isinstance(store.record("a"), Episode)


async def test_a_mark_changes_with_its_row(database: str) -> None:
    store = new_store(database)
    outcome, record = decided("b")
    async with writing(store) as writer:
        await writer.put(outcome, record)
        await writer.put(*failure("a"))
        before = dict(store.marks())
        await writer.put(outcome.model_copy(update={"gold": None}), record)
    after = dict(store.marks())
    assert list(after) == ["a", "b"]
    assert before["a"] == after["a"]
    assert before["b"] != after["b"]
    assert {row.id: read.id for row, read in store.rows(["a", "b", "c"])} == {"a": "a", "b": "b"}


async def test_any_text_comes_back_as_it_was(database: str, tmp_path: Path) -> None:
    """Umlauts, NUL, escapes and lone surrogates, in ids and in speeches."""
    odd = decided("ü/%_'\"\\", "Zoë \x00 \x1b[31m 🦉 \ud7ff")
    store = new_store(database)
    async with writing(store) as writer:
        await writer.put(odd[0], pack_record(odd[1]))
    assert [e.model_dump_json() for e in store.episodes()] == [odd[1].model_dump_json()]
    assert store.ids_with("%_'") == [odd[0].id]


async def test_ids_come_in_the_same_order_as_from_a_file(database: str, prepared: Prepared) -> None:
    ids = ["b", "a/10", "a/9", "B", "ä", "a-1", "a"]
    store, folder = new_store(database), prepared(1).folder
    for target in (store, folder.store):
        async with writing(target) as writer:
            for id in ids:
                await writer.put(*failure(id))
    assert [o.id for o in store.outcomes()] == [o.id for o in folder.outcomes()] == sorted(ids)


async def test_several_runs_are_written_to_one_database_at_once(database: str) -> None:
    stores = [new_store(database, f"run-{i}") for i in range(4)]

    async def fill(store: PostgresStore) -> None:
        async with writing(store) as writer, asyncio.TaskGroup() as puts:
            for i in range(50):
                puts.create_task(writer.put(*decided(f"{store.run}/{i}")))

    async with asyncio.TaskGroup() as group:
        for store in stores:
            group.create_task(fill(store))
    for store in stores:
        assert finished(store) == {f"{store.run}/{i}" for i in range(50)}


def test_several_runs_may_create_the_tables_at_once(database: str) -> None:
    errors: list[BaseException] = []

    def create() -> None:
        try:
            new_store(database)
        except BaseException as error:  # noqa: BLE001 - looked at below
            errors.append(error)

    threads = [threading.Thread(target=create) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


async def test_only_one_process_may_write_a_run(database: str) -> None:
    store = new_store(database)
    async with store.writing():
        with pytest.raises(BadInput, match="this run is going on already, in another process"):
            async with store.writing():
                pass
    async with store.writing():
        pass


async def test_a_run_that_has_ended_can_be_gone_on_with_at_once(database: str) -> None:
    store = new_store(database)
    for _ in range(30):
        async with store.writing():
            pass


async def test_records_are_read_as_a_stream(database: str) -> None:
    """A few hundred records are in memory at a time, however many there are."""
    store = new_store(database)
    async with writing(store) as writer, asyncio.TaskGroup() as puts:
        for i in range(1500):
            puts.create_task(writer.put(*failure(f"{i:05}")))
    outcomes = store.outcomes()
    assert next(outcomes).id == "00000"
    with psycopg.connect(database) as other:
        other.execute("delete from dikast_outcomes where id > '00700'")
    assert sum(1 for _ in outcomes) == 1499, "a reader sees the run as it was when it began"
    assert sum(1 for _ in store.outcomes()) == 701


# --- in a run


async def test_a_run_into_a_database_and_its_second_start(database: str, tmp_path: Path) -> None:
    path = write(tmp_path, rows(4), store=database)
    run = prepare(*load_experiment(path), tmp_path / "run")
    await run_experiment(run)
    assert not (tmp_path / "run" / DATABASE).exists()
    folder = RunFolder.open(tmp_path / "run", trusts_store=True)
    assert [o.status for o in folder.outcomes()] == ["decided"] * 4
    assert [e.id for e in load_episodes(tmp_path / "run", trusts_store=True)] == [f"direct/{i}" for i in range(4)]
    assert folder.episode("3").id == "direct/3"
    again = prepare(*load_experiment(path), tmp_path / "run")
    seen: list[int] = []
    await run_experiment(again, lambda progress: seen.append(progress.done_earlier))
    assert seen == [4]


async def test_the_same_records_as_in_a_folder(database: str, tmp_path: Path) -> None:
    path = write(tmp_path, rows(3))
    first = await run_experiment(prepare(*load_experiment(path), tmp_path / "file"))
    changed = load_experiment(path, [f"store={database}"])
    second = await run_experiment(prepare(*changed, tmp_path / "database"))
    assert [e.model_dump_json() for e in first.episodes()] == [e.model_dump_json() for e in second.episodes()]


async def test_another_machine_continues_the_run_of_the_first(database: str, tmp_path: Path) -> None:
    """It does not have the folder: the same command finds its run by name in the database."""
    path = write(tmp_path, rows(4), store=database)
    await run_experiment(prepare(*load_experiment(path), tmp_path / "here" / "run"))
    there = prepare(*load_experiment(path), tmp_path / "there" / "run")
    assert len(there.folder.finished()) == 4
    other = prepare(*load_experiment(path, ["seed=5"]), tmp_path / "elsewhere" / "run")
    assert len(other.folder.finished()) == 0


async def test_two_processes_can_not_write_one_run_from_two_folders(database: str, tmp_path: Path) -> None:
    path = write(tmp_path, rows(2), store=database)
    here = prepare(*load_experiment(path), tmp_path / "here" / "run")
    there = prepare(*load_experiment(path), tmp_path / "there" / "run")
    async with here.folder.store.writing():
        with pytest.raises(BadInput, match="this run is going on already, in another process"):
            await run_experiment(there)


def test_a_folder_stays_with_the_store_it_was_begun_with(database: str, tmp_path: Path) -> None:
    path = write(tmp_path, rows(1))
    prepare(*load_experiment(path), tmp_path / "file")
    prepare(*load_experiment(path, [f"store={database}"]), tmp_path / "database")
    with pytest.raises(BadInput, match="the records of this run are kept in its folder"):
        prepare(*load_experiment(path, [f"store={database}"]), tmp_path / "file")
    with pytest.raises(BadInput, match="to go on with a run, give its `store`"):
        prepare(*load_experiment(path), tmp_path / "database")
    store = prepare(*load_experiment(path, [f"store={database}"]), tmp_path / "database").folder.store
    assert isinstance(store, PostgresStore)
    with pytest.raises(BadInput, match="the records of this run are kept in postgresql:///"):
        prepare(*load_experiment(path, [f"store={database}&connect_timeout=3"]), tmp_path / "database")


def test_a_password_is_neither_stored_nor_shown(database: str, tmp_path: Path) -> None:
    secret = f"{database}&password=hunter2"
    run = prepare(*load_experiment(write(tmp_path, rows(1), store=secret)), tmp_path / "run")
    assert "hunter2" not in run.folder.store.location + repr(run.folder)
    for file in (tmp_path / "run").iterdir():
        assert b"hunter2" not in file.read_bytes(), file
    assert json.loads((tmp_path / "run" / "store.json").read_text())["url"] == database
    prepare(*load_experiment(tmp_path / "play.yaml"), tmp_path / "run")
    assert without_password("postgresql://me:hunter2@db:5432/x?a=1") == "postgresql://me@db:5432/x?a=1"
    assert without_password("postgresql://db/x") == "postgresql://db/x"


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://host/x", "a store is a URL such as postgresql://HOST/DATABASE, got 'mysql://host/x'"),
        ("runs.db", "a store is a URL such as postgresql://HOST/DATABASE"),
        ("postgresql://127.0.0.1:1/none", "no run can be kept here: connection failed"),
    ],
)
def test_a_url_without_a_store_is_an_error(url: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=message):
        prepare(*load_experiment(write(tmp_path, rows(1)), [f"store={url}"]), tmp_path / "run")
    prepare(*load_experiment(tmp_path / "play.yaml"), tmp_path / "run")


def test_a_store_file_without_a_url_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "store.json").write_text("{}")
    with pytest.raises(BadInput, match="this does not say where the records are"):
        RunFolder.open(tmp_path)


# --- failures of the server


def later(seconds: float, *steps: Callable[[], None]) -> threading.Thread:
    """Does one step after another in a thread, each after so many seconds."""

    def go() -> None:
        for step in steps:
            time.sleep(seconds)
            step()

    thread = threading.Thread(target=go)
    thread.start()
    return thread


async def test_a_server_that_is_killed_and_started_again_loses_nothing(own_server: Server) -> None:
    store = new_store(own_server.url)
    acknowledged: list[str] = []
    async with writing(store) as writer:
        restart = later(0.4, own_server.stop, own_server.start)
        until = time.monotonic() + 3
        while restart.is_alive() or time.monotonic() < until:
            id = f"e{len(acknowledged):05}"
            await writer.put(*failure(id))
            acknowledged.append(id)
            await asyncio.sleep(0.01)
    restart.join()
    assert [o.id for o in store.outcomes()] == acknowledged
    assert len(acknowledged) > 30


async def test_a_session_that_the_server_ends_is_made_again(database: str) -> None:
    store = new_store(database)
    async with writing(store) as writer:
        for i in range(5):
            await writer.put(*failure(f"e{i}"))
            with psycopg.connect(database, autocommit=True) as other:
                ours = "datname = current_database() and pid != pg_backend_pid()"
                other.execute(f"select pg_terminate_backend(pid) from pg_stat_activity where {ours}")
        await writer.put(*failure("last"))
        with pytest.raises(BadInput, match="going on already"):
            await store.writing().__aenter__()
    assert len(list(store.outcomes())) == 6


async def test_a_server_that_does_not_come_back_is_an_error(own_server: Server) -> None:
    store = replace(new_store(own_server.url), patience_s=0.5)

    async def go() -> None:
        async with writing(store) as writer:
            await writer.put(*failure("kept"))
            await asyncio.to_thread(own_server.stop)
            await writer.put(*failure("late"))

    with pytest.raises(ExceptionGroup) as raised:
        await asyncio.wait_for(go(), 30)
    own_server.start()
    (error,) = raised.value.exceptions
    assert isinstance(error, DikastError)
    assert "out of reach for 0.5 s" in str(error)
    assert "all episodes that were kept are safe, the same command goes on from there" in str(error)
    assert [o.id for o in store.outcomes()] == ["kept"]


async def test_a_run_goes_on_through_a_restart_of_the_server(own_server: Server, tmp_path: Path) -> None:
    """Episodes go on during the restart, and each is kept once."""
    agents = {"judge": "tests.experiments.agents:slow"}
    path = write(tmp_path, rows(60), agents=agents, limits={"concurrency": 2}, store=own_server.url)
    run = prepare(*load_experiment(path), tmp_path / "run")
    restart = later(0.5, lambda: own_server.stop("fast"), own_server.start)
    folder = await run_experiment(run)
    await asyncio.to_thread(restart.join)
    assert [o.status for o in folder.outcomes()] == ["decided"] * 60


async def test_a_run_that_is_stopped_while_the_server_is_gone_says_what_is_lost(
    own_server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not wait ten minutes for the server."""
    from dikast.experiments.stores import batch_writer as module

    monkeypatch.setattr(module, "LAST_COMMIT_S", 0.3)
    store = new_store(own_server.url)

    async def go() -> None:
        async with writing(store) as writer:
            await asyncio.to_thread(own_server.stop)
            await writer.put(*failure("lost"))

    running = asyncio.ensure_future(go())
    await asyncio.sleep(1.5)
    running.cancel()
    with pytest.raises((DikastError, ExceptionGroup)) as raised:
        await running
    own_server.start()
    error = raised.value.exceptions[0] if isinstance(raised.value, ExceptionGroup) else raised.value
    assert "stopped, and the last 1 episodes could not be kept any more" in str(error)


def test_a_database_that_can_not_be_read_is_an_error_of_one_line(own_server: Server, tmp_path: Path) -> None:
    prepare(*load_experiment(write(tmp_path, rows(1), store=own_server.url)), tmp_path / "run")
    own_server.stop()
    try:
        with pytest.raises(BadInput, match="the records can't be read: connection") as raised:
            list(RunFolder.open(tmp_path / "run", trusts_store=True).outcomes())
    finally:
        own_server.start()
    assert "\n" not in str(raised.value)


def test_an_unknown_run_has_no_records(database: str) -> None:
    new_store(database)
    assert list(store_for(database, "other").outcomes()) == []
    assert not isinstance(store_for(database, "other").record("x"), Failure)
