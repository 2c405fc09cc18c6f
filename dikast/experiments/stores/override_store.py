"""OverrideStore: what people decided about a run's gradings, in a file of its own. Nothing in it is ever changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from dikast.errors import BadInput
from dikast.experiments.stores.foreign_database import guard
from dikast.experiments.stores.own_files import check_plain_files
from dikast.experiments.stores.sqlite import WRITE_LOCK_S, open_to_read
from dikast.experiments.stores.sqlite_transaction import transaction
from dikast.records import Override

OVERRIDES = "overrides.sqlite"
TABLE = "create table if not exists overrides (number integer primary key, override text not null)"


@dataclass(frozen=True)
class NewerOverride:
    """A decision that somebody else made about the same thing in the meantime; nothing was added."""

    override: Override


@dataclass(frozen=True)
class OverrideStore:
    """The decisions of one run folder. Several people may add to it at once; a decision is on the disk once added."""

    folder: Path

    @property
    def file(self) -> Path:
        """Where the decisions are."""
        return self.folder / OVERRIDES

    def all(self) -> list[Override]:
        """All decisions in their order. Raises BadInput where they can't be read."""
        check_plain_files(self.folder, (OVERRIDES,))
        if not self.file.is_file():
            return []
        try:
            with ExitStack() as stack:
                database = stack.enter_context(closing(open_to_read(self.file, stack)))
                return _read(database)
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def add(self, override: Override, seen: int) -> Override | NewerOverride:
        """Keeps a decision and gives it its number and its time.

        `seen` is the number of the last decision that the person saw. Where somebody has decided about one of the same
        places since, nothing is kept and that decision is returned. The same decision sent twice is kept once. Raises
        BadInput where the folder can't be written to.
        """
        check_plain_files(self.folder, (OVERRIDES,))
        try:
            with closing(sqlite3.connect(self.file, timeout=WRITE_LOCK_S, isolation_level=None)) as database:
                guard(database)
                # What a person decided survives a power cut too.
                database.execute("pragma synchronous = full")
                with transaction(database):
                    database.execute(TABLE)
                    return _add(database, override, seen)
        except sqlite3.Error as error:
            raise BadInput(f"the decision can't be kept: {error}", str(self.file)) from error

    def _unreadable(self, error: Exception) -> BadInput:
        return BadInput(f"people's decisions can't be read: {error}", str(self.file))


def _read(database: sqlite3.Connection) -> list[Override]:
    """The decisions in their order; none where the file was made and nothing was kept yet."""
    if not database.execute("select 1 from sqlite_master where name = 'overrides'").fetchone():
        return []
    rows = database.execute("select number, override from overrides order by number")
    try:
        return [Override.model_validate_json(text).model_copy(update={"number": number}) for number, text in rows]
    except (ValidationError, TypeError) as error:
        raise sqlite3.DatabaseError(f"a decision is damaged: {str(error).partition(chr(10))[0]}") from error


def _add(database: sqlite3.Connection, override: Override, seen: int) -> Override | NewerOverride:
    """Adds the decision within a transaction, unless a newer one is about the same."""
    kept = _read(database)
    for newer in _about_the_same(kept, override, seen):
        if _content(newer) == _content(override):
            return newer
        return NewerOverride(newer)
    number = max((other.number for other in kept), default=0) + 1
    at = datetime.now(UTC).isoformat(timespec="seconds")
    added = override.model_copy(update={"number": number, "at": at})
    database.execute("insert into overrides values (?, ?)", (number, added.model_dump_json(exclude={"number"})))
    return added


def _about_the_same(kept: Sequence[Override], override: Override, seen: int) -> list[Override]:
    """The decisions after the one that was seen last that are about a place of this one, the last one first."""
    by_number = {other.number: other for other in kept}
    places = set(override.places)
    if override.undoes in by_number:
        places = set(by_number[override.undoes].places)

    def is_about_the_same(other: Override) -> bool:
        undoes_the_same = other.undoes is not None and other.undoes == override.undoes
        return undoes_the_same or not places.isdisjoint(other.places)

    return [other for other in reversed(kept) if other.number > seen and is_about_the_same(other)]


def _content(override: Override) -> dict[str, object]:
    """What was decided, without when and in which place of the order."""
    return override.model_dump(exclude={"number", "at", "before"})
