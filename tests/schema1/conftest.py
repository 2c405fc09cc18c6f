"""The old runs, copied to where a command may write, and a count of the calls that agents get."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dikast import Reply, Request
from dikast.agents.scripted_agent import ScriptedAgent
from tests.cli.conftest import dikast
from tests.schema1 import players
from tests.schema1.commands import OLD, unpack

__all__ = ["dikast"]


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The old run folders and exports, unpacked once."""
    place = tmp_path_factory.mktemp("schema1")
    with tarfile.open(OLD / "kept.tar.xz") as archive:
        archive.extractall(place, filter="data")
    return place


@pytest.fixture
def old(unpacked: Path, tmp_path: Path) -> Path:
    """A folder of a test's own with the old runs, and with the files that they were made from."""
    unpack(unpacked, tmp_path)
    return tmp_path


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The calls that agents get: those of programs, and those of scripts. It is empty as long as nobody is called."""
    made = players.calls
    made.clear()
    answer = ScriptedAgent.reply

    async def noted(agent: ScriptedAgent, request: Request) -> Reply:
        made.append(f"{agent.name}: {request.purpose}")
        return await answer(agent, request)

    monkeypatch.setattr(ScriptedAgent, "reply", noted)
    yield made
    made.clear()
