"""The file of a run: it can be read on storage that can't be written to, also after a kill."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from dikast.experiments.stores.sqlite import SqliteStore
from tests.experiments.records import decided, failure, writing

ROOT = Path(__file__).parents[3]
READ = """
import sys, pathlib
try:
    pathlib.Path(sys.argv[1]).with_name("written").touch()
except PermissionError:
    pass
from dikast.experiments.stores.sqlite import SqliteStore
print(*(o.id for o in SqliteStore(pathlib.Path(sys.argv[1])).outcomes()))
"""


@pytest.fixture
def writable_folder(tmp_path: Path) -> Path:
    """A folder that a test makes read-only later."""
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


def read_where_nothing_can_be_written(file: Path) -> list[str]:
    """The ids that a process reads for which the file and its folder are read-only."""
    file.parent.chmod(0o555)
    for sibling in file.parent.iterdir():
        sibling.chmod(0o444)
    # Root may write everywhere, unless these two rights are taken from it.
    bare = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if bare and not shutil.which("setpriv"):
        pytest.skip("for root, this needs setpriv")
    command = [*bare, sys.executable, "-c", READ, str(file)]
    done = subprocess.run(command, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    file.parent.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert not file.with_name("written").exists()
    return done.stdout.split()


async def test_a_finished_run_can_be_read_on_read_only_storage(writable_folder: Path) -> None:
    store = SqliteStore(writable_folder / "episodes.sqlite")
    store.create()
    async with writing(store) as writer:
        await writer.put(*failure("a"))
        await writer.put(*decided("b"))
    assert os.listdir(writable_folder) == ["episodes.sqlite"]
    assert read_where_nothing_can_be_written(store.file) == ["a", "b"]


async def test_a_killed_run_can_be_read_on_read_only_storage(writable_folder: Path, tmp_path: Path) -> None:
    """Also the records that are only in its log."""
    store = SqliteStore(tmp_path / "episodes.sqlite")
    store.create()
    async with writing(store) as writer:
        await writer.put(*failure("a"))
        await writer.put(*failure("b"))
        for name in ("episodes.sqlite", "episodes.sqlite-wal"):
            shutil.copyfile(tmp_path / name, writable_folder / name)
    with closing(sqlite3.connect(f"{(writable_folder / 'episodes.sqlite').as_uri()}?immutable=1", uri=True)) as bare:
        assert bare.execute("select count(*) from outcomes").fetchone() == (0,), "all records are in the log"
    assert read_where_nothing_can_be_written(writable_folder / "episodes.sqlite") == ["a", "b"]


async def test_the_same_record_is_stored_as_the_same_bytes(tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        store = SqliteStore(tmp_path / name)
        store.create()
        async with writing(store) as writer:
            await writer.put(*decided("b"))
        with closing(sqlite3.connect(store.file)) as database:
            contents += database.execute("select record from records").fetchone()
    assert contents[0] == contents[1]


async def test_a_mark_changes_with_its_row(tmp_path: Path) -> None:
    """Also where a replaced episode took as long as before. Rows are read by their ids."""
    store = SqliteStore(tmp_path / "one")
    store.create()
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
    assert [row.id for row, _ in store.rows(["b", "nothing"])] == ["b"]
    assert {row.id: read.id for row, read in store.rows(["a", "b"])} == {"a": "a", "b": "b"}


async def test_episodes_after_an_id_are_read_by_id(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "one")
    store.create()
    async with writing(store) as writer:
        for name in ("c", "a", "b"):
            await writer.put(*decided(name))
    assert [episode.id for episode in store.episodes()] == ["a", "b", "c"]
    assert [episode.id for episode in store.episodes("a")] == ["b", "c"]
    assert list(store.episodes("c")) == []
