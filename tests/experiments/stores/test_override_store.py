"""The decisions of people in a run folder: added, never changed; none lost, none counted twice; a foreign file is inert."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.experiments import NewerOverride, OverrideStore
from dikast.records import Override, OverridePlace


def about(step: int, by: str = "Kim", **fields: object) -> Override:
    place = OverridePlace(episode="direct/1", about="step", step=step)
    return Override.model_validate({"by": by, "places": (place,), "label": "correct", **fields})


def test_a_decision_gets_its_number_and_its_time(tmp_path: Path) -> None:
    store = OverrideStore(tmp_path)
    assert store.all() == []
    kept = store.add(about(0, comment="ünicode “yes”"), 0)
    assert isinstance(kept, Override)
    assert kept.number == 1
    assert kept.at.endswith("+00:00")
    assert store.all() == [kept]


def test_two_people_who_decide_about_the_same_step_do_not_overwrite_one_another(tmp_path: Path) -> None:
    """Both saw no decision. The second is told of the first one, and decides again when she has seen it."""
    store = OverrideStore(tmp_path)
    first = store.add(about(0), 0)
    second = store.add(about(0, "Lee", label="incorrect"), 0)
    assert isinstance(first, Override)
    assert second == NewerOverride(first)
    assert store.all() == [first]
    assert isinstance(store.add(about(0, "Lee", label="incorrect"), 1), Override)
    assert isinstance(store.add(about(1, "Lee"), 0), Override)  # another step is no conflict


def test_the_same_decision_sent_twice_is_kept_once(tmp_path: Path) -> None:
    store = OverrideStore(tmp_path)
    assert store.add(about(0), 0) == store.add(about(0), 0)
    undo = Override(by="Kim", undoes=1)
    assert store.add(undo, 1) == store.add(undo, 1)
    assert len(store.all()) == 2


def test_many_people_at_once_lose_nothing(tmp_path: Path) -> None:
    store = OverrideStore(tmp_path)
    with ThreadPoolExecutor(8) as threads:
        kept = list(threads.map(lambda step: store.add(about(step), 0), range(24)))
    assert sorted(one.number for one in kept if isinstance(one, Override)) == list(range(1, 25))
    assert {place.step for one in store.all() for place in one.places} == set(range(24))


def test_a_process_that_is_killed_leaves_whole_decisions(tmp_path: Path) -> None:
    """It is killed between two decisions and while it writes one: what was confirmed is there, and the file is sound."""
    program = f"""
import os, sqlite3
from pathlib import Path
from dikast.experiments import OverrideStore
from tests.experiments.stores.test_override_store import about
store = OverrideStore(Path({str(tmp_path)!r}))
store.add(about(0), 0)
database = sqlite3.connect(store.file, isolation_level=None)
database.execute("begin immediate")
database.execute("insert into overrides values (2, '{{}}')")
os.kill(os.getpid(), 9)
"""
    killed = subprocess.run([sys.executable, "-c", program], check=False)
    assert killed.returncode == -9
    store = OverrideStore(tmp_path)
    assert [one.number for one in store.all()] == [1]
    assert isinstance(store.add(about(1), 1), Override)


def test_a_folder_that_can_not_be_written_to_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="can't be kept"):
        OverrideStore(tmp_path / "nowhere").add(about(0), 0)


@pytest.mark.parametrize(
    "script",
    [
        "create table overrides (number integer primary key, override text); insert into overrides values (1, 'no');",
        "create view overrides as select 1 as number, '{}' as override;",
        "create table overrides (number integer primary key); ",
    ],
)
def test_a_foreign_file_is_refused_in_a_sentence(tmp_path: Path, script: str) -> None:
    with closing(sqlite3.connect(tmp_path / "overrides.sqlite")) as database:
        database.executescript(script)
    with pytest.raises(BadInput, match=r"decisions can't be read"):
        OverrideStore(tmp_path).all()


def test_a_file_that_is_no_database_and_a_link_are_refused(tmp_path: Path) -> None:
    (tmp_path / "overrides.sqlite").write_text("hello " * 400)
    with pytest.raises(BadInput, match=r"decisions can't be read"):
        OverrideStore(tmp_path).all()
    (tmp_path / "overrides.sqlite").unlink()
    (tmp_path / "overrides.sqlite").symlink_to(tmp_path / "elsewhere")
    for use in (OverrideStore.all, lambda store: store.add(about(0), 0)):
        with pytest.raises(BadInput, match="is a link"):
            use(OverrideStore(tmp_path))
    assert not (tmp_path / "elsewhere").exists()
