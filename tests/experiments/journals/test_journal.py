"""The journal: an answered call is never made again, whatever was killed, cut off, damaged or asked twice at once."""

from __future__ import annotations

import asyncio
import json
import math
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel

from dikast.agents import Agent, Choices, Reply, Request
from dikast.errors import AgentError, PermanentError, TransientError
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.journals.bloom_filter import BloomFilter
from dikast.experiments.journals.cached_agent import CachedAgent
from dikast.experiments.journals.journal import Journal, StoredFailure, StoredReply, key_of
from dikast.experiments.limits.run_limits import Limits
from dikast.records import Question, Usage
from tests.experiments.journals.opening import USED, opened

REQUEST = Request(
    messages=(HumanMessage("?"),), seat="judge", kind="judge", purpose="decide", question=Question(id="1", text="?")
)


class Stated(BaseModel):
    """A form."""

    a: float


class Counted:
    """An agent that counts; fails as it is told to, else says how many calls it has had."""

    name = "counted"

    def __init__(self, *failures: BaseException, takes_s: float = 0.0) -> None:
        self.failures = list(failures)
        self.takes_s = takes_s
        self.calls = 0

    async def reply(self, request: Request) -> Reply:
        self.calls += 1
        said = self.calls
        await asyncio.sleep(self.takes_s)
        if self.failures:
            raise self.failures.pop(0)
        return Reply(text=f"said {said}", usage=USED)


def around(agent: Agent, journal: Journal, *, retries_failed: bool = True) -> CachedAgent:
    return AgentStack(Limits(tries=1), journal, retries_failed).around(agent, agent.name)


# --- what stands for a call

OTHER: dict[str, Request] = {
    "messages": replace(REQUEST, messages=(HumanMessage("!"),)),
    "who said it": replace(REQUEST, messages=(AIMessage("?"),)),
    "one message more": replace(REQUEST, messages=(HumanMessage("?"), HumanMessage("?"))),
    "an image": replace(REQUEST, messages=(HumanMessage([{"type": "text", "text": "?"}]),)),
    "form": replace(REQUEST, form=Choices(("A", "B"))),
    "labels": replace(REQUEST, form=Choices(("A", "C"))),
    "reasoning": replace(REQUEST, form=Choices(("A", "B"), reasoning=True)),
    "schema": replace(REQUEST, form=Stated),
    "seed": replace(REQUEST, seed=1),
    "sample": replace(REQUEST, sample=1),
    "attempt": replace(REQUEST, attempt=1),
    "round": replace(REQUEST, round=2),
    "argues": replace(REQUEST, argues=0),
    "words": replace(REQUEST, words=9),
    "seat": replace(REQUEST, seat="jury"),
    "kind": replace(REQUEST, kind="critic"),
    "purpose": replace(REQUEST, purpose="look"),
    "steps": replace(REQUEST, steps=(0,)),
    "question": replace(REQUEST, question=Question(id="1", text="?", source="s")),
}


def test_whatever_is_asked_otherwise_is_another_call() -> None:
    keys = {name: key_of("a", request) for name, request in OTHER.items()}
    keys["agent"] = key_of("b", REQUEST)
    keys["none"] = key_of("a", REQUEST)
    assert len(set(keys.values())) == len(OTHER) + 2
    assert key_of("a", replace(REQUEST)) == key_of("a", REQUEST)


def test_every_field_of_a_request_is_in_its_key() -> None:
    import dataclasses

    assert {field.name for field in dataclasses.fields(Request)} <= set(OTHER) | {"messages", "form"}


def test_a_key_is_the_same_in_every_process() -> None:
    program = "from tests.experiments.journals.test_journal import *; print(key_of('a', REQUEST).hex())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONHASHSEED": "7"})  # fmt: skip
    assert done.stdout.strip() == key_of("a", REQUEST).hex()


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_has_a_key_and_can_be_kept(text: str) -> None:
    key_of("a", replace(REQUEST, messages=(HumanMessage(text),)))
    answer = StoredReply.of(Reply(text=text, thinking=text, usage=USED))
    assert StoredReply.model_validate_json(answer.model_dump_json()) == answer


# --- replies are kept whole


