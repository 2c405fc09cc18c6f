"""Episode task: runs one planned episode and returns the row to keep, for a failure too."""

from __future__ import annotations

import asyncio
import time

from dikast.errors import EpisodeFailed
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.run_plan import PlannedEpisode
from dikast.experiments.stores import StoredRow
from dikast.graphs import Swap
from dikast.protocols import clean_text
from dikast.records import Failure, Outcome, team_label


async def run_task(planned: PlannedEpisode, swap: Swap, stack: AgentStack) -> StoredRow:
    """Runs one episode and returns its record. One that passes the limits of an episode is a failure.

    Raises BudgetSpent where the run has nothing left for one of its calls, AnswersAwaited where people have yet to
    answer: the time that they take counts towards no limit.
    """
    episode_s = stack.limits.episode_s
    start = time.monotonic()
    try:
        async with asyncio.timeout(episode_s) as deadline:
            episode = await planned.episode(swap, stack.in_episode, stack.pause_of(planned.lane))
    except EpisodeFailed as failed:
        cause = failed.cause
        row = failure_row(planned, failed.seat, type(cause).__name__, str(cause), time.monotonic() - start)
        return _with_traceback(row, cause.code_traceback)
    except TimeoutError:
        # A timeout that is not this deadline's is a bug elsewhere, and must not pass for a slow episode.
        if not deadline.expired():
            raise
        message = f"not finished within {episode_s:g} s"
        return failure_row(planned, "episode", "TimeoutError", message, time.monotonic() - start)
    outcome = Outcome.of(
        episode,
        protocol=planned.label,
        agents=team_label(planned.shown_agents),
        team=planned.shown_agents,
        repeat=planned.repeat,
        seconds=time.monotonic() - start,
    )
    return outcome, episode


def _with_traceback(row: StoredRow, traceback: str) -> StoredRow:
    """The row of a failure, with a traceback in its record: tables have no use for it."""
    outcome, record = row
    if isinstance(record, Failure):
        # What it quotes may hold characters that no store takes.
        record = record.model_copy(update={"traceback": clean_text(traceback)})
    return outcome, record


def failure_row(planned: PlannedEpisode, seat: str, error: str, message: str, seconds: float) -> StoredRow:
    """The row of an episode that could not be finished."""
    failure = Failure(
        id=planned.id,
        question_id=planned.question_id,
        protocol_name=planned.label,
        seat=seat,
        error=error,
        message=message,
    )
    outcome = Outcome.of_failure(
        failure,
        agents=team_label(planned.shown_agents),
        team=planned.shown_agents,
        repeat=planned.repeat,
        argues=planned.argues,
        seconds=seconds,
    )
    return outcome, failure
