"""as_agent: what authors bring, put in a seat."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Awaitable, Callable
from typing import Any

from dikast.agents.agent import Agent, Request
from dikast.agents.callable import CallableAgent
from dikast.agents.http_errors import shown
from dikast.errors import BadInput

FITS = (
    "an agent is an object with a name and `async def reply(request)`, an `async def f(request)` that returns a str or "
    "a Reply, a LangChain runnable or a compiled LangGraph graph"
)


def as_agent(thing: object, name: str | None = None) -> Agent:
    """The thing as an Agent; `name` is what records call it where it has no name of its own to go by.

    Raises BadInput for what can't be one, saying what it is and what would fit.
    """
    from langchain_core.runnables import Runnable

    from dikast.agents.runnable import RunnableAgent

    if inspect.isclass(thing):
        raise BadInput(f"got the class {thing.__name__}; give an instance of it")
    if isinstance(thing, Agent):
        if not _is_async(thing.reply):
            raise BadInput(
                f"reply of {type(thing).__name__} is not async; write it as `async def reply(self, request)`"
            )
        return thing
    if isinstance(thing, Runnable):
        return RunnableAgent(thing, name or f"{type(thing).__module__}:{type(thing).__qualname__}")
    if callable(thing):
        return CallableAgent(_checked(thing), name or _path(thing))
    raise BadInput(f"got {type(thing).__name__} {shown(repr(thing))}; {FITS}")


def _is_async(thing: Callable[..., object]) -> bool:
    return inspect.iscoroutinefunction(thing) or inspect.iscoroutinefunction(type(thing).__call__)


def _path(thing: object) -> str:
    named = thing.func if isinstance(thing, functools.partial) else thing
    if not inspect.isroutine(named):
        named = type(named)
    return f"{named.__module__}:{named.__qualname__}"


def _checked(thing: Callable[..., Any]) -> Callable[[Request], Awaitable[object]]:
    """The callable, if it is one that can be awaited with a single request."""
    if not _is_async(thing):
        raise BadInput(f"{_path(thing)} is not async; write it as `async def`, so that others can speak meanwhile")
    try:
        inspect.signature(thing).bind(None)
    except TypeError as error:
        raise BadInput(f"{_path(thing)} can't be called with one request: {error}") from None
    return thing
