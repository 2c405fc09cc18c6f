"""The hashes of what a small experiment is made from, and records for its run."""

from __future__ import annotations

import asyncio

from dikast.experiments import RunFolder
from tests.experiments.records import failure, writing

HASHES = {"protocol files": {"direct": "1"}}


async def put_failures(folder: RunFolder, ids: list[str]) -> None:
    """Puts one failure for each id, all at once."""
    async with writing(folder.store) as writer, asyncio.TaskGroup() as puts:
        for id in ids:
            puts.create_task(writer.put(*failure(id)))
