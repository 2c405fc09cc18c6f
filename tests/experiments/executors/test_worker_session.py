"""A worker session: which episode makes a call, among those of one worker and of others."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from dikast.experiments import Limits
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.executors.worker_session import WorkerSession
from dikast.experiments.journals.sqlite_journal import SqliteJournal

KEY = b"0123456789abcdef"


def boarding(session: WorkerSession, number: int) -> asyncio.Task[object]:
    """An episode of the session's worker that waits until it may make the call."""
    return asyncio.create_task(session.answer("board", {"key": KEY.hex(), "boarding": number}, b""))


async def test_an_episode_that_gives_up_waiting_leaves_the_call_to_the_one_that_makes_it(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.sqlite")
    await journal.open()
    stack = AgentStack(Limits(), journal)
    first, second = WorkerSession(stack), WorkerSession(stack)
    assert await boarding(first, 0) == ({"found": None}, b"")
    gives_up, waits = boarding(first, 1), boarding(second, 0)
    await asyncio.sleep(0.01)
    gives_up.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await gives_up
    await first.hear("land", {"boarding": 1})
    await asyncio.sleep(0.01)
    assert not waits.done(), "the first episode still makes this call"
    await first.hear("land", {"boarding": 0})
    assert await waits == ({"found": None}, b"")
    await second.clear()
    await asyncio.wait_for(boarding(first, 2), 1)
    await journal.close()
