"""Agents that experiments in these tests name as `tests.experiments.agents:…`."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from functools import partial

from dikast.agents import Reply, Request
from dikast.records import Usage


async def says_a(request: Request) -> str:
    """Decides for A, always."""
    return "Answer: A" if request.purpose in ("decide", "answer", "choose", "look") else "It is so, since I say so."


async def breaks_on_two(request: Request) -> str:
    """A user's bug: it stumbles over one question."""
    if request.question.id == "2":
        raise KeyError("two")
    return "Answer: A"


class Careless:
    """An agent class that raises what an agent may not raise."""

    name = "careless"

    async def reply(self, request: Request) -> Reply:
        if request.question.id == "2":
            raise ZeroDivisionError("by two")
        return Reply(text="Answer: A")


careless = Careless()


async def slow(request: Request) -> str:
    """Takes 0.05 s, so that a run can be stopped in the middle."""
    await asyncio.sleep(0.05)
    return "Answer: A"


async def interrupts(request: Request) -> str:
    """Presses Ctrl-C twice during a call about the second question, then hangs."""
    if request.question.id in ("1", "asked"):
        for _ in range(2):
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(0.1)
        await asyncio.sleep(3600)
    return "Answer: A"


async def interrupts_once(request: Request) -> str:
    """Presses Ctrl-C on the first question, once; answers after 0.3 s."""
    if request.question.id == "0":
        os.kill(os.getpid(), signal.SIGINT)
    await asyncio.sleep(0.3)
    return "Answer: A"


async def noted(request: Request) -> str:
    """Notes when each call begins and ends, in the file that $NOTES names; it takes a while."""
    call = f"{os.getpid()} {request.seat} {request.purpose} {request.round} {request.seed}"
    _note(f"begins {call}")
    await asyncio.sleep(0.05)
    _note(f"ends {call}")
    return "Answer: A" if request.purpose in ("decide", "answer", "choose", "look") else "It is so, since I say so."


async def poisonous(request: Request) -> str:
    """Kills the process that it runs in, on one question."""
    if request.question.id == "2":
        os._exit(9)
    await asyncio.sleep(0.05)
    return "Answer: A"


def _note(text: str) -> None:
    """One line at the end of a file that many processes write to."""
    descriptor = os.open(os.environ["NOTES"], os.O_APPEND | os.O_CREAT | os.O_WRONLY)
    try:
        os.write(descriptor, f"{text}\n".encode())
    finally:
        os.close(descriptor)


async def _plays(name: str, request: Request) -> str:
    """Says its name and the choice it argues for."""
    return f"This is player {name} for {request.question.choices[request.argues or 0]}."


plays_a, plays_b, plays_c, plays_d = (partial(_plays, name) for name in "abcd")


async def prefers_early_names(request: Request) -> str:
    """Decides for the player whose name comes first in the alphabet."""
    prompt = " ".join(str(message.content) for message in request.messages)
    _, choice = min(re.findall(r"player (\w) for (\w+)", prompt), default=("", request.question.choices[0]))
    return f"Answer: {'AB'[request.question.choices.index(choice)]}"


async def deaf(request: Request) -> str:
    """Ignores being cancelled, once."""
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        await asyncio.sleep(3600)
    return "Answer: A"


async def judges_responses(request: Request) -> Reply:
    """Finds no response better, except in a ranking, which has no word for it."""
    texts = {"decide": "Answer: C", "assess": "5", "rank": "A > B"}
    return Reply(text=texts[request.purpose], usage=Usage(calls=1, output_tokens=2))


async def solves(request: Request) -> str:
    """Answers by label, or in own words: once by two mistakes that cancel out, then rightly, then not at all."""
    if request.question.choices:
        return "Answer: B"
    texts = (
        "3 * 12 = 38.\n38 - 2 = 36.\nAnswer: 36",
        "3 * 12 = 36.\nAnswer: 36",
        "Let me see. One would have to count.",
    )
    return texts[request.sample]
