"""Calls to agents: one request, or the same again while its reply can't be read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from dikast.agents import Form, Reply, Request, masked_reply, told_ending, traced_reply
from dikast.errors import AgentError, AnswersAwaited, EpisodeFailed
from dikast.graphs.episode_context import EpisodeContext, derived_seed
from dikast.graphs.node_context import NodeContext
from dikast.graphs.reply_ending import WHY, ending_of
from dikast.protocols import TurnContext, Unreadable, clean_text, render_prompt, split_thinking
from dikast.records import Ending, InnerCall, Seat, Usage
from dikast.tracing import span

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

T = TypeVar("T")

LEAST_ROOM = 1024  # tokens for a reply that repeats one which was cut off


async def together(coroutines: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """The results of all, run concurrently, in order. The first failure cancels the others and is raised as itself.

    Where people have yet to answer, the others are finished first; then one AnswersAwaited is raised for all.
    """
    waiting = list(coroutines)
    # A single one needs no task of its own: most moves have one seat.
    if len(waiting) == 1:
        return [await waiting[0]]
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(_or_awaited(coroutine)) for coroutine in waiting]
    except BaseExceptionGroup as failures:
        # Callers wait for one EpisodeFailed, and know of no groups.
        raise failures.exceptions[0] from None
    return _none_awaited([task.result() for task in tasks])


async def _or_awaited(coroutine: Coroutine[Any, Any, T]) -> T | AnswersAwaited:
    """The result, or that people have yet to answer: a value, since an exception would cancel calls that are paid."""
    try:
        return await coroutine
    except AnswersAwaited as awaited:
        return awaited


def _none_awaited(results: Sequence[T | AnswersAwaited]) -> list[T]:
    """The results. Raises AnswersAwaited with all tasks where people have yet to answer."""
    finished: list[T] = []
    tasks: list[str] = []
    for result in results:
        if isinstance(result, AnswersAwaited):
            tasks += result.tasks
        else:
            finished.append(result)
    if tasks:
        raise AnswersAwaited(tasks)
    return finished


@dataclass(frozen=True)
class AgentCall:
    """What is asked of a seat: everything of a Request except the messages.

    `reply_tokens` is how many tokens a reply in the form takes at most (0: not known). `order` is the order of the
    choices as shown (None: the episode's own). `about` are the steps of a worked solution
    that the call is about, `shown` the steps that the seat is shown (None: all). `extra` are further values for the
    template of the last message.
    """

    seat: Seat
    at: TurnContext
    form: Form = None
    reply_tokens: int = 0
    words: int | None = None
    sample: int = 0
    order: tuple[int, ...] | None = None
    about: tuple[int, ...] = ()
    shown: frozenset[int] | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Answered(Generic[T]):
    """What was read from the last reply, the reply itself, the usage of all replies, and their inner calls."""

    value: T | Unreadable
    reply: Reply
    usage: Usage
    inner: tuple[InnerCall, ...] = ()

    @property
    def readable(self) -> T | None:
        """What was read; None where the reply could not be read."""
        if isinstance(self.value, Unreadable):
            return None
        return self.value

    @property
    def ending(self) -> Ending | None:
        """Why the reply says nothing, or not all. A text that could be read is no refusal, whatever its words."""
        if isinstance(self.value, Unreadable):
            return ending_of(self.reply)
        return told_ending(self.reply)

    @property
    def public(self) -> str:
        """The reply's text without its thinking."""
        return split_thinking(self.reply.text)[0]

    @property
    def thinking(self) -> str:
        """What the backend returned as reasoning, else the thinking in the text."""
        return self.reply.thinking or split_thinking(self.reply.text)[1]

    @property
    def fault(self) -> str | None:
        """Why the reply could not be read; None where it could."""
        if not isinstance(self.value, Unreadable):
            return None
        ending = self.ending
        if ending is None:
            return self.value.reason
        return f"{WHY[ending]}: {self.value.reason}"


async def ask(
    context: NodeContext,
    call: AgentCall,
    read: Callable[[Reply], T | Unreadable],
    messages: Sequence[BaseMessage] | None = None,
) -> Answered[T]:
    """A reply that `read` can read, asked for again at most as often as the protocol allows.

    `messages` are by default what the prompt builder writes for this call. Raises EpisodeFailed where the agent gives
    no reply.
    """
    from langchain_core.messages import AIMessage, HumanMessage

    if messages is None:
        messages = context.prompts.messages(call.seat, call.at, context.history, call.order, call.extra)
    conversation = list(messages)
    usages: list[Usage] = []
    inner: tuple[InnerCall, ...] = ()
    attempt = more_tokens = 0
    while True:
        reply = await _reply(context.episode, call, conversation, attempt, more_tokens)
        usages.append(reply.usage)
        inner += reply.inner
        value = read(reply)
        if not isinstance(value, Unreadable) or attempt >= context.episode.protocol.repeats:
            return Answered(value, reply, Usage.total(usages), inner)
        attempt += 1
        if ending_of(reply) == "cut_off":
            more_tokens = max(LEAST_ROOM, 2 * reply.usage.output_tokens)
        # Some backends refuse a message without text.
        conversation.append(AIMessage(reply.text or "(nothing)"))
        conversation.append(HumanMessage(render_prompt("again", reason=value.reason)))


async def _reply(
    episode: EpisodeContext, call: AgentCall, messages: Sequence[BaseMessage], attempt: int, more_tokens: int
) -> Reply:
    """One call. Its usage counts one call, or one repeat."""
    agent = episode.agents[call.seat.name]
    with span(
        "dikast.call",
        dikast__agent=agent.name,
        dikast__seat=call.seat.name,
        dikast__purpose=call.at.purpose,
        dikast__round=call.at.round,
        dikast__attempt=attempt,
    ) as watched:
        try:
            replying = agent.reply(_request(episode, call, messages, attempt, more_tokens))
            reply = masked_reply(await traced_reply(agent, replying))
        except AgentError as error:
            raise EpisodeFailed(call.seat.name, error) from error
        watched.set_attributes(
            gen_ai__response__model=reply.model or None,
            gen_ai__usage__input_tokens=reply.usage.input_tokens,
            gen_ai__usage__output_tokens=reply.usage.output_tokens,
        )
    is_repeat = attempt > 0
    usage = reply.usage.model_copy(update={"calls": int(not is_repeat), "repeats": int(is_repeat)})
    return replace(reply, text=clean_text(reply.text), thinking=clean_text(reply.thinking), usage=usage)


def _request(
    episode: EpisodeContext, call: AgentCall, messages: Sequence[BaseMessage], attempt: int, more_tokens: int
) -> Request:
    seat, at = call.seat, call.at
    # Steps that are labelled one by one at the same tick would otherwise share a seed.
    seed = derived_seed(episode.seed, seat.name, at.purpose, at.tick, call.sample, attempt, *call.about[:1])
    # The order of a judge that accepts or rejects is that of its two statements, and not of choices.
    order = episode.order if call.order is None or at.purpose == "accept" else call.order
    question = episode.question_for(seat, order, call.shown)
    if at.purpose == "solve" and episode.protocol.about == "responses":
        # The judge answers the task before it is shown a response or a reference.
        question = question.model_copy(update={"choices": (), "references": (), "reference_solution": None})
    return Request(
        messages=tuple(messages),
        seat=seat.name,
        kind=seat.kind,
        purpose=at.purpose,
        question=question,
        round=at.round,
        argues=seat.argues,
        form=call.form,
        reply_tokens=call.reply_tokens,
        words=call.words,
        tools=episode.protocol.roles[seat.role].tools if at.purpose == "speak" else (),
        seed=seed,
        episode_seed=episode.seed,
        sample=call.sample,
        attempt=attempt,
        more_tokens=more_tokens,
        steps=call.about,
        episode=episode.id,
        thread=_thread(episode, call),
    )


def _thread(episode: EpisodeContext, call: AgentCall) -> str:
    """The name of the conversation that a call goes on with."""
    parts = [episode.id, call.seat.name]
    # Calls side by side must not share a conversation: one would see what another one said.
    order = call.order or episode.order
    # Without choices, what is decided between has an order of its own.
    usual = episode.order or tuple(range(len(order)))
    if episode.is_rerun or order != usual:
        parts.append("reversed")
    if call.at.purpose == "testify":
        # An earlier copy goes on with no conversation: its present self knows more.
        parts.append(f"copy-{call.at.tick}")
    if call.sample:
        parts.append(f"sample-{call.sample}")
    # A judge's question about some steps is the next turn of its one conversation.
    if call.about and call.at.purpose != "ask":
        parts.append(f"steps-{'-'.join(map(str, call.about))}")
    return "/".join(parts)
