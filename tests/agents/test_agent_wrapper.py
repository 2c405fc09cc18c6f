"""What the agents around another agent pass on: its name, and whether it takes images."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dikast.agents import Agent, AgentWrapper, FallbackAgent, Reply, Request, may_take_images


@dataclass
class Silent:
    """An agent that does not say whether it takes images."""

    name: str = "silent"

    async def reply(self, request: Request) -> Reply:
        return Reply(text="")


@dataclass
class Reader(Silent):
    """An agent that says it."""

    takes_images: bool = True


@dataclass
class Louder(AgentWrapper):
    """An agent around another one."""

    async def reply(self, request: Request) -> Reply:
        reply = await self.agent.reply(request)
        return Reply(text=reply.text.upper())


@pytest.mark.parametrize(
    ("agent", "takes_images"),
    [(Silent(), True), (Reader(takes_images=True), True), (Reader(takes_images=False), False)],
)
def test_an_agent_around_another_takes_images_if_that_one_does(agent: Agent, takes_images: bool) -> None:
    assert may_take_images(agent) == takes_images
    twice = Louder(Louder(agent))
    assert isinstance(twice, Agent)
    assert (twice.name, twice.takes_images) == ("silent", takes_images)


@pytest.mark.parametrize(("first", "second"), [(True, False), (False, True)])
def test_with_a_fallback_both_must_take_them(first: bool, second: bool) -> None:
    pair = FallbackAgent(Reader(takes_images=first), Reader(takes_images=second), "one", "two")
    assert not pair.takes_images