@pytest.mark.parametrize(
    ("reply", "form"),
    [
        (Reply(text="Answer: A", choice_logprobs={"A": -0.1, "B": -math.inf}, model="m", usage=USED), Choices(("A", "B"))),
        (Reply(text='{"a": 0.1}', parsed=Stated(a=0.1), thinking="hm", usage=USED), Stated),
        (Reply(text="", usage=Usage(calls=1, unpriced=1)), None),
        (Reply(text="né à Ⅳ\n"), None),
    ],
)  # fmt: skip
async def test_what_comes_back_is_what_was_said(
    path: Path, reply: Reply, form: type[BaseModel] | Choices | None
) -> None:
    class Says:
        name = "says"

        async def reply(self, request: Request) -> Reply:
            return reply

    request = replace(REQUEST, form=form)
    async with opened(path) as journal:
        assert await around(Says(), journal).reply(request) == reply
    async with opened(path) as journal:
        assert await around(Counted(), journal).reply(request) != reply, "another agent's"
        agent = Counted()
        agent.name = "says"
        assert await around(agent, journal).reply(request) == reply
        assert agent.calls == 0


async def test_a_reply_whose_form_is_another_than_was_asked_for_has_its_text_alone(path: Path) -> None:
    class Unasked(BaseModel):
        b: float

    class Says:
        name = "says"

        async def reply(self, request: Request) -> Reply:
            return Reply(text='{"a": 0.1}', parsed=Unasked(b=0.1), usage=USED)

    asked = replace(REQUEST, form=Stated)
    for _ in range(2):
        async with opened(path) as journal:
            assert await around(Says(), journal).reply(asked) == Reply(text='{"a": 0.1}', usage=USED)


async def test_an_answer_is_there_for_every_other_process_once_it_is_put(path: Path) -> None:
    async with opened(path) as journal:
        for i in range(5):
            await journal.put(bytes([i]), "a", StoredReply(text=str(i)))
            with closing(sqlite3.connect(path)) as other:
                assert other.execute("select count(*) from calls").fetchone() == (i + 1,)


async def test_what_is_put_together_is_committed_together(path: Path) -> None:
    async with opened(path) as journal:
        async with asyncio.TaskGroup() as group:
            for i in range(2000):
                group.create_task(journal.put(i.to_bytes(4), "a", StoredReply(text=str(i))))
        assert journal.n_commits < 40
        assert await journal.get((1999).to_bytes(4)) == StoredReply(text="1999")


async def test_the_first_answer_stands(path: Path) -> None:
    """Two processes that share a journal and ask the same at once both go on with the same answer."""
    async with opened(path) as one, opened(path) as two:
        assert await one.put(b"k", "a", StoredReply(text="one")) == StoredReply(text="one")
        assert await two.put(b"k", "a", StoredReply(text="two")) == StoredReply(text="one")
        await two.put_failure(b"k", "a", StoredFailure(error="TransientError", message="late"))
        assert await one.get(b"k") == StoredReply(text="one")


async def test_one_that_is_not_shared_knows_what_it_was_told_and_what_was_there_before(path: Path) -> None:
    keys = [os.urandom(16) for _ in range(2000)]
    for half in (keys[:1000], keys[1000:]):
        async with opened(path, is_shared=False) as journal:
            for key in half[:50]:
                assert await journal.get(key) is None
            async with asyncio.TaskGroup() as group:
                for key in half:
                    group.create_task(journal.put(key, "a", StoredReply(text=key.hex())))
            assert [await journal.get(key) for key in half] == [StoredReply(text=key.hex()) for key in half]
    async with opened(path, is_shared=False) as journal:
        assert [await journal.get(key) for key in keys] == [StoredReply(text=key.hex()) for key in keys]
    many = BloomFilter(os.urandom(16) for _ in range(100_000))
    assert sum(os.urandom(16) in many for _ in range(10_000)) < 30


# --- failures


async def test_a_failure_is_kept_and_makes_way_for_an_answer(path: Path) -> None:
    async with opened(path) as journal:
        agent = around(Counted(TransientError("cut off")), journal)
        with pytest.raises(TransientError, match="cut off"):
            await agent.reply(REQUEST)
        assert await journal.get(key_of("counted", REQUEST)) == StoredFailure(error="TransientError", message="cut off")
        assert (await agent.reply(REQUEST)).text == "said 2"
        assert (await agent.reply(REQUEST)).text == "said 2"


