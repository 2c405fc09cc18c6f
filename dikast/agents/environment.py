"""Environment: an object with `reset` and `step`, as gymnasium has them, and how its methods are called and read."""

from __future__ import annotations

import asyncio
import contextvars
import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol, runtime_checkable

from dikast.agents.agent import Request
from dikast.agents.callable_agent import raise_agent_errors
from dikast.errors import BadInput, PermanentError


@runtime_checkable
class Environment(Protocol):
    """An object in which steps are made until it says that it has ended. Both methods may be async."""

    def reset(self, request: Request, /) -> Any:
        """Begins anew with this request. Returns the first observation, a text, alone or before a mapping."""
        ...

    def step(self, action: str, /) -> Any:
        """Makes a step. Returns `(observation, reward, terminated, truncated, info)`, or without `truncated`."""
        ...


@dataclass(frozen=True)
class EnvironmentStep:
    """What a step returned. `is_over`: it was the last one; `is_cut`: the environment had not come to an end."""

    observation: str
    is_over: bool = False
    is_cut: bool = False


@dataclass
class EnvironmentCalls:
    """The calls of one environment. Methods that are not async run in one thread of its own, one after the other."""

    environment: Environment
    _thread: ThreadPoolExecutor | None = field(default=None, repr=False)

    async def reset(self, request: Request) -> EnvironmentStep:
        """Begins anew. Raises AgentErrors for what the environment raises, and PermanentError for no observation."""
        reset: Callable[..., Any] = self.environment.reset
        if takes_request(self.environment):
            returned = await self._call(partial(reset, request))
        else:
            returned = await self._call(partial(reset, seed=request.seed, options={"request": request}))
        observation = returned[0] if isinstance(returned, tuple) and returned else returned
        return EnvironmentStep(_text(observation, "reset"))

    async def step(self, action: str) -> EnvironmentStep:
        """Makes a step. Raises AgentErrors for what the environment raises, and PermanentError for no step."""
        return _read_step(await self._call(partial(self.environment.step, action)))

    async def _call(self, method: Callable[[], Any]) -> Any:
        """What a method returns, awaited where it is to be awaited."""
        with raise_agent_errors():
            if inspect.iscoroutinefunction(getattr(method, "func", method)):
                return await method()
            if self._thread is None:
                self._thread = ThreadPoolExecutor(1, thread_name_prefix="dikast-environment")
            # With the context, so that what the method calls is traced.
            run = partial(contextvars.copy_context().run, method)
            returned = await asyncio.get_running_loop().run_in_executor(self._thread, run)
            return await returned if inspect.isawaitable(returned) else returned

    async def aclose(self) -> None:
        """Calls the environment's `close`, if it has one. It may be used again."""
        close = getattr(self.environment, "close", None)
        if callable(close):
            await self._call(close)
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.shutdown(wait=False)


def takes_request(environment: Environment) -> bool:
    """Whether `reset` takes a request. One as gymnasium has it takes `seed` and `options` instead.

    Raises BadInput for one that takes neither.
    """
    signature = inspect.signature(environment.reset)
    for arguments, named in (((None,), {}), ((), {"seed": 0, "options": {}})):
        try:
            signature.bind(*arguments, **named)
        except TypeError:
            continue
        return bool(arguments)
    raise BadInput(
        f"reset of {type(environment).__name__} can't be called with a request: "
        "write `def reset(self, request)`, or `def reset(self, *, seed=None, options=None)` as gymnasium has it"
    )


def _read_step(returned: object) -> EnvironmentStep:
    """A step in gymnasium's five values, or in the four that gym had. Raises PermanentError for anything else."""
    match returned:
        case (observation, _, terminated, truncated, _):
            is_cut = bool(truncated) and not terminated
            return EnvironmentStep(_text(observation, "step"), bool(terminated or truncated), is_cut)
        case (observation, _, is_over, _):
            return EnvironmentStep(_text(observation, "step"), bool(is_over))
    raise PermanentError(
        f"step returned {type(returned).__name__}; it returns (observation, reward, terminated, truncated, info)"
    )


def _text(observation: object, method: str) -> str:
    if isinstance(observation, str):
        return observation
    raise PermanentError(f"{method} returned an observation of type {type(observation).__name__}; it must be a text")
