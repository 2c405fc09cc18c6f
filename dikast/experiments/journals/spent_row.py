"""The row of the table `spent`: the usage of all replies that were ever put for one run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dikast.experiments.journals.journal import JournalEntry, StoredReply
from dikast.records import Usage

SPENT_COLUMNS = ("calls", "input_tokens", "output_tokens", "cached_tokens", "cost_usd", "unpriced", "seconds")


def usage_of(entries: Iterable[JournalEntry]) -> Usage:
    """The usage of all replies among the entries together. A failure has none."""
    return Usage.total(entry.usage for entry in entries if isinstance(entry, StoredReply))


def spent_row(run: str, usage: Usage) -> tuple[Any, ...]:
    """The run's name, then the columns."""
    columns = [getattr(usage, name) for name in SPENT_COLUMNS]
    return run, *columns


def read_spent(columns: Sequence[Any] | None) -> Usage:
    """The usage from the columns; none for a run without a row. Raises pydantic's ValidationError for a damaged row."""
    if columns is None:
        return Usage()
    counts = dict(zip(SPENT_COLUMNS, columns, strict=True))
    return Usage(**counts)
