"""The session of one worker: which episode has a call, among those of this worker and of the others."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dikast.experiments import Limits
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.executors.worker_session import WorkerSession
from dikast.experiments.journals.sqlite_journal import SqliteJournal

KEY = b"0123456789abcdef"
NOTHING_STORED = ({"stored": None}, b"")


@pytest.fixture
async def stack(tmp_path: Path) -> AsyncIterator[AgentStack]:
    journal = SqliteJournal(tmp_path / "journal.sqlite")
    await journal.open()
    yield AgentStack(Limits(), journal)
    await journal.close()


def claim_call(session: WorkerSession, claim: int) -> asyncio.Task[object]:
    """The request of one of the worker's episodes to make the call itself."""
    return asyncio.create_task(session.on_request("claim_call", {"key": KEY.hex(), "claim": claim}, b""))


async def test_an_episode_that_gives_up_waiting_does_not_release_the_call_of_another(stack: AgentStack) -> None:
    first_worker, second_worker = WorkerSession(stack), WorkerSession(stack)
    assert await claim_call(first_worker, 0) == NOTHING_STORED
    gives_up, waits = claim_call(first_worker, 1), claim_call(second_worker, 0)
    await asyncio.sleep(0.01)
    gives_up.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await gives_up
    await first_worker.on_notification("release_call", {"claim": 1})
    await asyncio.sleep(0.01)
    assert not waits.done(), "the first episode still makes this call"
    await first_worker.on_notification("release_call", {"claim": 0})
    assert await waits == NOTHING_STORED
    await second_worker.close()
    await asyncio.wait_for(claim_call(first_worker, 2), 1)
