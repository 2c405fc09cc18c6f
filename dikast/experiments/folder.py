"""The run folder: the experiment as it was resolved, the versions it ran with, and the record of every episode."""

from __future__ import annotations

import fcntl
import hashlib
import platform
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml
import zstandard
from pydantic import JsonValue

from dikast.errors import BadInput
from dikast.reading import read_yaml
from dikast.records import Episode, Failure, Outcome

DATABASE = "episodes.sqlite"
JOURNAL = "journal.sqlite"
LOCK = "run.lock"
# What says how a run goes, not what it finds, and may change between two starts of it.
NOT_IDENTITY = ("limits", "journal")
Ingredients = Mapping[str, Mapping[str, str]]
RESOLVED = "experiment.yaml"
TABLES = """
create table if not exists outcomes (
    id text primary key, protocol text not null, agents text not null, question text not null,
    status text not null, seconds real not null, outcome text not null
) without rowid;
create table if not exists records (id text primary key, kind text not null, record blob not null) without rowid;
"""


@dataclass(frozen=True)
class RunFolder:
    """A folder that holds one run. It can be read while the run goes on, and after it was stopped at any moment."""

    path: Path

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """The run in a folder. Raises BadInput where there is none."""
        if not (path / DATABASE).is_file():
            raise BadInput("no run is in this folder: it holds no episodes.sqlite", str(path))
        return cls(path)

    def outcomes(self) -> Iterator[Outcome]:
        """The narrow rows of all episodes, failed ones too, by id."""
        with self._reading() as database:
            for (row,) in database.execute("select outcome from outcomes order by id"):
                yield Outcome.model_validate_json(row)

    def episodes(self) -> Iterator[Episode]:
        """The records of all finished episodes, by id, one in memory at a time."""
        with self._reading() as database:
            for (blob,) in database.execute("select record from records where kind = 'episode' order by id"):
                yield Episode.model_validate_json(zstandard.decompress(blob))

    def episode(self, id: str) -> Episode | Failure:
        """One record. Raises BadInput with the ids that are like it."""
        with self._reading() as database:
            row = database.execute("select kind, record from records where id = ?", (id,)).fetchone()
            if row is None:
                like = [i for (i,) in database.execute("select id from records where instr(id, ?) order by id", (id,))]
                if len(like) == 1:
                    return self.episode(like[0])
                some = f"; there are {', '.join(like[:5])}…" if like else "; `dikast transcript DIR` lists them"
                raise BadInput(f"no episode {id!r} here{some}", str(self.path))
        kind: type[Episode] | type[Failure] = Episode if row[0] == "episode" else Failure
        return kind.model_validate_json(zstandard.decompress(row[1]))

    def labels(self) -> list[str]:
        """The labels of the run's protocols, in the experiment's order."""
        described = read_yaml(self.path / RESOLVED).data
        return list(described["ingredients"]["protocol files"])

    def finished(self) -> set[str]:
        """The ids of the episodes that have a verdict, so that they need not be run again."""
        with self._reading() as database:
            return {id for (id,) in database.execute("select id from outcomes where status != 'failed'")}

    @contextmanager
    def held(self) -> Iterator[None]:
        """Holds the folder while the block runs, to the death of the process.

        Raises BadInput where it is held already: two runs at once would each call every model.
        """
        with (self.path / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BadInput(
                    "this run is going on already; wait for it, or choose another --out", str(self.path)
                ) from None
            yield

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """The database, to be read from. Raises BadInput where it is none of ours, or damaged."""
        place = (self.path / DATABASE).absolute().as_uri()
        try:
            with closing(sqlite3.connect(f"{place}?mode=ro", uri=True, timeout=30)) as database:
                yield database
        except sqlite3.Error as error:
            raise BadInput(f"the records can't be read: {error}", str(self.path / DATABASE)) from error


def load_episodes(path: str | Path) -> Iterator[Episode]:
    """The records of a run's finished episodes, by id, one in memory at a time. Raises BadInput where no run is."""
    return RunFolder.open(Path(path)).episodes()


def start_folder(path: Path, experiment: Mapping[str, JsonValue], ingredients: Ingredients) -> RunFolder:
    """A new run folder for this experiment, or the one that was begun for it.

    `experiment` is the experiment as resolved, `ingredients` the hashes of what it was made from (questions,
    protocols). Raises BadInput where the folder holds a run of something else, and says what differs: records of
    two experiments never stand in one folder.
    """
    described: dict[str, dict[str, Any]] = {
        "experiment": dict(experiment),
        "ingredients": {name: dict(hashes) for name, hashes in ingredients.items()},
    }
    if (path / RESOLVED).is_file():
        changed = _differences(read_yaml(path / RESOLVED).data, described)
        if changed:
            raise OtherRun(
                f"this folder holds another run, with other {', '.join(changed)}; choose another --out", str(path)
            )
    elif path.exists() and (not path.is_dir() or {file.name for file in path.iterdir()} - {_PARTIAL}):
        raise BadInput("not a run folder, and not empty; choose another --out", str(path))
    try:
        _make(path, {**described, "versions": versions()})
    except (OSError, sqlite3.Error) as error:
        raise BadInput(f"no run can be kept here: {error}", str(path)) from error
    return RunFolder(path)


_PARTIAL = f"{RESOLVED}.new"


def _make(path: Path, described: Mapping[str, Any]) -> None:
    """Makes what is not there yet. However this is cut off, the next attempt goes on from there."""
    path.mkdir(parents=True, exist_ok=True)
    if not (path / RESOLVED).is_file():
        text = yaml.safe_dump(dict(described), sort_keys=False, allow_unicode=True)
        (path / _PARTIAL).write_text(text, encoding="utf-8")
        (path / _PARTIAL).replace(path / RESOLVED)
    with closing(sqlite3.connect(path / DATABASE)) as database:
        database.executescript("pragma journal_mode = wal;" + TABLES)


class OtherRun(BadInput):
    """A run folder holds the run of another experiment."""


def versions() -> dict[str, str]:
    """The versions that a run depends on."""
    names = ("dikast", "langgraph", "langchain-core", "litellm", "pydantic", "xllamacpp")
    return {"python": platform.python_version(), **{name: metadata.version(name) for name in names}}


def fingerprint(text: str) -> str:
    """A short hash of what an experiment was made from."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def identity(experiment: Mapping[str, Any]) -> dict[str, Any]:
    """The experiment without what may change between two starts of it."""
    return {key: value for key, value in experiment.items() if key not in NOT_IDENTITY}


def _differences(held: Any, wanted: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The keys of the experiment and its ingredients in which two runs differ."""
    found = []
    for part, values in wanted.items():
        before = held.get(part, {}) if isinstance(held, dict) else {}
        before, values = identity(before), identity(values)
        found += [k for k in {**before, **values} if before.get(k) != values.get(k)]
    return sorted(found)
