"""as_agent: makes an Agent from what an author brings."""

from __future__ import annotations

import functools
import inspect
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeGuard

from dikast.agents.agent import Agent, Request
from dikast.agents.agent_wrapper import AgentWrapper
from dikast.agents.callable_agent import CallableAgent
from dikast.agents.environment import Environment, takes_request
from dikast.agents.http_errors import clean_message
from dikast.errors import BadInput
from dikast.masking import keep_environment_keys

WHAT_FITS = (
    "an agent is an object with a name and `async def reply(request)`, an `async def f(request)` that returns a str or "
    "a Reply, a LangChain runnable, a compiled LangGraph graph, an agent of the OpenAI Agents SDK, or an environment "
    "with `reset` and `step`"
)


def as_agent(thing: object, name: str | None = None) -> Agent:
    """Return `thing` itself if it is an Agent, else an Agent around it.

    Example, for an author's async function:

        async def my_judge(request: Request) -> str:
            return "Answer: A"

        judge = as_agent(my_judge)

    `name` is the agent's name in records; an Agent keeps its own, and the default is the import path `module:name`.
    Raises BadInput for anything that can't be an agent; the message says what it is and what would fit.
    """
    # What a run wraps its agents in comes with every episode, and was an agent all along.
    if isinstance(thing, AgentWrapper):
        return thing
    # Before all else, because a class is callable and has the attributes of its instances.
    if inspect.isclass(thing):
        raise BadInput(f"got the class {thing.__name__}; give an instance of it")
    # Dikast's own agents say themselves which keys they send, and import LangChain before they use it.
    if not type(thing).__module__.startswith("dikast."):
        keep_environment_keys()
        _watch_langchain_from_now_on()
    if isinstance(thing, Agent):
        _check_reply(thing)
        return thing
    return _adapted(thing, name)


def _adapted(thing: object, name: str | None) -> Agent:
    """An agent around what is none by itself. Raises BadInput for anything that can't be one."""
    # Before callables: a runnable may be callable too, but takes messages, not a Request.
    if _is_runnable(thing):
        from dikast.agents.runnable_agent import RunnableAgent

        return RunnableAgent(thing, name or f"{type(thing).__module__}:{type(thing).__qualname__}")
    if _is_of_agents_sdk(thing):
        from dikast.agents.sdk_agent import SdkAgent

        return SdkAgent(thing, name or f"agents:{getattr(thing, 'name', '')}")
    # Before callables: an environment may be callable too.
    if isinstance(thing, Environment):
        return environment_agent(thing, name or _import_path(thing))
    if callable(thing):
        return CallableAgent(_check_callable(thing), name or _import_path(thing))
    raise BadInput(f"got {type(thing).__name__} {clean_message(repr(thing))}; {WHAT_FITS}")


def environment_agent(first: Environment, name: str, make: Callable[[], Environment] | None = None) -> Agent:
    """An agent around an environment and, with `make`, as many others like it as there are replies at once.

    Raises BadInput if its `reset` takes no request.
    """
    from dikast.agents.environment_agent import EnvironmentAgent
    from dikast.agents.environment_pool import EnvironmentPool

    takes_request(first)
    return EnvironmentAgent(EnvironmentPool(first, make), name)


def _watch_langchain_from_now_on() -> None:
    """Imports what sees LangChain's calls: an author's code may import LangChain itself only within a reply."""
    import dikast.agents.langchain_trace  # noqa: F401


def _is_runnable(thing: object) -> TypeGuard[Any]:
    """Whether it is a runnable of LangChain."""
    return _is_runnable_class(type(thing))


def _is_runnable_class(kind: type[object]) -> bool:
    """Whether its instances are runnables of LangChain."""
    # The import takes half a second, and was made already wherever such a class is.
    runnables = sys.modules.get("langchain_core.runnables.base")
    return runnables is not None and issubclass(kind, runnables.Runnable)


def _is_of_agents_sdk(thing: object) -> TypeGuard[Any]:
    """Whether it is an agent of the OpenAI Agents SDK, which is imported if it is."""
    # By names, because the SDK is an extra that need not be installed.
    bases = [f"{base.__module__}:{base.__name__}" for base in type(thing).__mro__]
    return "agents.agent:Agent" in bases


def check_agent_class(thing: type[object], path: str) -> None:
    """Raise BadInput for a class whose instances can't be agents. It is not called to find out."""
    if _is_runnable_class(thing) or issubclass(thing, Environment):
        return
    methods = [getattr(thing, name, None) for name in ("reply", "__call__")]
    if not any(callable(method) and _is_async(method) for method in methods):
        raise BadInput(f"{path} is a class whose instances are no agents: {WHAT_FITS}")


def _check_reply(agent: Agent) -> None:
    """Raise BadInput if the agent's `reply` is not async."""
    if not _is_async(agent.reply):
        raise BadInput(f"reply of {type(agent).__name__} is not async; write it as `async def reply(self, request)`")


def _check_callable(function: Callable[..., Any]) -> Callable[[Request], Awaitable[object]]:
    """Return the callable. Raises BadInput if it is not async or does not take one positional argument."""
    path = _import_path(function)
    if not _is_async(function):
        raise BadInput(f"{path} is not async; write it as `async def`, so that other agents can reply meanwhile")
    # Tried with a stand-in for the request, because parameters may have defaults or be `*args`.
    try:
        inspect.signature(function).bind(None)
    except TypeError as error:
        raise BadInput(f"{path} can't be called with one request: {error}") from None
    return function


def _is_async(function: Callable[..., object]) -> bool:
    """Whether a call of the function returns a coroutine."""
    # An object with an async `__call__` is no coroutine function itself.
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(type(function).__call__)


def _import_path(thing: object) -> str:
    """`module:name` of a function, of a partial's function, or of any other object's class."""
    if isinstance(thing, functools.partial):
        return _import_path(thing.func)
    if inspect.isroutine(thing):
        return f"{thing.__module__}:{thing.__qualname__}"
    return f"{type(thing).__module__}:{type(thing).__qualname__}"