@pytest.mark.parametrize("error", [PermanentError("bad key"), TransientError("cut off"), AgentError("no")])
async def test_a_failed_call_is_made_again_only_if_that_was_decided(path: Path, error: AgentError) -> None:
    async with opened(path) as journal:
        with pytest.raises(type(error)):
            await around(Counted(error), journal).reply(REQUEST)
        agent = Counted()
        with pytest.raises(type(error), match=str(error)):
            await around(agent, journal, retries_failed=False).reply(REQUEST)
        assert agent.calls == 0
        assert (await around(agent, journal).reply(REQUEST)).text == "said 1"


async def test_a_cancelled_call_is_no_failure(path: Path) -> None:
    async with opened(path) as journal:
        agent = Counted(takes_s=60)
        call = asyncio.ensure_future(around(agent, journal).reply(REQUEST))
        await asyncio.sleep(0.05)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        assert await journal.get(key_of("counted", REQUEST)) is None


# --- the same asked twice at once


async def test_the_same_asked_many_times_at_once_is_one_call(path: Path) -> None:
    async with opened(path) as journal:
        agent = Counted(takes_s=0.02)
        stacked = around(agent, journal)
        replies = await asyncio.gather(*(stacked.reply(REQUEST) for _ in range(50)))
        assert {reply.text for reply in replies} == {"said 1"}
        assert (agent.calls, stacked.calls.meter.calls, stacked.calls.meter.replayed) == (1, 1, 49)


async def test_who_waited_for_a_cancelled_call_makes_it(path: Path) -> None:
    async with opened(path) as journal:
        agent = Counted(takes_s=0.05)
        stacked = around(agent, journal)
        calls = [asyncio.ensure_future(stacked.reply(REQUEST)) for _ in range(3)]
        await asyncio.sleep(0.01)
        calls[0].cancel()
        ended = await asyncio.gather(*calls, return_exceptions=True)
        assert isinstance(ended[0], asyncio.CancelledError)
        assert [reply.text for reply in ended[1:] if isinstance(reply, Reply)] == ["said 2"] * 2
        assert agent.calls == 2


# --- money


async def test_what_was_spent_is_known_over_all_starts_and_apart_for_each_run(path: Path) -> None:
    async with opened(path) as journal:
        stacked = around(Counted(), journal)
        for i in range(3):
            await stacked.reply(replace(REQUEST, sample=i))
        await stacked.reply(REQUEST)
        assert await journal.spent() == Usage.total([USED] * 3)
    async with opened(path) as journal:
        assert await journal.spent() == Usage.total([USED] * 3)
    async with opened(path, "another") as other:
        await around(Counted(), other).reply(REQUEST)
        assert await other.spent() == Usage(), "it was there already, and cost nothing"


# --- bad days

PUTS_FOREVER = """
import asyncio, sys
from pathlib import Path
from dikast.experiments.journals.journal import StoredReply
from dikast.experiments.journals.sqlite_journal import SqliteJournal

async def main():
    journal = SqliteJournal(Path(sys.argv[1]))
    await journal.open()
    async def put(worker):
        for i in range(10**9):
            key = worker.to_bytes(2) + i.to_bytes(4)
            await journal.put(key, "a", StoredReply(text="x" * 500))
            sys.stdout.write(key.hex() + "\\n"); sys.stdout.flush()
    await asyncio.gather(*(put(w) for w in range(20)))
asyncio.run(main())
"""


def test_kill_9_loses_nothing_that_was_acknowledged(path: Path) -> None:
    for wait_s in (0.3, 0.5, 0.8):
        process = subprocess.Popen([sys.executable, "-c", PUTS_FOREVER, str(path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(wait_s)
        process.send_signal(signal.SIGKILL)
        lines = (first + process.stdout.read()).decode().split("\n")[:-1]
        process.wait()
        process.stdout.close()
        acknowledged = {bytes.fromhex(line) for line in lines}

        async def held(acknowledged: set[bytes] = acknowledged) -> list[bool]:
            async with opened(path) as journal:
                return [await journal.get(key) == StoredReply(text="x" * 500) for key in acknowledged]

        assert len(acknowledged) > 20
        assert all(asyncio.run(held()))
        path.unlink()


async def test_the_journal_is_read_by_anybody(path: Path) -> None:
    async with opened(path) as journal:
        await around(Counted(), journal).reply(REQUEST)
    with closing(sqlite3.connect(path)) as database:
        agent, is_answer, entry = database.execute("select agent, is_answer, entry from calls").fetchone()
    assert (agent, is_answer, json.loads(entry)["text"]) == ("counted", 1, "said 1")
