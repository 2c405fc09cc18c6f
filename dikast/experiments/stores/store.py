"""Store: where the records of one run are kept, and a row in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Literal, NamedTuple, Protocol

import zstandard
from pydantic import ValidationError

from dikast.errors import BadInput
from dikast.records import Episode, Failure, Outcome

ZSTD_LEVEL = 3


class Packed(NamedTuple):
    """A record as it is stored: its kind, and its JSON compressed by zstd."""

    kind: Literal["episode", "failure"]
    record: bytes


StoredRow = tuple[Outcome, Episode | Failure | Packed]
Commit = Callable[[Sequence[StoredRow]], Awaitable[None]]


class Store(Protocol):
    """The records of one run: narrow rows for tables, and whole records beside them.

    Everything is read as a stream ordered by id, with few records in memory at a time. Any number of processes may
    read at any moment. Reading raises BadInput if the records can't be read.
    """

    @property
    def location(self) -> str:
        """Where the records are, for messages: without a password."""
        ...

    def create(self) -> None:
        """Makes what is not there yet. Raises BadInput if no run can be kept there."""
        ...

    def writing(self) -> AbstractAsyncContextManager[Commit]:
        """Opens the store to write, and yields a function that keeps many rows at once: all of them durably, or none.

        A row replaces an earlier row of the same id. Raises BadInput if another process writes this run already. A
        commit raises DikastError if records can't be written.
        """
        ...

    def finished(self) -> set[str]:
        """The ids of the episodes that are finished, so that they need not be run again."""
        ...

    def outcomes(self) -> Iterator[Outcome]:
        """The narrow rows of all episodes, failed ones too."""
        ...

    def episodes(self) -> Iterator[Episode]:
        """The records of all finished episodes."""
        ...

    def record(self, id: str) -> Episode | Failure | None:
        """One record, or None."""
        ...

    def ids_with(self, text: str) -> list[str]:
        """The first few ids that contain the text."""
        ...


def pack_record(record: Episode | Failure | Packed) -> Packed:
    """The record as it is stored. The same record gives the same bytes."""
    # A worker in another process has packed it already.
    if isinstance(record, Packed):
        return record
    content = zstandard.compress(record.model_dump_json().encode(), ZSTD_LEVEL)
    if isinstance(record, Episode):
        return Packed("episode", content)
    return Packed("failure", content)


def unpack_record(kind: str, content: bytes) -> Episode | Failure:
    """The record that was stored."""
    if kind == "episode":
        return unpack_episode(content)
    return Failure.model_validate_json(zstandard.decompress(content))


def unpack_episode(content: bytes) -> Episode:
    """The episode that was stored."""
    return Episode.model_validate_json(zstandard.decompress(content))


@contextmanager
def reading_records(location: str) -> Iterator[None]:
    """While the block runs, a record that can't be decoded raises BadInput."""
    try:
        yield
    except (zstandard.ZstdError, ValidationError) as error:
        reason = str(error).partition("\n")[0]
        message = f"the records can't be read: they are damaged, or of another version of Dikast ({reason})"
        raise BadInput(message, location) from error
