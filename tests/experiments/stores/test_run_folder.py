"""A run folder: it holds one run, can be read at any moment, and says what is wrong with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.experiments import RunFolder, load_episodes
from dikast.experiments.stores import OtherRun
from dikast.experiments.stores.run_folder import DATABASE, RESOLVED, start_folder
from dikast.records import Episode
from tests.experiments.records import decided, failure, writing
from tests.experiments.stores.small_run import HASHES, put_failures


def test_a_folder_is_used_again_for_the_same_experiment(folder: RunFolder) -> None:
    assert start_folder(folder.path, {"name": "play", "seed": 0}, HASHES) == folder


@pytest.mark.parametrize(
    ("experiment", "hashes", "differ"),
    [
        ({"name": "play", "seed": 1}, HASHES, "seed"),  # another value
        ({"name": "play"}, HASHES, "seed"),  # a setting fewer
        ({"name": "play", "seed": 0, "swap": "both"}, HASHES, "swap"),  # a setting more
        ({"name": "play", "seed": 1}, {"protocol files": {"direct": "2"}}, r"protocol files \(direct: 1 → 2\), seed"),
    ],
)
def test_a_folder_never_holds_the_records_of_two_experiments(
    folder: RunFolder, experiment: dict[str, str | int], hashes: dict[str, dict[str, str]], differ: str
) -> None:
    before = (folder.path / RESOLVED).read_text()
    with pytest.raises(OtherRun, match=f"another run, with other {differ}; choose another --out"):
        start_folder(folder.path, dict(experiment), hashes)
    assert (folder.path / RESOLVED).read_text() == before


def test_the_error_for_changed_files_has_their_old_and_new_hashes(folder: RunFolder) -> None:
    message = (
        r"since this run was begun its protocol files \(direct: 1 → 2\) changed; put back what was changed to go on"
    )
    with pytest.raises(OtherRun, match=message):
        start_folder(folder.path, {"name": "play", "seed": 0}, {"protocol files": {"direct": "2"}})


def test_limits_may_change_between_two_starts_of_a_run(tmp_path: Path) -> None:
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


def test_a_folder_whose_start_was_cut_off_is_completed_by_the_next_start(tmp_path: Path) -> None:
    run = ({"name": "x"}, HASHES)
    whole = start_folder(tmp_path / "whole", *run)
    text = (whole.path / RESOLVED).read_text()
    cut_off = {"empty": {}, "partial": {f"{RESOLVED}.new": text[:10]}, "no-database": {RESOLVED: text}}
    for name, files in cut_off.items():
        path = tmp_path / name
        path.mkdir()
        for file, content in files.items():
            (path / file).write_text(content)
        assert list(start_folder(path, *run).outcomes()) == []
        assert RunFolder.open(path).labels() == ["direct"]


def test_the_folder_says_what_was_run_with_which_versions(folder: RunFolder) -> None:
    import yaml

    description = yaml.safe_load((folder.path / RESOLVED).read_text())
    assert description["experiment"] == {"name": "play", "seed": 0}
    assert description["ingredients"] == HASHES
    assert {"python", "dikast", "langgraph", "litellm"} <= set(description["versions"])


def test_a_folder_without_a_run_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    for path, fault in {
        tmp_path: "no run is in this folder",
        tmp_path / "none": "there is no such folder: a run is a folder",
        tmp_path / "none.jsonl": "there is no such file",
        tmp_path / "notes.txt": "this is a file, and a run is a folder",
    }.items():
        with pytest.raises(BadInput, match=fault):
            list(load_episodes(path))


def test_a_wrong_path_names_the_runs_near_it(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / DATABASE).touch()
    with pytest.raises(BadInput, match="did you mean 'first'"):
        RunFolder.open(tmp_path / "frist")
    with pytest.raises(BadInput, match=r"holds runs: \S+/first, \S+/second$"):
        RunFolder.open(tmp_path)


def test_a_damaged_database_is_an_error_of_one_line(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_text("this is no database, however long it may be " * 30)
    with pytest.raises(BadInput, match=r"episodes\.sqlite: the records can't be read: file is not a database"):
        list(RunFolder.open(tmp_path).outcomes())


@pytest.mark.parametrize(
    "damage",
    ["update records set record = x'00'", 'update outcomes set outcome = \'{"made_of": "something new"}\''],
    ids=["a record that is not zstd", "an outcome of another version"],
)
async def test_a_record_that_is_damaged_or_of_another_version_is_an_error(folder: RunFolder, damage: str) -> None:
    async with writing(folder.store) as writer:
        await writer.put(*decided("1"))
    with closing(sqlite3.connect(folder.path / DATABASE)) as database:
        database.execute(damage)
        database.commit()
    with pytest.raises(BadInput, match=r"episodes\.sqlite: .* damaged, or of another version of Dikast"):
        [*folder.outcomes(), *folder.episodes()]


def test_a_description_of_something_else_is_an_error(folder: RunFolder) -> None:
    for text in ("a: 1", "- 1"):
        (folder.path / RESOLVED).write_text(text)
        with pytest.raises(BadInput, match=r"experiment\.yaml: this does not describe a run"):
            folder.labels()
        with pytest.raises(OtherRun, match="this folder holds another run"):
            start_folder(folder.path, {"name": "play", "seed": 0}, HASHES)


async def test_a_record_is_found_by_its_id_or_by_a_part_that_only_its_id_has(folder: RunFolder) -> None:
    await put_failures(folder, ["direct/1", "direct/11", "debate/1", "%_"])
    assert folder.episode("direct/1").id == "direct/1"
    assert folder.episode("11").id == "direct/11"
    assert folder.episode("%").id == "%_"
    with pytest.raises(BadInput, match="no episode 'direct' here; there are direct/1, direct/11"):
        folder.episode("direct")
    with pytest.raises(BadInput, match="no episode 'x' here; `dikast transcript DIR` lists them"):
        folder.episode("x")
    assert not isinstance(folder.episode("direct/1"), Episode)
    assert not folder.finished()


async def test_what_is_held_is_told_by_id(folder: RunFolder) -> None:
    async with writing(folder.store) as writer:
        await writer.put(*failure("bad"))
        await writer.put(*decided("good"))
    held = folder.held()
    assert ("good" in held.finished, "bad" in held.finished) == (True, False)
    assert ("good" in held.failed, "bad" in held.failed) == (False, True)
    assert ("good" in held, "bad" in held, "new" in held, len(held)) == (True, True, False, 2)


@pytest.mark.parametrize("damage", ["none", "removed", "replaced"])
def test_a_folder_stays_locked_whatever_becomes_of_the_lock_file(folder: RunFolder, damage: str) -> None:
    with folder.locked():
        lock = folder.path / "run.lock"
        if damage != "none":
            lock.unlink()
        if damage == "replaced":
            lock.write_text("")
        with pytest.raises(BadInput, match="this run is going on already"), folder.locked():
            pass
    with folder.locked():
        pass


def test_a_lock_file_that_is_a_link_is_not_followed(folder: RunFolder, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    (folder.path / "run.lock").symlink_to(victim)
    with pytest.raises(BadInput, match=r"run\.lock: this can't be locked"), folder.locked():
        pass
    assert not victim.exists()


def test_two_runs_of_one_experiment_have_calls_of_their_own(tmp_path: Path) -> None:
    scopes = {start_folder(tmp_path / name, {"name": "play"}, HASHES).call_scope for name in "ab"}
    assert len(scopes) == 2
    again = start_folder(tmp_path / "a", {"name": "play"}, HASHES)
    assert again.call_scope in scopes, "the same at each start"
    assert start_folder(tmp_path / "c", {"name": "play"}, HASHES, is_dry=True).call_scope == ""


def test_a_folder_says_whether_its_run_is_going_on(folder: RunFolder) -> None:
    """To ask does not keep a run from beginning."""
    moments = [folder.is_going_on]
    with folder.locked():
        moments.append(folder.is_going_on)
    moments.append(folder.is_going_on)
    assert moments == [False, True, False]
