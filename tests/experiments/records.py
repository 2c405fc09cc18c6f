"""Example records, and a writer as a run has it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from dikast.experiments.stores.batch_writer import BatchWriter
from dikast.experiments.stores.store import Store
from dikast.records import Episode, Failure, Outcome, Passage, Question, Record, Transcript, Turn, Usage, Verdict


def failure(id: str, message: str = "no") -> tuple[Outcome, Failure]:
    failed = Failure(
        id=id, question_id="1", protocol_name="direct", seat="judge", error="PermanentError", message=message
    )
    return Outcome.of_failure(failed, agents="", repeat=0, argues=None, seconds=0), failed


def decided(id: str, text: str = "It is so.") -> tuple[Outcome, Episode]:
    """A finished episode in which one thing was said."""
    question = Question(id=id, text="How many?", choices=("17", "18"), gold=0)
    turn = Turn(tick=0, round=1, seat="alice", kind="speech", move="0", text=text)
    passage = Passage(order=(0, 1), transcript=Transcript(turns=(turn,)))
    episode = Episode(
        **dict(passage),
        id=id,
        question=question,
        protocol={"name": "direct"},
        agents={"judge": "scripted"},
        seed=1,
        verdict=Verdict(status="decided", choice=0, probabilities=(1.0, 0.0)),
        usage=Usage(calls=1),
    )
    return Outcome.of(episode, protocol="direct", agents="", seconds=0.5), episode


@asynccontextmanager
async def writing(store: Store) -> AsyncIterator[BatchWriter]:
    """A writer that runs while the block does."""
    async with store.writing() as commit, asyncio.TaskGroup() as group:
        writer = BatchWriter(commit)
        group.create_task(writer.run())
        yield writer
        writer.close()


def unclocked(records: Iterable[Record]) -> list[str]:
    """The records as JSON, without the times that a clock gave."""
    return [re.sub(r'"seconds":[0-9.e-]+', '"seconds":0', record.model_dump_json()) for record in records]
