"""An environment with `reset` and `step` in a seat: by itself, and with an agent that acts in it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dikast.agents import Agent, Reply, Request, as_agent, open_agent, traced_reply
from dikast.agents.environment_agent import MOST_STEPS, EnvironmentAgent
from dikast.agents.environment_pool import EnvironmentPool
from dikast.errors import BadInput, PermanentError, TransientError

Ask = Callable[..., Request]


class Countdown:
    """Goes on by itself: each step takes one from what the last one said."""

    def __init__(self, start: int = 3) -> None:
        self.start = start
        self.threads: set[int] = set()

    def reset(self, request: Request) -> str:
        return str(self.start)

    def step(self, action: str) -> tuple[str, float, bool, bool, dict[str, Any]]:
        self.threads.add(threading.get_ident())
        left = int(action) - 1
        return ("Answer: 0" if left == 0 else str(left)), 0.0, left == 0, False, {}


class Guessing:
    """As gymnasium has it: async here, with a seed, and with an action that another agent has to find."""

    async def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[str, dict[str, Any]]:
        assert options is not None
        return f"{options['request'].question.text} seed {seed}", {}

    async def step(self, action: str) -> tuple[str, float, bool, dict[str, Any]]:
        return ("Answer: 18" if action == "18" else "too low"), float(action == "18"), action == "18", {}


class Actor:
    """Says one more each time, after thinking."""

    name = "actor"

    def __init__(self) -> None:
        self.requests: list[Request] = []

    async def reply(self, request: Request) -> Reply:
        self.requests.append(request)
        return Reply(text=f"<thinking>hm</thinking>{15 + len(self.requests)}")


async def test_by_itself_each_step_gets_the_observation_before_it(ask: Ask) -> None:
    agent = as_agent(Countdown())
    reply = await traced_reply(agent, agent.reply(ask()))
    assert (reply.text, reply.finish_reason) == ("Answer: 0", "stop")
    assert [call.line(40) for call in reply.inner] == [
        "tool step(3) → 2",
        "tool step(2) → 1",
        "tool step(1) → Answer: 0",
    ]


async def test_an_agent_that_acts_is_shown_observations_and_its_actions_are_the_steps(ask: Ask) -> None:
    actor = Actor()
    guessing: Any = Guessing()
    agent = EnvironmentAgent(EnvironmentPool(guessing), "guessing", actor)
    reply = await traced_reply(agent, agent.reply(ask(seed=5, idempotency_key="k")))
    assert (agent.name, reply.text, reply.usage.calls) == ("actor&environment=guessing", "Answer: 18", 1)
    assert [call.line(40) for call in reply.inner] == [
        "tool step(16) → too low",
        "tool step(17) → too low",
        "tool step(18) → Answer: 18",
    ]
    shown = [str(message.text) for message in actor.requests[-1].messages]
    assert shown[0] == "You are a judge."
    assert shown[1].startswith("Which is it?\n\nYou act in an environment")
    assert "| What is 17 + 1? seed 5" in shown[1]
    assert shown[2] == "16"
    assert "| too low" in shown[3]
    # A backend that keeps replies by the key must not answer all steps alike.
    assert [request.idempotency_key for request in actor.requests] == ["k-step-0", "k-step-1", "k-step-2"]


async def test_one_that_never_ends_is_cut_off(ask: Ask) -> None:
    agent = as_agent(Countdown(start=10_000))
    reply = await traced_reply(agent, agent.reply(ask()))
    assert (reply.text, reply.finish_reason, len(reply.inner)) == (str(10_000 - MOST_STEPS), "length", MOST_STEPS)


async def test_one_that_says_that_it_was_cut_off_is(ask: Ask) -> None:
    class Cut(Countdown):
        def step(self, action: str) -> tuple[str, float, bool, bool, dict[str, Any]]:
            return "out of time", 0.0, False, True, {}

    assert (await as_agent(Cut()).reply(ask())).finish_reason == "length"


async def test_two_replies_are_never_in_it_at_once_and_all_steps_are_in_one_thread(ask: Ask) -> None:
    class Watched(Countdown):
        n_inside = 0

        def reset(self, request: Request) -> str:
            self.n_inside += 1
            assert self.n_inside == 1
            return super().reset(request)

        def step(self, action: str) -> tuple[str, float, bool, bool, dict[str, Any]]:
            step = super().step(action)
            self.n_inside -= step[2]
            return step

    environment = Watched()
    agent = as_agent(environment)
    replies = await asyncio.gather(*(agent.reply(ask()) for _ in range(4)))
    assert [reply.text for reply in replies] == ["Answer: 0"] * 4
    assert len(environment.threads) == 1


async def test_a_class_has_an_environment_for_each_reply_at_once(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "dikast_env_many.py").write_text(MANY)
    agent = open_agent("./dikast_env_many.py:Env", base=tmp_path)
    replies = await asyncio.gather(*(agent.reply(ask()) for _ in range(3)))
    assert sorted(reply.text for reply in replies) == ["of 3"] * 3
    # The next reply takes one that is free.
    assert (await agent.reply(ask())).text == "of 3"


MANY = """
import asyncio

