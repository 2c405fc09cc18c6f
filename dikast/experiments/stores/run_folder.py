"""The run folder: the experiment as it was resolved, the versions it ran with, and the record of every episode."""

from __future__ import annotations

import fcntl
import hashlib
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml
from pydantic import JsonValue

from dikast.errors import BadInput
from dikast.experiments.stores.location import ELSEWHERE, remember, remembered, store_for
from dikast.experiments.stores.postgres_connection import without_password
from dikast.experiments.stores.sqlite import SqliteStore
from dikast.experiments.stores.store import Store
from dikast.input_files import read_yaml
from dikast.records import Episode, Failure, Outcome

DATABASE = "episodes.sqlite"
JOURNAL = "journal.sqlite"
LOCK = "run.lock"
# What says how a run goes, not what it finds, and may change between two starts of it.
NOT_IDENTITY = ("limits", "journal", "durability", "include", "exclude", "schedule", "stop")
Ingredients = Mapping[str, Mapping[str, str]]
RESOLVED = "experiment.yaml"


@dataclass(frozen=True)
class RunFolder:
    """A folder that holds one run. It can be read while the run goes on, and after it was stopped at any moment."""

    path: Path
    store: Store

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """The run in a folder. Raises BadInput where there is none."""
        if not (path / DATABASE).is_file() and not (path / ELSEWHERE).is_file():
            raise BadInput("no run is in this folder: it holds no episodes.sqlite", str(path))
        elsewhere = remembered(path)
        return cls(path, store_for(*elsewhere) if elsewhere else SqliteStore(path / DATABASE))

    @property
    def is_begun(self) -> bool:
        """Whether there is a run here, and not only the place for one, as a dry preparation leaves it."""
        return (self.path / RESOLVED).is_file()

    def outcomes(self) -> Iterator[Outcome]:
        """The narrow rows of all episodes, failed ones too, by id, one in memory at a time."""
        return self.store.outcomes()

    def episodes(self) -> Iterator[Episode]:
        """The records of all finished episodes, by id, one in memory at a time."""
        return self.store.episodes()

    def episode(self, id: str) -> Episode | Failure:
        """One record. Raises BadInput with the ids that are like it."""
        found = self.store.record(id)
        if found is None:
            like = self.store.like(id)
            found = self.store.record(like[0]) if len(like) == 1 else None
            some = f"; there are {', '.join(like[:5])}…" if like else "; `dikast transcript DIR` lists them"
        if found is None:
            raise BadInput(f"no episode {id!r} here{some}", str(self.path))
        return found

    def labels(self) -> list[str]:
        """The labels of the run's protocols, in the experiment's order."""
        described = read_yaml(self.path / RESOLVED).data
        try:
            return list(described["ingredients"]["protocol files"])
        except (KeyError, TypeError):
            raise BadInput("this does not describe a run", str(self.path / RESOLVED)) from None

    def finished(self) -> set[str]:
        """The ids of the episodes that have a verdict, so that they need not be run again."""
        return self.store.done()

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


def load_episodes(path: str | Path) -> Iterator[Episode]:
    """The records of a run's finished episodes, by id, one in memory at a time. Raises BadInput where no run is."""
    return RunFolder.open(Path(path)).episodes()


def start_folder(
    path: Path,
    experiment: Mapping[str, JsonValue],
    ingredients: Ingredients,
    store: str | None = None,
    *,
    is_dry: bool = False,
) -> RunFolder:
    """A new run folder for this experiment, or the one that was begun for it.

    `experiment` is the experiment as resolved, `ingredients` the hashes of what it was made from (questions,
    protocols), `store` the URL of a database for its records. A dry one is looked at and not made. Raises BadInput
    where the folder holds a run of something else, and says what differs: records of two experiments never stand in
    one folder.
    """
    described: dict[str, dict[str, Any]] = {
        "experiment": dict(experiment),
        "ingredients": {name: dict(hashes) for name, hashes in ingredients.items()},
    }
    if (path / RESOLVED).is_file():
        held = read_yaml(path / RESOLVED).data
        if changed := _differences(held, described):
            raise OtherRun(changed, str(path), has_changed_files=not _differences(held, {"experiment": experiment}))
    elif path.exists() and (not path.is_dir() or {file.name for file in path.iterdir()} - _PARTIAL):
        raise BadInput("not a run folder, and not empty; choose another --out", str(path))
    kept = _store(path, described, store)
    if is_dry:
        return RunFolder(path, kept)
    try:
        _describe(path, {**described, "versions": versions()})
        kept.create()
        if store is not None:
            remember(path, store, _run_name(path, described))
    except OSError as error:
        raise BadInput(f"no run can be kept here: {error}", str(path)) from error
    return RunFolder(path, kept)


_PARTIAL = {f"{RESOLVED}.new"}


def _describe(path: Path, described: Mapping[str, Any]) -> None:
    """Writes the description, where there is none yet. However this is cut off, the next attempt goes on from there."""
    path.mkdir(parents=True, exist_ok=True)
    if not (path / RESOLVED).is_file():
        text = yaml.safe_dump(dict(described), sort_keys=False, allow_unicode=True)
        (path / f"{RESOLVED}.new").write_text(text, encoding="utf-8")
        (path / f"{RESOLVED}.new").replace(path / RESOLVED)


def _store(path: Path, described: Mapping[str, Mapping[str, Any]], url: str | None) -> Store:
    """The run's store. Raises BadInput where its records are kept in another already."""
    before = remembered(path)
    if url is None or (path / DATABASE).is_file():
        if url is not None:
            raise BadInput("the records of this run are kept in its folder; leave the store out", str(path))
        return store_for(*before) if before else SqliteStore(path / DATABASE)
    run = _run_name(path, described)
    if before and before != (without_password(url), run):
        raise BadInput(f"the records of this run are kept in {before[0]}; choose another --out", str(path))
    return store_for(url, run)


def _run_name(path: Path, described: Mapping[str, Mapping[str, Any]]) -> str:
    """What a database knows the run by: the same command has the same name on every machine."""
    told = {part: identity(values) for part, values in described.items()}
    return f"{path.absolute().name}-{fingerprint(json.dumps(told, sort_keys=True))}"


class OtherRun(BadInput):
    """A run folder holds the run of another experiment.

    With `has_changed_files` it is of this very experiment, but what it is made from has changed since it was begun.
    """

    def __init__(self, changed: Sequence[str], where: str, *, has_changed_files: bool) -> None:
        self.has_changed_files = has_changed_files
        what = f"this folder holds another run, with other {', '.join(changed)}; choose another --out"
        if has_changed_files:
            what = (
                f"since this run was begun its {' and '.join(changed)} changed; put back what was changed to go on "
                "with it, or choose another --out for a run of its own"
            )
        super().__init__(what, where)


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
        differ = [k for k in {**before, **values} if before.get(k) != values.get(k)]
        found += [f"{k} ({_parts(before.get(k), values.get(k))})" if part == "ingredients" else k for k in differ]
    return sorted(found)


def _parts(before: Any, now: Any) -> str:
    """Which of some hashes differ, each with what it was and is."""
    old, new = (hashes if isinstance(hashes, dict) else {} for hashes in (before, now))
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return ", ".join(f"{name}: {old.get(name, 'none')} → {new.get(name, 'none')}" for name in names)
