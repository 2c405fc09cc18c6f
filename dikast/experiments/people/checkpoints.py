"""Checkpoints: where LangGraph keeps the state of episodes that wait for people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dikast.errors import BadInput
from dikast.experiments.stores import CHECKPOINTS, PostgresStore, Store

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

EXTRA = 'people are served by an extra: pip install "dikast[viewer]"'


@asynccontextmanager
async def open_checkpoints(folder: Path, store: Store) -> AsyncIterator[BaseCheckpointSaver[Any]]:
    """The checkpoints of a run: in its folder, or in PostgreSQL where its records are. Raises BadInput."""
    try:
        from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
    except ImportError:
        raise BadInput(EXTRA) from None
    # A run folder may come from someone else: no types are made of what it holds but plain ones and LangGraph's own.
    serializer = JsonPlusSerializer(allowed_msgpack_modules=None)
    if isinstance(store, PostgresStore):
        async with _in_postgres(store.url, serializer) as saver:
            yield saver
        return
    async with _in_sqlite(folder / CHECKPOINTS, serializer) as saver:
        yield saver


@asynccontextmanager
async def _in_sqlite(file: Path, serializer: Any) -> AsyncIterator[BaseCheckpointSaver[Any]]:
    try:
        import aiosqlite
        from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
    except ImportError:
        raise BadInput(EXTRA) from None
    async with aiosqlite.connect(file) as connection:
        saver = AsyncSqliteSaver(connection, serde=serializer)
        await saver.setup()
        yield saver


@asynccontextmanager
async def _in_postgres(url: str, serializer: Any) -> AsyncIterator[BaseCheckpointSaver[Any]]:
    try:
        from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
    except ImportError:
        raise BadInput(EXTRA) from None
    async with AsyncPostgresSaver.from_conn_string(url, serde=serializer) as saver:
        await saver.setup()
        yield saver
