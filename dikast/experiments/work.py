"""work: one episode of the matrix, run to its record, whatever comes of it."""

from __future__ import annotations

import asyncio
import time
from typing import Literal

from dikast.errors import EpisodeFailed
from dikast.experiments.matrix import Planned
from dikast.graphs import run_episode
from dikast.records import Episode, Failure, Outcome


async def work(
    planned: Planned, *, swap: Literal["none", "both"] = "none", episode_s: float | None = None
) -> tuple[Outcome, Episode | Failure]:
    """The row and the record of one episode; a failure's where an agent gave no reply, or it took too long."""
    start = time.monotonic()
    label, team, repeat = planned.label, planned.team.label, planned.repeat
    try:
        async with asyncio.timeout(episode_s) as deadline:
            episode = await run_episode(
                planned.protocol,
                planned.question,
                agents=planned.team.agents,
                seed=planned.seed,
                argues=planned.argues,
                swap=swap,
                order=planned.order,
                id=planned.id,
            )
    except EpisodeFailed as failed:
        failure = _failure(planned, failed.role, type(failed.cause).__name__, str(failed.cause))
    except TimeoutError:
        if not deadline.expired():
            raise
        failure = _failure(planned, "episode", "TimeoutError", f"not finished within {episode_s:g} s")
    else:
        seconds = time.monotonic() - start
        return Outcome.of(episode, protocol=label, agents=team, repeat=repeat, seconds=seconds), episode
    seconds = time.monotonic() - start
    return Outcome.of_failure(failure, agents=team, repeat=repeat, argues=planned.argues, seconds=seconds), failure


def _failure(planned: Planned, role: str, error: str, message: str) -> Failure:
    return Failure(
        id=planned.id,
        question_id=planned.question.id,
        protocol_name=planned.label,
        role=role,
        error=error,
        message=message,
    )
