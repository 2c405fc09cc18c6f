"""The desk of one worker: whose a call is, between the episodes of one worker and with those of others."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from dikast.experiments import Limits
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.executors.worker_session import WorkerSession
from dikast.experiments.journals.sqlite_journal import SqliteJournal

KEY = b"0123456789abcdef"


def boarding(desk: WorkerSession, number: int) -> asyncio.Task[object]:
    """An episode of the desk's worker that is to make the call."""
    return asyncio.create_task(desk.answer("board", {"key": KEY.hex(), "boarding": number}, b""))


async def test_who_gives_up_waiting_does_not_give_up_the_call_of_another(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.sqlite")
    await journal.open()
    stack = AgentStack(Limits(), journal)
    one, other = WorkerSession(stack), WorkerSession(stack)
    assert await boarding(one, 0) == ({"found": None}, b"")
    gives_up, waits = boarding(one, 1), boarding(other, 0)
    await asyncio.sleep(0.01)
    gives_up.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await gives_up
    await one.hear("land", {"boarding": 1})
    await asyncio.sleep(0.01)
    assert not waits.done(), "the first one is still making this call"
    await one.hear("land", {"boarding": 0})
    assert await waits == ({"found": None}, b"")
    await other.clear()
    await asyncio.wait_for(boarding(one, 2), 1)
    await journal.close()
