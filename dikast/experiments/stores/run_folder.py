"""RunFolder: the folder of one run, with the experiment as it was resolved, its versions, and all its records."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from dikast.errors import BadInput
from dikast.experiments.stores.description_file import (
    EXTENDED,
    PARTIAL,
    read_description,
    scope_mark,
    versions,
    write_description,
)
from dikast.experiments.stores.description_file import RESOLVED as RESOLVED
from dikast.experiments.stores.folder_lock import held_locks, open_to_lock
from dikast.experiments.stores.id_set import HeldEpisodes, IdSet
from dikast.experiments.stores.location import STORE_FILE, read_location, store_for, write_location
from dikast.experiments.stores.missing_run import missing_run
from dikast.experiments.stores.override_store import OVERRIDES, OverrideStore
from dikast.experiments.stores.own_files import check_plain_files
from dikast.experiments.stores.plan_file import PLAN, KeptPlan, read_plan
from dikast.experiments.stores.question_marks import MARKS, QuestionMark
from dikast.experiments.stores.run_identity import Ingredients, RunContent, check_same_run, run_name
from dikast.experiments.stores.sqlite import SqliteStore
from dikast.experiments.stores.store import Store
from dikast.input_files import read_yaml
from dikast.masking import mask_settings, without_password
from dikast.records import Episode, Failure, Outcome, OutcomeSum

DATABASE = "episodes.sqlite"
JOURNAL = "journal.sqlite"
LOCK = "run.lock"
CODE_FILE = "code.json"
# Of a run with people: what they are asked and answer, the episodes that wait for them, and their secret tokens.
PEOPLE_FILE = "people.sqlite"
CHECKPOINTS = "checkpoints.sqlite"
SEATS = "seats.json"
# Of a run whose steps people label: the sample with its labels, and the lock of who asks for them.
LABELS_FILE = "labels.sqlite"
LABELS_LOCK = "labels.lock"
OWN_FILES = (
    DATABASE,
    JOURNAL,
    RESOLVED,
    LOCK,
    STORE_FILE,
    MARKS,
    PLAN,
    CODE_FILE,
    PEOPLE_FILE,
    CHECKPOINTS,
    SEATS,
    LABELS_FILE,
    LABELS_LOCK,
    OVERRIDES,
)
"""Files of the run itself; those of its databases have others beside them that begin with the same name."""


def _is_run(path: Path) -> bool:
    """Whether a folder holds records, or says which database does."""
    return any((path / name).is_file() for name in (DATABASE, STORE_FILE))


@dataclass(frozen=True)
class RunFolder:
    """A folder that holds one run. It can be read while the run goes on, and after it was stopped at any moment."""

    path: Path
    store: Store

    def __fspath__(self) -> str:
        """Its path, so that a folder can be given wherever a path can."""
        return str(self.path)

    @classmethod
    def open(cls, path: Path, *, trusts_store: bool = False) -> RunFolder:
        """The run in a folder. Raises BadInput if there is none.

        A folder may say that its records are in a database. It is asked only with `trusts_store`: the folder's
        maker chose the server, which would be sent this user's name and a proof of PGPASSWORD or of ~/.pgpass.
        """
        check_plain_files(path, OWN_FILES)
        if not _is_run(path):
            raise BadInput(missing_run(path, _is_run), str(path))
        return cls(path, _begun_store(path, trusts_store=trusts_store))

    @property
    def is_begun(self) -> bool:
        """Whether there is a run here. There is none yet after a dry run."""
        return (self.path / RESOLVED).is_file()

    def description(self) -> dict[str, Any]:
        """What experiment.yaml says of the run. Raises BadInput if it is no description of a run."""
        return read_description(self.path)

    def plan(self) -> KeptPlan | None:
        """How many episodes the run is to have; None where the folder does not say."""
        return read_plan(self.path)

    def outcomes(self) -> Iterator[Outcome]:
        """The narrow rows of all episodes, failed ones too, by id, one in memory at a time."""
        return self.store.outcomes()

    def summed_outcomes(self) -> Iterator[Outcome | OutcomeSum]:
        """The same, where plain ones may be summed up by cell and question, as a summary needs them."""
        return self.store.summed_outcomes()

    def episodes(self, after: str = "") -> Iterator[Episode]:
        """The records of all finished episodes, or of those after an id, by id, one in memory at a time."""
        return self.store.episodes(after)

    def episode(self, id: str) -> Episode | Failure:
        """The record with this id, or with the only id that contains it. Raises BadInput with the ids like it."""
        record = self.store.record(id)
        if record is not None:
            return record
        similar = self.store.ids_with(id)
        if len(similar) == 1:
            record = self.store.record(similar[0])
        if record is not None:
            return record
        # `debat/arithmetic-01`: the question's id may be right.
        similar = similar or self.store.ids_with("/" + id.rpartition("/")[2])
        hint = "`dikast transcript DIR` lists them"
        if similar:
            hint = f"there are {', '.join(similar[:5])}…"
        raise BadInput(f"no episode {id!r} here; {hint}", str(self.path))

    def labels(self) -> list[str]:
        """The labels of the run's protocols, in the experiment's order."""
        description = read_yaml(self.path / RESOLVED).data
        try:
            return list(description["ingredients"]["protocol files"])
        except (KeyError, TypeError):
            raise BadInput("this does not describe a run", str(self.path / RESOLVED)) from None

    @property
    def overrides(self) -> OverrideStore:
        """What people decided about the gradings of the run since."""
        return OverrideStore(self.path)

    def held(self) -> HeldEpisodes:
        """Which episodes are here, in one pass over their ids."""
        failed: list[str] = []

        def finished() -> Iterator[str]:
            for id, status in self.store.statuses():
                if status == "failed":
                    failed.append(id)
                else:
                    yield id

        return HeldEpisodes(IdSet(finished()), IdSet(failed))

    def finished(self) -> IdSet:
        """The ids of the episodes that are finished, so that they need not be run again."""
        return self.held().finished

    @property
    def call_scope(self) -> str:
        """What tells calls of this folder from equal calls of another; empty after a dry run.

        A copy of the folder may have another one: then a call that was cut off there is made anew.
        """
        if not self.is_begun:
            return ""
        mark = self.description().get(EXTENDED, {}).get("scope") or scope_mark(self.path)
        return f"{self.path.resolve()} {mark}"

    @property
    def is_going_on(self) -> bool:
        """Whether a process holds the folder's lock at this moment."""
        try:
            descriptor = open_to_lock(self.path, os.O_RDONLY | os.O_DIRECTORY)
        except BadInput:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        finally:
            os.close(descriptor)
        return False

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Locks the folder while the block runs. The lock ends with the process, however that dies.

        Raises BadInput if it is locked already: two simultaneous runs would pay for every call twice.
        """
        # The folder itself: a lock file can be removed or replaced, and another one locked beside it. The file is
        # locked too, for file systems that can't lock folders.
        refusal = "this run is going on already; wait for it, or choose another --out"
        with held_locks(self.path, self.path / LOCK, refusal=refusal):
            yield


def load_episodes(path: str | os.PathLike[str], *, trusts_store: bool = False) -> Iterator[Episode]:
    """The records of a run's finished episodes, by id, one in memory at a time. Raises BadInput if there is no run.

    Records in a database are read only with `trusts_store`, because the folder names the server.
    """
    return RunFolder.open(Path(path), trusts_store=trusts_store).episodes()


def start_folder(
    path: Path,
    experiment: Mapping[str, JsonValue],
    ingredients: Ingredients,
    store: str | None = None,
    *,
    marks: Sequence[QuestionMark] = (),
    is_dry: bool = False,
) -> RunFolder:
    """A new run folder for this experiment, or the one that was begun for it.

    `experiment` is the experiment as resolved, `ingredients` are the hashes of what it is made from (questions,
    protocols), `marks` those of its questions, and `store` is the URL of a database for its records. With `is_dry`
    nothing is written, and unknown ingredients may be left out: they are compared with no others. Raises BadInput if
    the folder holds another run, and says what differs: a folder never holds the records of two experiments.
    """
    # A file of an experiment can hold a password anywhere, as in a URL in `extra`; the run's description holds none.
    content: dict[str, dict[str, Any]] = mask_settings(
        {
            "experiment": dict(experiment),
            "ingredients": {kind: dict(hashes) for kind, hashes in ingredients.items()},
        }
    )
    check_plain_files(path, OWN_FILES)
    _check_folder(path, content, is_dry=is_dry)
    run_store = _store(path, content, store, is_dry=is_dry)
    if is_dry:
        return RunFolder(path, run_store)
    try:
        write_description(path, {**content, "versions": versions()}, marks)
        run_store.create()
        if store is not None:
            write_location(path, store, run_name(path, content))
    except OSError as error:
        raise BadInput(f"no run can be kept here: {error}", str(path)) from error
    return RunFolder(path, run_store)


def _check_folder(path: Path, content: RunContent, *, is_dry: bool) -> None:
    """Raises BadInput if the folder holds another run, or something else."""
    if (path / RESOLVED).is_file():
        check_same_run(read_yaml(path / RESOLVED).data, content, str(path), may_lack_ingredients=is_dry)
    elif not _is_free(path):
        raise BadInput("not a run folder, and not empty; choose another --out", str(path))


def _is_free(path: Path) -> bool:
    """Whether a run may begin here: nothing is there, or at most what a start that was cut off left behind."""
    if not path.exists():
        return True
    if not path.is_dir():
        return False
    names = {file.name for file in path.iterdir()}
    return names <= {PARTIAL, MARKS, f"{MARKS}.new"}


def go_on_folder(path: Path, store: str | None = None, *, is_dry: bool = False) -> RunFolder:
    """The folder of a run that was begun, to go on with it; whether it is the same run is for the caller to say.

    `store` is the URL that the experiment gives for its records. Raises BadInput where they are in another place.
    """
    check_plain_files(path, OWN_FILES)
    description = read_description(path)
    location = read_location(path)
    content: RunContent = {part: description[part] for part in ("experiment", "ingredients")}
    if store is None or location is None:
        run_store = _store(path, content, store, is_dry=is_dry)
    elif location[0] != without_password(store):
        raise BadInput(f"the records of this run are kept in {location[0]}; choose another --out", str(path))
    else:
        # The name in the database stays that of the run as it was begun.
        run_store = store_for(store, location[1])
    if not is_dry:
        run_store.create()
        if store is not None and location is None:
            write_location(path, store, run_name(path, content))
    return RunFolder(path, run_store)


def _begun_store(path: Path, *, trusts_store: bool) -> Store:
    """The store in which the folder's run was begun: its database, unless the folder says that it is elsewhere.

    Raises BadInput if it is elsewhere, and the folder is not trusted to say so.
    """
    location = read_location(path)
    if location is None:
        return SqliteStore(path / DATABASE)
    url, run = location
    if not trusts_store:
        raise BadInput(
            f"this folder says that its records are in {without_password(url)!r}, a server that would learn your name "
            "and could test your password: to read them there, say --trust; to go on with a run, give its `store`",
            str(path / STORE_FILE),
        )
    return store_for(url, run, is_named_by_folder=True)


def _store(path: Path, content: RunContent, url: str | None, *, is_dry: bool) -> Store:
    """The store for the run at this URL, if one is given. Raises BadInput if its records are in another store."""
    if url is None:
        return _begun_store(path, trusts_store=False)
    if (path / DATABASE).is_file():
        raise BadInput("the records of this run are kept in its folder; leave the store out", str(path))
    run = run_name(path, content)
    location = read_location(path)
    # A dry run may not know all that the name is made of, and the folder was found to hold this run.
    if is_dry and location is not None:
        run = location[1]
    if location is not None and location != (without_password(url), run):
        raise BadInput(f"the records of this run are kept in {location[0]}; choose another --out", str(path))
    return store_for(url, run)
