"""A run folder that someone else made: it names no server that is asked, leads nowhere else, and ends in one line."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import zstandard

from dikast.errors import BadInput
from dikast.experiments import RunFolder, load_episodes, start_folder
from dikast.experiments.exports.export import export_run
from dikast.experiments.stores import foreign_database, new_file
from dikast.experiments.stores.postgres import PostgresStore
from dikast.input_files import read_yaml
from dikast.records import Usage
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast
from tests.experiments.records import decided, writing
from tests.experiments.stores.small_run import HASHES

IDS = ("direct/1", "direct/2")


@pytest.fixture
async def folder(tmp_path: Path) -> RunFolder:
    """A run of two episodes."""
    return await run_of(tmp_path / "run", IDS)


async def run_of(path: Path, ids: tuple[str, ...]) -> RunFolder:
    folder = start_folder(path, {"name": "play"}, HASHES)
    async with writing(folder.store) as writer:
        for id in ids:
            await writer.put(*decided(id))
    return folder


def changed(folder: RunFolder, script: str) -> None:
    """Runs SQL on the records, as the sender of a folder can."""
    with closing(sqlite3.connect(folder.path / "episodes.sqlite")) as database:
        database.executescript(script)


READERS: list[Callable[[RunFolder], object]] = [
    lambda folder: list(folder.outcomes()),
    lambda folder: list(folder.episodes()),
    lambda folder: folder.finished(),
    lambda folder: folder.episode("direct/1"),
]


# --- a database elsewhere


@pytest.fixture
def elsewhere(tmp_path: Path) -> tuple[Path, socket.socket]:
    """A folder that names a server, and that server, which only listens."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.2)
    url = f"postgresql://me@127.0.0.1:{listener.getsockname()[1]}/x"
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "store.json").write_text(json.dumps({"url": url, "run": "play"}))
    return tmp_path / "run", listener


