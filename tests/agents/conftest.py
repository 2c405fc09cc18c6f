"""Requests and a server that the tests of agents share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from dikast.agents import Request
from dikast.records import Question
from tests.agents.openai_server import OpenAIServer, openai_server

QUESTION = Question(id="1", text="What is 17 + 1?", choices=("17", "18"))


@pytest.fixture
async def server() -> AsyncIterator[OpenAIServer]:
    async with openai_server() as running:
        yield running


@pytest.fixture
def ask() -> Callable[..., Request]:
    """Makes a judge's request with one question; keywords set any field of it."""

    def make(text: str = "Which is it?", **fields: Any) -> Request:
        defaults = {
            "messages": (SystemMessage("You are a judge."), HumanMessage(text)),
            "seat": "judge",
            "kind": "judge",
            "purpose": "decide",
            "question": QUESTION,
        }
        return Request(**{**defaults, **fields})

    return make
