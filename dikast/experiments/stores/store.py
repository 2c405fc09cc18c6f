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
    """A record as it is kept: its kind, and its JSON compressed by zstd."""

    kind: Literal["episode", "failure"]
    record: bytes


StoredRow = tuple[Outcome, Episode | Failure | Packed]
Commit = Callable[[Sequence[StoredRow]], Awaitable[None]]


class Store(Protocol):
    """The records of one run: narrow rows for tables, and whole records beside them.

    All that is read is streamed by id, a few records in memory at a time, and may be read at any moment, by any
    number of processes. Reading raises BadInput where the records can't be read.
    """

    @property
    def place(self) -> str:
        """Where it is, for messages: without a password."""
        ...

    def create(self) -> None:
        """Makes what is not there yet. Raises BadInput where nothing can be kept there."""
        ...

    def writing(self) -> AbstractAsyncContextManager[Commit]:
        """A way to keep many rows at once, each in place of any of the same id: all of them durably, or none.

        Raises BadInput where another process writes this run already. A commit raises DikastError where records
        can't be written.
        """
        ...

    def done(self) -> set[str]:
        """The ids of the episodes that have a verdict, so that they need not be run again."""
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

    def like(self, part: str) -> list[str]:
        """The first few ids that `part` is a part of."""
        ...


def packed(record: Episode | Failure | Packed) -> Packed:
    """The record as it is kept; the same record gives the same bytes."""
    if isinstance(record, Packed):
        return record
    kind: Literal["episode", "failure"] = "episode" if isinstance(record, Episode) else "failure"
    return Packed(kind, zstandard.compress(record.model_dump_json().encode(), ZSTD_LEVEL))


def unpacked(kind: str, blob: bytes) -> Episode | Failure:
    """The record that was kept."""
    model: type[Episode] | type[Failure] = Episode if kind == "episode" else Failure
    return model.model_validate_json(zstandard.decompress(blob))


@contextmanager
def readable(place: str) -> Iterator[None]:
    """While the block runs, a record that can't be made out is BadInput."""
    try:
        yield
    except (zstandard.ZstdError, ValidationError) as error:
        told = str(error).partition("\n")[0]
        message = f"the records can't be read: they are damaged, or of another version of Dikast ({told})"
        raise BadInput(message, place) from error