@pytest.mark.parametrize("command", ["show", "report", "score", "transcript", "export", "judge"])
def test_a_server_that_a_folder_names_is_not_asked(
    dikast: Dikast, elsewhere: tuple[Path, socket.socket], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    path, listener = elsewhere
    arguments = ("--judge", "human") if command == "judge" else ()
    ended = dikast(command, path, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "say --trust" in ended.err
    assert ended.err.count("\n") == 1
    with pytest.raises(TimeoutError), listener:
        listener.accept()


def test_nor_by_a_program_or_a_run(elsewhere: tuple[Path, socket.socket]) -> None:
    path, listener = elsewhere
    with pytest.raises(BadInput, match="say --trust"):
        load_episodes(path)
    (path / "experiment.yaml").write_text(json.dumps({"experiment": {"name": "play"}, "ingredients": HASHES}))
    with pytest.raises(BadInput, match="give its `store`"):
        start_folder(path, {"name": "play"}, HASHES)
    with pytest.raises(TimeoutError), listener:
        listener.accept()


def test_a_trusted_server_gets_no_password_in_clear(
    elsewhere: tuple[Path, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that asks for the password as it is."""
    pytest.importorskip("psycopg")
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    path, listener = elsewhere
    sent = bytearray()

    def serve() -> None:
        with listener:
            connection, _ = listener.accept()
        with connection:
            while piece := connection.recv(4096):
                sent.extend(piece)
                # To a request for encryption: no. To a startup message: AuthenticationCleartextPassword.
                is_question = piece[4:8] in (b"\x04\xd2\x16\x2f", b"\x04\xd2\x16\x30")
                connection.sendall(b"N" if is_question else b"R\x00\x00\x00\x08\x00\x00\x00\x03")

    import threading

    listener.settimeout(10)
    thread = threading.Thread(target=serve)
    thread.start()
    folder = RunFolder.open(path, trusts_store=True)
    assert isinstance(folder.store, PostgresStore)
    with pytest.raises(BadInput, match="the records can't be read"):
        folder.finished()
    thread.join()
    assert b"me" in sent
    assert b"hunter2" not in sent


# --- links and other things that are no files


@pytest.mark.parametrize(
    "name",
    ["episodes.sqlite", "episodes.sqlite-wal", "journal.sqlite", "journal.sqlite-suspect", "experiment.yaml", "run.lock",
     "experiment.yaml.new", "store.json", "store.json.new"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["link", "broken link", "pipe"])
def test_the_files_of_a_run_are_plain_files(folder: RunFolder, tmp_path: Path, name: str, kind: str) -> None:
    victim = tmp_path / "victim"
    if kind == "link":
        victim.write_text("mine")
    path = folder.path / name
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(victim)
    entries: list[Callable[[], object]] = [
        lambda: RunFolder.open(folder.path),
        lambda: start_folder(folder.path, {"name": "play"}, HASHES),
    ]
    for entry in entries:
        with pytest.raises(BadInput, match=r"is a link, which is not followed|is not a plain file"):
            entry()
    assert victim.exists() == (kind == "link")
    assert kind != "link" or victim.read_text() == "mine"


def test_an_export_does_not_follow_a_link(folder: RunFolder, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("mine")
    for name in ("episodes.jsonl.partial", "episodes.jsonl"):
        (folder.path / name).symlink_to(victim)
    path, n = export_run(folder, "jsonl")
    assert (n, path.is_symlink()) == (2, False)
    assert victim.read_text() == "mine"


def test_a_new_file_takes_the_place_of_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "victim")
    with new_file(tmp_path / "link") as file:
        file.write(b"x")
    assert (tmp_path / "link").read_bytes() == b"x"
    assert not (tmp_path / "victim").exists()


# --- records that would never end


def bomb(n_bytes: int) -> bytes:
    """Very many zeros in few bytes."""
    compressor = zstandard.ZstdCompressor().compressobj(size=n_bytes)
    block = bytes(1 << 20)
    pieces = [compressor.compress(block) for _ in range(n_bytes >> 20)]
    return b"".join([*pieces, compressor.flush()])


@pytest.mark.parametrize(
    "record",
    [
        bomb(1 << 30),
        # A header alone, which says that 2^62 bytes follow.
        b"\x28\xb5\x2f\xfd\xe0" + (1 << 62).to_bytes(8, "little"),
        zstandard.ZstdCompressor(write_content_size=False).compress(b"{}"),
        zstandard.compress(b"[" * 100_000),
        b"",
        b"no zstd at all",
        "no bytes",
        5,
    ],
    ids=["bomb", "header", "no size", "deep", "empty", "text", "no bytes", "number"],
)
def test_a_record_that_unpacks_to_too_much_is_one_line(
    dikast: Dikast, folder: RunFolder, record: bytes | str | int
) -> None:
    with closing(sqlite3.connect(folder.path / "episodes.sqlite")) as database, database:
        database.execute("update records set record = ?", (record,))
    for reader in (READERS[1], READERS[3]):
        with pytest.raises(BadInput, match="the records can't be read"):
            reader(folder)
    ended = dikast("transcript", folder.path, "direct/1")
    assert (ended.code, ended.err.count("\n")) == (2, 1)


@pytest.mark.parametrize("value", ['"Infinity"', '"NaN"', "1e999", "1e300", str(10**30), '"-Infinity"'])
@pytest.mark.parametrize("name", ["cost_usd", "seconds"])
def test_an_amount_that_is_none_is_one_line(dikast: Dikast, folder: RunFolder, name: str, value: str) -> None:
    with closing(sqlite3.connect(folder.path / "episodes.sqlite")) as database, database:
        (row,) = database.execute("select outcome from outcomes limit 1").fetchone()
        spent = json.dumps(Usage(calls=1).model_dump())
        damaged = json.dumps({**json.loads(row), "usage": json.loads(spent)}).replace(
            f'"{name}": 0.0', f'"{name}": {value}'
        )
        database.execute("update outcomes set outcome = ?, is_summed = null", (damaged,))
    ended = dikast("show", folder.path)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "the records can't be read" in ended.err


ENDLESS = "with recursive n(i) as (select 1 union all select i + 1 from n)"


@pytest.mark.parametrize(
    "script",
    [
        f"drop table outcomes; create view outcomes as {ENDLESS} select i as id, '{{}}' as outcome, 'x' status from n;",
        "create trigger t after insert on outcomes begin insert into outcomes values (random(),1,1,1,1,1,1); end;",
        "create view innocent as select 1;",
        "create index slow on outcomes (length(outcome));",
        "alter table outcomes add column big generated always as (zeroblob(1000000000)) virtual;",
        "create virtual table words using fts5(a);",
    ],
    ids=["endless view", "trigger", "view", "index", "computed column", "virtual table"],
)
def test_a_database_has_only_tables(dikast: Dikast, folder: RunFolder, script: str) -> None:
    changed(folder, script)
    for reader in READERS:
        with pytest.raises(BadInput, match=r"which no run (makes|does)"):
            reader(folder)
    with pytest.raises(BadInput, match=r"which no run (makes|does)"):
        start_folder(folder.path, {"name": "play"}, HASHES)
    ended = dikast("show", folder.path)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)


def test_a_statement_that_does_not_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_database, "MAX_STEPS", 3_000_000)
    with closing(sqlite3.connect(":memory:")) as database:
        foreign_database.guard(database)
        with pytest.raises(sqlite3.OperationalError, match="interrupted"):
            database.execute(f"{ENDLESS} select count(*) from n").fetchone()
        with pytest.raises(sqlite3.DataError, match="too big"):
            database.execute("select zeroblob(300000000)").fetchone()


# --- ids


async def test_ids_name_no_file_outside_of_an_export(tmp_path: Path) -> None:
    ids = ("../../etc/x", "/abs", "a\\..\\b", "C:x", "bell\a", "line\nend", "a\u202eb", "direct/1", "50%", "./a//b")
    folder = await run_of(tmp_path / "run", ids)
    path, n = export_run(folder, "inspect")
    with zipfile.ZipFile(path) as log:
        names = [name for name in log.namelist() if name.startswith("samples/")]
        sample_ids = {json.loads(log.read(name))["id"] for name in names}
    assert n == len(names) == len(set(names)) == len(ids)
    assert "samples/direct/1_epoch_1.json" in names
    assert {f"samples/{id}_epoch_1.json" for id in sample_ids} == set(names), "Inspect finds a file by the sample's id"
    for name in names:
        assert not {"..", ".", ""} & set(name.split("/"))
        assert not any(char in name for char in "\\:\a\n\u202e")
    path, n = export_run(folder, "jsonl")
    lines = path.read_text(encoding="utf-8").split("\n")
    assert {json.loads(line)["id"] for line in lines if line} == set(ids)
    assert "\u202e" not in path.read_text(encoding="utf-8")


def test_a_description_of_a_run_has_no_endless_aliases(folder: RunFolder) -> None:
    """Ten lists of ten of the list before: YAML's billion laughs."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 30)]
    (folder.path / "experiment.yaml").write_text("\n".join(lines))
    with pytest.raises(BadInput):
        read_yaml(folder.path / "experiment.yaml")
