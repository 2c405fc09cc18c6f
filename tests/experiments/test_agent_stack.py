"""The agent stack: what wraps an agent shows what graphs need to know of it."""

from pathlib import Path

import pytest

from dikast.agents import Agent, Reply, Request, TakesImages
from dikast.experiments import Limits
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.journals.sqlite_journal import SqliteJournal


class Plain:
    name = "plain"

    async def reply(self, request: Request) -> Reply:
        return Reply(text="x")


class Seeing(Plain):
    takes_images = True


class Blind(Plain):
    takes_images = False


@pytest.mark.parametrize(("agent", "takes_images"), [(Plain(), True), (Seeing(), True), (Blind(), False)])
def test_a_wrapped_agent_says_whether_it_takes_images(agent: Agent, takes_images: bool, tmp_path: Path) -> None:
    stacked = AgentStack(Limits(), SqliteJournal(tmp_path)).around(agent, "model")
    assert isinstance(stacked, TakesImages)
    assert stacked.takes_images is takes_images
    assert stacked.name == "plain"
