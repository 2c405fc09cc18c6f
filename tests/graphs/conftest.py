"""What the tests of episodes share."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from dikast.agents import model_download
from dikast.agents.agent_options import LocalOptions
from dikast.agents.local_agent import LocalAgent
from dikast.errors import PermanentError


@pytest.fixture(scope="module")
def smollm2() -> Iterator[LocalAgent]:
    """The embedded model on one thread, loaded once for a module's tests."""
    try:
        model_download.fetch_model(model_download.embedded_model("smollm2"))
    except PermanentError as error:
        pytest.skip(f"the embedded model can't be fetched: {error}")
    agent = LocalAgent("smollm2", LocalOptions(threads=1))
    yield agent
    asyncio.run(agent.aclose())
