"""The file of a run: read while it is written, streamed, and on storage where nothing can be written."""

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
def open_folder(tmp_path: Path) -> Path:
    """A folder to be shut."""
    (tmp_path / "shut").mkdir()
    return tmp_path / "shut"


def read_where_nothing_can_be_written(file: Path) -> list[str]:
    """The ids that a process reads to which all this is read-only: root too, without its right to pass that over."""
    file.parent.chmod(0o555)
    for each in file.parent.iterdir():
        each.chmod(0o444)
    bare = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    if bare and not shutil.which("setpriv"):
        pytest.skip("for root, this needs setpriv")
    command = [*bare, sys.executable, "-c", READ, str(file)]
    done = subprocess.run(command, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    file.parent.chmod(0o755)
    assert done.returncode == 0, done.stderr
    assert not file.with_name("written").exists()
    return done.stdout.split()


async def test_a_finished_run_on_read_only_storage(open_folder: Path) -> None:
    store = SqliteStore(open_folder / "episodes.sqlite")
    store.create()
    async with writing(store) as writer:
        await writer.put(*failure("a"))
        await writer.put(*decided("b"))
    assert os.listdir(open_folder) == ["episodes.sqlite"]
    assert read_where_nothing_can_be_written(store.file) == ["a", "b"]


async def test_a_killed_run_on_read_only_storage(open_folder: Path, tmp_path: Path) -> None:
    """What was in its log alone is read too."""
    store = SqliteStore(tmp_path / "episodes.sqlite")
    store.create()
    async with writing(store) as writer:
        await writer.put(*failure("a"))
        await writer.put(*failure("b"))
        for name in ("episodes.sqlite", "episodes.sqlite-wal"):
            shutil.copyfile(tmp_path / name, open_folder / name)
    with closing(sqlite3.connect(f"{(open_folder / 'episodes.sqlite').as_uri()}?immutable=1", uri=True)) as bare:
        assert bare.execute("select count(*) from outcomes").fetchone() == (0,), "all is in the log"
    assert read_where_nothing_can_be_written(open_folder / "episodes.sqlite") == ["a", "b"]


async def test_the_same_record_is_the_same_bytes(tmp_path: Path) -> None:
    blobs = []
    for name in ("one", "two"):
        store = SqliteStore(tmp_path / name)
        store.create()
        async with writing(store) as writer:
            await writer.put(*decided("b"))
        with closing(sqlite3.connect(store.file)) as database:
            blobs += database.execute("select record from records").fetchone()
    assert blobs[0] == blobs[1]
