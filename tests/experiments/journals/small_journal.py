"""A journal that is open for a while, a request, and an agent that counts its calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from langchain_core.messages import HumanMessage

from dikast.agents import Agent, Reply, Request
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.journals.cached_agent import CachedAgent
from dikast.experiments.journals.journal import Journal
from dikast.experiments.journals.sqlite_journal import SqliteJournal
from dikast.experiments.limits.run_limits import Limits
from dikast.records import Question, Usage

USED = Usage(calls=1, input_tokens=100, output_tokens=10, cached_tokens=40, cost_usd=0.25, seconds=1.5)
REQUEST = Request(
    messages=(HumanMessage("?"),), seat="judge", kind="judge", purpose="decide", question=Question(id="1", text="?")
)


@asynccontextmanager
async def opened(path: Path, run: str = "run", *, is_shared: bool = True) -> AsyncIterator[SqliteJournal]:
    journal = SqliteJournal(path, run, is_shared=is_shared)
    await journal.open()
    try:
        yield journal
    finally:
        await journal.close()


class CountingAgent:
    """An agent that raises the given failures first, and then says how many calls it has had."""

    name = "counting"

    def __init__(self, *failures: BaseException, takes_s: float = 0.0) -> None:
        self.failures = list(failures)
        self.takes_s = takes_s
        self.calls = 0

    async def reply(self, request: Request) -> Reply:
        self.calls += 1
        n = self.calls
        await asyncio.sleep(self.takes_s)
        if self.failures:
            raise self.failures.pop(0)
        return Reply(text=f"call {n}", usage=USED)


def cached(agent: Agent, journal: Journal, *, retries_failed: bool = True) -> CachedAgent:
    """The agent with the journal around it."""
    return AgentStack(Limits(tries=1), journal, retries_failed).around(agent, agent.name)
