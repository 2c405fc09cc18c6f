"""A journal that is open for a while."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from dikast.experiments.journals.sqlite_journal import SqliteJournal
from dikast.records import Usage

USED = Usage(calls=1, input_tokens=100, output_tokens=10, cached_tokens=40, cost_usd=0.25, seconds=1.5)


@asynccontextmanager
async def opened(path: Path, run: str = "run", *, is_shared: bool = True) -> AsyncIterator[SqliteJournal]:
    journal = SqliteJournal(path, run, is_shared=is_shared)
    await journal.open()
    try:
        yield journal
    finally:
        await journal.close()
