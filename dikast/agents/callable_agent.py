"""CallableAgent: an async callable as an agent."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dikast.agents.ability import ABILITY_FIELD, Ability
from dikast.agents.agent import Form, Reply, Request
from dikast.agents.code_traceback import code_traceback
from dikast.agents.http_errors import clean_message, http_error
from dikast.agents.inner_calls import traced_if_nested
from dikast.agents.structured_output import read_form
from dikast.errors import AgentError, AnswersAwaited, PermanentError, TransientError
from dikast.masking import keep_environment_keys
from dikast.records import Usage


@dataclass(frozen=True)
class CallableAgent:
    """An async callable `Request -> str | Reply` as an agent."""

    function: Callable[[Request], Awaitable[object]]
    name: str

    @traced_if_nested("agent")
    async def reply(self, request: Request) -> Reply:
        """What the callable returns, with the request's form read from its text.

        Raises AgentErrors for the callable's exceptions (see `raise_agent_errors`), and PermanentError if it returns
        neither a str nor a Reply.
        """
        started = time.perf_counter()
        with raise_agent_errors():
            result = await self.function(request)
        if isinstance(result, Reply):
            return _with_parsed_form(result, request.form)
        if isinstance(result, str):
            usage = Usage(
                calls=1,
                unpriced=1,
                seconds=time.perf_counter() - started,
            )
            return Reply(
                text=result,
                parsed=read_form(request.form, result),
                usage=usage,
            )
        raise PermanentError(f"{self.name} returned {type(result).__name__}; an agent returns a str or a Reply")

    def lacks(self, ability: Ability) -> str | None:
        """Everything but the text, where the callable is annotated to return a text."""
        # Of an object, the annotations are those of its `__call__`.
        call = self.function if inspect.isroutine(self.function) else type(self.function).__call__
        # As it was written: a name in it need not exist where it is read.
        returned = getattr(call, "__annotations__", {}).get("return")
        if returned in (str, "str"):
            return f"it returns a text alone; a `dikast.Reply` can have {ABILITY_FIELD[ability]}"
        return None


def _with_parsed_form(reply: Reply, form: Form) -> Reply:
    """The reply, with its form read from its text unless the author has read it already."""
    if reply.parsed is not None:
        return reply
    return replace(reply, parsed=read_form(form, reply.text))


@contextlib.contextmanager
def raise_agent_errors() -> Iterator[None]:
    """Turn the exceptions of a user's code into AgentErrors.

    Time-outs and cut connections become TransientError. An exception with an integer `status_code`, as HTTP clients
    raise it, becomes the error that `http_error` gives for that status. Anything else becomes PermanentError. The
    error has the exception's traceback. The cancelling of the current task passes through.
    """
    try:
        yield
    except (AgentError, AnswersAwaited):
        raise
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        # Not this task was cancelled, but something that it awaited: a failure of the user's code.
        raise TransientError("CancelledError: something that it waited for was cancelled") from error
    except Exception as error:
        raised = _agent_error(error)
        raised.code_traceback = code_traceback(error)
        raise raised from error


def _agent_error(error: Exception) -> AgentError:
    """The AgentError for an exception of a user's code."""
    # The user's code may have read any key, and its error may quote it.
    keep_environment_keys()
    message = f"{type(error).__name__}: {clean_message(str(error))}"
    # Not by the exceptions' types: the author may use any HTTP client.
    status = getattr(error, "status_code", None)
    if isinstance(status, int) and status >= 400:
        return http_error(status, message, _response_headers(error))
    if isinstance(error, TimeoutError | ConnectionError):
        return TransientError(message)
    return PermanentError(message)


def _response_headers(error: Exception) -> Mapping[str, Any] | None:
    """The headers at `error.response.headers`, where httpx, requests and openai keep them."""
    response = getattr(error, "response", None)
    headers = getattr(response, "headers", None)
    if not isinstance(headers, Mapping):
        return None
    return headers