made = []

class Env:
    def __init__(self):
        made.append(self)

    async def reset(self, request):
        await asyncio.sleep(0.01)
        return "go"

    async def step(self, action):
        return f"of {len(made)}", 0.0, True, False, {}
"""


async def test_a_step_that_hangs_holds_no_loop_and_the_next_reply_waits_for_it(ask: Ask) -> None:
    goes_on = threading.Event()

    class Slow(Countdown):
        def step(self, action: str) -> tuple[str, float, bool, bool, dict[str, Any]]:
            goes_on.wait(5)
            return super().step(action)

    agent = as_agent(Slow())
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await agent.reply(ask())
    goes_on.set()
    assert (await agent.reply(ask())).text == "Answer: 0"


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        (("17", 0.0), "step returned tuple"),
        ("17", "step returned str"),
        ((17, 0.0, True, False, {}), "an observation of type int"),
    ],
)
async def test_what_is_no_step_is_said(ask: Ask, returned: Any, message: str) -> None:
    class Odd(Countdown):
        def step(self, action: str) -> Any:
            return returned

    with pytest.raises(PermanentError, match=message):
        await as_agent(Odd()).reply(ask())


async def test_what_it_raises_says_whether_another_try_may_help(ask: Ask) -> None:
    class Broken(Countdown):
        def step(self, action: str) -> Any:
            raise ConnectionError("gone")

    with pytest.raises(TransientError, match="ConnectionError: gone"):
        await as_agent(Broken()).reply(ask())


def test_a_reset_that_takes_no_request_is_refused() -> None:
    class Bare(Countdown):
        def reset(self) -> str:  # type: ignore[override]
            return ""

    with pytest.raises(BadInput, match="write `def reset\\(self, request\\)`"):
        as_agent(Bare())


async def test_it_is_closed(ask: Ask) -> None:
    class Closing(Countdown):
        is_closed = False

        def close(self) -> None:
            self.is_closed = True

    environment = Closing()
    agent = as_agent(environment)
    assert isinstance(agent, EnvironmentAgent)
    await agent.reply(ask())
    await agent.aclose()
    assert environment.is_closed
    assert (await agent.reply(ask())).text == "Answer: 0"


MODULE = """
class Env:
    def __init__(self, start=2):
        self.start = start

    def reset(self, request):
        return str(self.start)

    def step(self, action):
        return f"Answer: {action}", 1.0, True, False, {}

env = Env()
number = 3

async def actor(request):
    return "9"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dikast_env_mod.py").write_text(MODULE)
    return tmp_path


@pytest.mark.parametrize(
    ("spec", "name", "text"),
    [
        ("./dikast_env_mod.py:env", "./dikast_env_mod.py:env", "Answer: 2"),
        ({"model": "./dikast_env_mod.py:Env", "start": 7}, "./dikast_env_mod.py:Env?start=7", "Answer: 7"),
        (
            {"model": "./dikast_env_mod.py:actor", "environment": "./dikast_env_mod.py:env"},
            "./dikast_env_mod.py:actor&environment=./dikast_env_mod.py:env",
            "Answer: 9",
        ),
    ],
)
async def test_it_is_opened_by_its_name(folder: Path, ask: Ask, spec: Any, name: str, text: str) -> None:
    agent: Agent = open_agent(spec, base=folder)
    assert (agent.name, (await agent.reply(ask())).text) == (name, text)


def test_what_is_no_environment_is_refused(folder: Path) -> None:
    spec: dict[str, Any] = {"model": "./dikast_env_mod.py:actor", "environment": "./dikast_env_mod.py:actor"}
    with pytest.raises(BadInput, match=r"at\.environment: .*:actor is no environment"):
        open_agent(spec, base=folder, where="at")
