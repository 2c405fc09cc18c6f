"""What an agent does on the way to its reply: calls of tools, models and other agents, kept with the reply.

An author's program says what it did with `trace_call`. What it does by LangChain and LangGraph, and by agents of
`open_agent`, is traced without a word of it.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, Concatenate, ParamSpec, TypeVar

from dikast.agents.agent import Agent, Reply, Request
from dikast.agents.traced_call import NO_USAGE, TracedCall, kept_calls, usages_of
from dikast.records import InnerCall, InnerKind, Usage

AgentT = TypeVar("AgentT", bound=Agent)
P = ParamSpec("P")
ReplyMethod = Callable[Concatenate[AgentT, P], Coroutine[Any, Any, Reply]]


@dataclass
class InnerTrace:
    """The calls that one agent makes while it replies to one request."""

    agent: Agent
    calls: list[TracedCall | InnerCall] = field(default_factory=list)


_trace: ContextVar[InnerTrace | None] = ContextVar("dikast_inner_trace", default=None)


def trace_call(
    name: str,
    arguments: object = "",
    result: object = "",
    *,
    kind: InnerKind = "tool",
    usage: Usage = NO_USAGE,
    failed: bool = False,
) -> None:
    """Keep a call with the reply that the agent is working on: what was called, with what, and what came back.

    `arguments` and `result` are texts, or values that are written as JSON. `usage` is what the call took; it counts in
    the reply's usage, unless the agent itself returns a larger one. Outside of a reply nothing happens. Long texts are
    cut, keys and passwords masked, and after the first hundred calls only their number is kept.
    """
    trace = _trace.get()
    if trace is not None:
        trace.calls.append(TracedCall(kind, name, arguments, result, failed, usage))


async def traced_reply(agent: Agent, reply: Awaitable[Reply]) -> Reply:
    """The agent's `reply`, awaited, with all calls that it makes on the way in `Reply.inner`. Raises as the agent does.

    What the agent runs is no part of a LangGraph graph around it, such as that of the episode.
    """
    trace = InnerTrace(agent)
    token = _trace.set(trace)
    try:
        with _watching_langchain(trace):
            replied = await reply
    finally:
        _trace.reset(token)
    return _with_calls(replied, trace.calls)


def _watching_langchain(trace: InnerTrace) -> AbstractContextManager[None]:
    """What LangChain runs within the block is traced too. Its import takes half a second: not here."""
    if "langchain_core.callbacks" not in sys.modules:
        return nullcontext()
    from dikast.agents.langchain_trace import watch_langchain

    return watch_langchain(trace.calls)


def traced_if_nested(kind: InnerKind) -> Callable[[ReplyMethod[AgentT, P]], ReplyMethod[AgentT, P]]:
    """Decorates `reply`: where another agent calls it, it is kept as one call, with the calls that it makes in turn."""

    def decorate(reply: ReplyMethod[AgentT, P]) -> ReplyMethod[AgentT, P]:
        async def reply_traced(self: AgentT, /, *args: P.args, **kwargs: P.kwargs) -> Reply:
            outer = _trace.get()
            if outer is None or outer.agent is self:
                return await reply(self, *args, **kwargs)
            call = TracedCall(kind, self.name, _last_text((*args, *kwargs.values())))
            outer.calls.append(call)
            try:
                inner_reply = await traced_reply(self, reply(self, *args, **kwargs))
            except BaseException as error:
                call.fail(error)
                raise
            call.result = inner_reply.text
            call.inner = list(inner_reply.inner)
            call.usage = _beyond(inner_reply.usage, Usage.total(usages_of(call.inner)))
            # They are on record now: an agent that passes the reply on must not bring them a second time.
            return replace(inner_reply, inner=())

        functools.update_wrapper(reply_traced, reply)
        return reply_traced

    return decorate


def _with_calls(reply: Reply, calls: Sequence[TracedCall | InnerCall]) -> Reply:
    """The reply with these calls, and with their usage where the reply's own counts less."""
    # An author's agent may return anything: what is no Reply is refused where replies are read.
    if not calls and not getattr(reply, "inner", ()):
        return reply
    usage = _larger_usage(reply.usage, Usage.total(usages_of(calls)))
    # An author may have put calls in the reply already: they are held to the same bounds.
    return replace(reply, inner=tuple(kept_calls([*reply.inner, *calls])), usage=usage)


def _larger_usage(own: Usage, inner: Usage) -> Usage:
    """The reply's usage if it counts as much as its inner calls do, else theirs. One of the two, never their sum."""
    if inner == NO_USAGE:
        return own
    counted: dict[str, Any] = {}
    if own.tokens < inner.tokens:
        counted = inner.model_dump(include={"input_tokens", "output_tokens", "cached_tokens"})
    # An agent may pass on the reply of one of its calls, and with it the cost of that one alone.
    has_no_cost = own.unpriced > 0 and not own.cost_usd
    if has_no_cost or own.cost_usd < inner.cost_usd:
        counted |= {"cost_usd": inner.cost_usd, "unpriced": int(inner.unpriced > 0)}
    return own.model_copy(update=counted)


def _beyond(whole: Usage, inner: Usage) -> Usage:
    """What a nested agent took beside its inner calls: the difference, and never less than nothing."""
    differences = {name: max(0, getattr(whole, name) - getattr(inner, name)) for name in Usage.model_fields}
    return Usage.model_validate(differences)


def _last_text(arguments: Iterable[object]) -> str:
    """The text of the last message of the request among the arguments, which is what is new in it."""
    for request in arguments:
        if isinstance(request, Request) and request.messages:
            return str(request.messages[-1].text)
    return ""
