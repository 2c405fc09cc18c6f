"""Records are kept as they come, many to a commit; a folder holds one run and can be read at any moment."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from dikast.errors import BadInput, DikastError
from dikast.experiments import RunFolder, load_episodes
from dikast.experiments.stores import sqlite
from dikast.experiments.stores.batch_writer import BatchWriter
from dikast.experiments.stores.run_folder import DATABASE, RESOLVED, OtherRun, start_folder
from dikast.experiments.stores.store import StoredRow
from dikast.records import Episode
from tests.experiments.records import decided, failure, writing

HASHES = {"protocol files": {"direct": "1"}}


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return start_folder(tmp_path / "run", {"name": "play", "seed": 0}, HASHES)


async def put_all(folder: RunFolder, ids: list[str]) -> None:
    async with writing(folder.store) as writer, asyncio.TaskGroup() as puts:
        for id in ids:
            puts.create_task(writer.put(*failure(id)))


async def test_once_put_returns_another_reader_sees_the_record(folder: RunFolder) -> None:
    async with writing(folder.store) as writer:
        for i in range(5):
            await writer.put(*failure(f"e{i}"))
            with closing(sqlite3.connect(folder.path / DATABASE)) as other:
                assert other.execute("select count(*) from records").fetchone() == (i + 1,)
                assert other.execute("select count(*) from outcomes").fetchone() == (i + 1,)


async def test_what_comes_together_is_committed_together(folder: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    commit = sqlite._commit

    def counted(database: sqlite3.Connection, rows: Sequence[StoredRow]) -> None:
        sizes.append(len(rows))
        commit(database, rows)

    monkeypatch.setattr(sqlite, "_commit", counted)
    await put_all(folder, [f"e{i}" for i in range(500)])
    assert sum(sizes) == 500
    assert len([size for size in sizes if size]) <= 5
    assert len(list(folder.outcomes())) == 500


async def test_a_record_stands_in_place_of_an_earlier_one_of_its_id(folder: RunFolder) -> None:
    await put_all(folder, ["a", "b"])
    await put_all(folder, ["b", "c"])
    assert [o.id for o in folder.outcomes()] == ["a", "b", "c"]


async def test_what_was_put_before_a_cancellation_is_kept(folder: RunFolder) -> None:
    async with folder.store.writing() as commit:
        writer = BatchWriter(commit)
        running = asyncio.ensure_future(writer.run())
        await writer.put(*failure("first"))
        late = asyncio.ensure_future(writer.put(*failure("late")))
        await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        late.cancel()
    assert [o.id for o in folder.outcomes()] == ["first", "late"]


async def test_records_that_cannot_be_written_end_the_run_with_a_reason(folder: RunFolder) -> None:
    with closing(sqlite3.connect(folder.path / DATABASE)) as other:
        other.execute("drop table records")
    with pytest.raises(ExceptionGroup) as raised:
        await asyncio.wait_for(put_all(folder, [f"e{i}" for i in range(3)]), 10)
    (error,) = raised.value.exceptions
    assert isinstance(error, DikastError)
    assert "the records can't be written: no such table: records" in str(error)
    assert list(folder.outcomes()) == [], "a record is kept whole or not at all"


def test_a_folder_is_taken_up_again_for_the_same_experiment(folder: RunFolder) -> None:
    assert start_folder(folder.path, {"name": "play", "seed": 0}, HASHES) == folder


@pytest.mark.parametrize(
    ("experiment", "hashes", "differ"),
    [
        ({"name": "play", "seed": 1}, HASHES, "seed"),
        ({"name": "play"}, HASHES, "seed"),
        ({"name": "play", "seed": 0, "swap": "both"}, HASHES, "swap"),
    ],
)
def test_records_of_two_experiments_never_stand_in_one_folder(
    folder: RunFolder, experiment: dict[str, str | int], hashes: dict[str, dict[str, str]], differ: str
) -> None:
    before = (folder.path / RESOLVED).read_text()
    with pytest.raises(OtherRun, match=f"another run, with other {differ}; choose another --out"):
        start_folder(folder.path, dict(experiment), hashes)
    assert (folder.path / RESOLVED).read_text() == before


def test_files_that_changed_since_are_told_with_what_they_were_and_are(folder: RunFolder) -> None:
    told = r"since this run was begun its protocol files \(direct: 1 → 2\) changed; put back what was changed to go on"
    with pytest.raises(OtherRun, match=told):
        start_folder(folder.path, {"name": "play", "seed": 0}, {"protocol files": {"direct": "2"}})


def test_limits_may_change_between_two_halves_of_a_run(tmp_path: Path) -> None:
    start_folder(tmp_path / "r", {"name": "x", "limits": {"tries": 1}}, HASHES)
    start_folder(tmp_path / "r", {"name": "x", "limits": {"tries": 9}}, HASHES)


def test_a_folder_or_file_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    for path in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(BadInput, match="not a run folder, and not empty"):
            start_folder(path, {"name": "x"}, HASHES)
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]
    with pytest.raises(BadInput, match="no run can be kept here"):
        start_folder(tmp_path / "notes.txt" / "run", {"name": "x"}, HASHES)


def test_a_folder_that_was_cut_off_while_it_was_made_is_finished(tmp_path: Path) -> None:
    wanted = ({"name": "x"}, HASHES)
    whole = start_folder(tmp_path / "whole", *wanted)
    text = (whole.path / RESOLVED).read_text()
    for name, left in {"empty": {}, "partial": {f"{RESOLVED}.new": text[:10]}, "no-database": {RESOLVED: text}}.items():
        path = tmp_path / name
        path.mkdir()
        for file, content in left.items():
            (path / file).write_text(content)
        assert list(start_folder(path, *wanted).outcomes()) == []
        assert RunFolder.open(path).labels() == ["direct"]


def test_the_folder_says_what_was_run_with_which_versions(folder: RunFolder) -> None:
    import yaml

    held = yaml.safe_load((folder.path / RESOLVED).read_text())
    assert held["experiment"] == {"name": "play", "seed": 0}
    assert held["ingredients"] == HASHES
    assert {"python", "dikast", "langgraph", "litellm"} <= set(held["versions"])


def test_where_no_run_is(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(BadInput, match="no run is in this folder"):
            list(load_episodes(path))


def test_a_damaged_database_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_text("this is no database, however long it may be " * 30)
    with pytest.raises(BadInput, match=r"episodes\.sqlite: the records can't be read: file is not a database"):
        list(RunFolder.open(tmp_path).outcomes())


@pytest.mark.parametrize(
    "damage",
    ["update records set record = x'00'", 'update outcomes set outcome = \'{"made_of": "something new"}\''],
)
async def test_a_record_that_is_damaged_or_of_another_version_is_told(folder: RunFolder, damage: str) -> None:
    async with writing(folder.store) as writer:
        await writer.put(*decided("1"))
    with closing(sqlite3.connect(folder.path / DATABASE)) as database:
        database.execute(damage)
        database.commit()
    with pytest.raises(BadInput, match=r"episodes\.sqlite: .* damaged, or of another version of Dikast"):
        [*folder.outcomes(), *folder.episodes()]


def test_a_description_of_something_else_is_told(folder: RunFolder) -> None:
    for text in ("a: 1", "- 1"):
        (folder.path / RESOLVED).write_text(text)
        with pytest.raises(BadInput, match=r"experiment\.yaml: this does not describe a run"):
            folder.labels()


async def test_a_record_is_found_by_its_id_or_a_part_that_no_other_has(folder: RunFolder) -> None:
    await put_all(folder, ["direct/1", "direct/11", "debate/1", "%_"])
    assert folder.episode("direct/1").id == "direct/1"
    assert folder.episode("11").id == "direct/11"
    assert folder.episode("%").id == "%_"
    with pytest.raises(BadInput, match="no episode 'direct' here; there are direct/1, direct/11"):
        folder.episode("direct")
    with pytest.raises(BadInput, match="no episode 'x' here; `dikast transcript DIR` lists them"):
        folder.episode("x")
    assert not isinstance(folder.episode("direct/1"), Episode)
    assert folder.finished() == set()
