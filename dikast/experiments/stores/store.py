"""Store: where the records of one run are kept, and a row in it."""

from __future__ import annotations

import math
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Literal, NamedTuple, Protocol

import zstandard
from pydantic import ValidationError

from dikast.errors import BadInput
from dikast.records import Episode, Failure, Outcome, OutcomeSum, SummedUsage, Usage

ZSTD_LEVEL = 3
# More than any record has: a few kilobytes can hold gigabytes of zeros.
MAX_RECORD_BYTES = 256 << 20


MAX_AMOUNT = 2.0**63


class UnusableRecord(Exception):
    """A record that can be decoded, and is nothing that Dikast would have written."""


class Packed(NamedTuple):
    """A record as it is stored: its kind, and its JSON compressed by zstd."""

    kind: Literal["episode", "failure"]
    record: bytes


class RowMark(NamedTuple):
    """The id of a row, and a short text that changes when the row is replaced by another one."""

    id: str
    mark: str


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

    def statuses(self) -> Iterator[tuple[str, str]]:
        """The id and the status of every episode, without its row: much faster to read."""
        ...

    def outcomes(self) -> Iterator[Outcome]:
        """The narrow rows of all episodes, failed ones too."""
        ...

    def summed_outcomes(self) -> Iterator[Outcome | OutcomeSum]:
        """The same, where plain ones (see `can_be_summed`) may be summed up by cell and question: much faster to read.

        A sum stands where the first of its outcomes would.
        """
        ...

    def episodes(self, after: str = "") -> Iterator[Episode]:
        """The records of all finished episodes, or of those whose ids come after this one, by id."""
        ...

    def record(self, id: str) -> Episode | Failure | None:
        """One record, or None."""
        ...

    def ids_with(self, text: str) -> list[str]:
        """The first few ids that contain the text."""
        ...

    def marks(self) -> Iterator[RowMark]:
        """The marks of all episodes, failed ones too: much faster to read than the rows."""
        ...

    def rows(self, ids: Sequence[str]) -> Iterator[tuple[Outcome, Episode | Failure]]:
        """The rows and records with these ids, a few hundred at most, in any order; those that exist."""
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
    return Failure.model_validate_json(_decompressed(content))


def unpack_episode(content: bytes) -> Episode:
    """The episode that was stored."""
    episode = Episode.model_validate_json(_decompressed(content))
    check_amounts(episode.usage)
    return episode


def read_outcome(text: str) -> Outcome:
    """The narrow row that was stored."""
    outcome = Outcome.model_validate_json(text)
    check_amounts(outcome.usage)
    if not math.isfinite(outcome.seconds):
        raise UnusableRecord("its duration is no number")
    return outcome


def check_amounts(usage: Usage | SummedUsage) -> None:
    """Raises UnusableRecord for amounts that can't be added up: infinite ones, or beyond 64 bits."""
    amounts = usage._asdict() if isinstance(usage, SummedUsage) else vars(usage)
    # At once first: this is asked of a million rows. What is no number, or infinite, makes no sum below the bound.
    if sum(map(abs, amounts.values())) < MAX_AMOUNT:
        return
    for name, value in amounts.items():
        if not abs(value) < MAX_AMOUNT:
            raise UnusableRecord(f"its {name} is no amount")


def _decompressed(content: object) -> bytes:
    """The JSON of a record. Raises UnusableRecord where it is larger than any record, or does not say its size."""
    # A column of SQLite holds values of any type.
    if not isinstance(content, bytes):
        raise UnusableRecord("it is not packed")
    # Every frame that Dikast writes says its size, which is set aside at once.
    size = zstandard.frame_content_size(content)
    if not 0 <= size <= MAX_RECORD_BYTES:
        raise UnusableRecord("it is larger than any, or does not say how large it is")
    return zstandard.decompress(content, max_output_size=MAX_RECORD_BYTES)


@contextmanager
def reading_records(location: str) -> Iterator[None]:
    """While the block runs, a record that can't be decoded raises BadInput."""
    try:
        yield
    except (zstandard.ZstdError, ValidationError, UnusableRecord, MemoryError, RecursionError) as error:
        reason = str(error).partition("\n")[0]
        message = f"the records can't be read: they are damaged, or of another version of Dikast ({reason})"
        raise BadInput(message, location) from error
