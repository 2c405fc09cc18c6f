"""CallableAgent: an async callable in a seat."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace

from dikast.agents.agent import Reply, Request
from dikast.agents.http_errors import http_error, shown
from dikast.agents.structured_output import read_form
from dikast.errors import AgentError, PermanentError, TransientError
from dikast.records import Usage


class CallableAgent:
    """An async callable `Request -> str | Reply` in a seat."""

    def __init__(self, function: Callable[[Request], Awaitable[object]], name: str) -> None:
        self._function = function
        self._name = name

    @property
    def name(self) -> str:
        """Where the callable stands, `module:name`."""
        return self._name

    async def reply(self, request: Request) -> Reply:
        """What the callable returns. Its exceptions become PermanentError, or TransientError if they are passing."""
        started = time.perf_counter()
        with user_failures():
            said = await self._function(request)
        if isinstance(said, Reply):
            return said if said.parsed is not None else replace(said, parsed=read_form(request.form, said.text))
        if isinstance(said, str):
            usage = Usage(calls=1, unpriced=1, seconds=time.perf_counter() - started)
            return Reply(text=said, parsed=read_form(request.form, said), usage=usage)
        raise PermanentError(f"{self._name} returned {type(said).__name__}; an agent returns a str or a Reply")


@contextlib.contextmanager
def user_failures() -> Iterator[None]:
    """What a user's code raises, as an AgentError: time-outs, cut connections and HTTP refusals by their meaning.

    A cancellation passes through, but for one of the code's own, that nobody asked for here.
    """
    try:
        yield
    except AgentError:
        raise
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise TransientError("CancelledError: something that it waited for was cancelled") from error
    except Exception as error:
        message = f"{type(error).__name__}: {shown(str(error))}"
        status = getattr(error, "status_code", None)
        if isinstance(status, int) and status >= 400:
            headers = getattr(getattr(error, "response", None), "headers", None)
            raise http_error(status, message, headers if isinstance(headers, Mapping) else None) from error
        if isinstance(error, TimeoutError | ConnectionError):
            raise TransientError(message) from error
        raise PermanentError(message) from error
