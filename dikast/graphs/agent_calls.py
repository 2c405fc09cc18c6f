"""Asking an agent: one request, or the same again while its reply can't be read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from dikast.agents import Form, Purpose, Reply, Request
from dikast.errors import AgentError, EpisodeFailed
from dikast.graphs.episode_context import EpisodeContext, derived_seed
from dikast.protocols import Unreadable, clean_text, render_prompt
from dikast.records import Seat, Usage
from dikast.tracing import span

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

T = TypeVar("T")


async def together(coroutines: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """The results of all, run at once, in order. The first failure cancels the rest and is raised as itself."""
    todo = list(coroutines)
    if len(todo) == 1:
        return [await todo[0]]
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(coroutine) for coroutine in todo]
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from None
    return [task.result() for task in tasks]


@dataclass(frozen=True)
class AgentCall:
    """What is asked of a seat: everything of a Request but the messages, which `again` makes longer.

    `about` are the steps of a worked solution that it is about, `shown` those that the seat is shown (None: all).
    """

    seat: Seat
    purpose: Purpose
    round: int
    step: int
    form: Form = None
    words: int | None = None
    sample: int = 0
    order: tuple[int, ...] | None = None
    about: tuple[int, ...] = ()
    shown: frozenset[int] | None = None


@dataclass(frozen=True)
class Answered(Generic[T]):
    """What was read from the last reply, the reply itself, and the usage of all of them."""

    value: T | Unreadable
    reply: Reply
    usage: Usage


async def call(context: EpisodeContext, ask: AgentCall, messages: Sequence[BaseMessage], attempt: int = 0) -> Reply:
    """One call. Its usage counts one call, or one repeat. Raises EpisodeFailed where the agent gives no reply."""
    seat = ask.seat
    request = Request(
        messages=tuple(messages),
        seat=seat.name,
        kind=seat.kind,
        purpose=ask.purpose,
        question=context.question_for(seat, ask.order or context.order, ask.shown),
        round=ask.round,
        argues=seat.argues,
        form=ask.form,
        words=ask.words,
        seed=derived_seed(context.seed, seat.name, ask.purpose, ask.step, ask.sample, attempt, *ask.about[:1]),
        sample=ask.sample,
        attempt=attempt,
        steps=ask.about,
    )
    agent = context.agents[seat.name]
    with span(
        "dikast.call",
        dikast__agent=agent.name,
        dikast__seat=seat.name,
        dikast__purpose=ask.purpose,
        dikast__round=ask.round,
        dikast__attempt=attempt,
    ) as watched:
        try:
            reply = await agent.reply(request)
        except AgentError as error:
            raise EpisodeFailed(seat.name, error) from error
        watched.set_attributes(
            gen_ai__response__model=reply.model or None,
            gen_ai__usage__input_tokens=reply.usage.input_tokens,
            gen_ai__usage__output_tokens=reply.usage.output_tokens,
        )
    counted = reply.usage.model_copy(update={"calls": int(not attempt), "repeats": int(bool(attempt))})
    return replace(reply, text=clean_text(reply.text), thinking=clean_text(reply.thinking), usage=counted)


async def ask_until_read(
    context: EpisodeContext, ask: AgentCall, messages: Sequence[BaseMessage], read: Callable[[Reply], T | Unreadable]
) -> Answered[T]:
    """A reply that `read` can read, asked for again at most as often as the protocol allows."""
    from langchain_core.messages import AIMessage, HumanMessage

    sent = list(messages)
    usage = Usage()
    attempt = 0
    while True:
        reply = await call(context, ask, sent, attempt)
        usage += reply.usage
        value = read(reply)
        if not isinstance(value, Unreadable) or attempt >= context.protocol.repeats:
            return Answered(value, reply, usage)
        attempt += 1
        sent += [AIMessage(reply.text or "(nothing)"), HumanMessage(render_prompt("again", reason=value.reason))]
