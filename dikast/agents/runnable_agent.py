"""RunnableAgent: a LangChain runnable or a compiled LangGraph graph as an agent."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from langchain_core.language_models import BaseLanguageModel
from langchain_core.messages import AIMessage, BaseMessage, RemoveMessage
from langchain_core.runnables import Runnable, RunnableBinding, RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config
from langgraph.channels import BinaryOperatorAggregate
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph.message import REMOVE_ALL_MESSAGES, add_messages
from langgraph.pregel import Pregel
from pydantic import BaseModel, TypeAdapter, ValidationError

from dikast.agents.ability import Ability
from dikast.agents.agent import Form, Reply, Request
from dikast.agents.callable_agent import raise_agent_errors
from dikast.agents.inner_calls import traced_if_nested
from dikast.agents.label_logprobs import LogprobToken
from dikast.agents.openai_response import choice_logprobs
from dikast.agents.structured_output import read_form
from dikast.errors import BadInput, PermanentError
from dikast.records import Usage

_TOKENS = TypeAdapter(list[LogprobToken])


class RunnableAgent:
    """A LangChain runnable as an agent: it gets the messages, and returns a message, a str or a Reply.

    A compiled graph gets `{"messages": […]}`. The last message of its final state is the reply; the tokens of all
    messages that it added are counted. A graph with a checkpointer gets `Request.thread` as its `thread_id`. Its
    messages are then those of the request, in place of those that the thread had; the rest of its state goes on.
    """

    def __init__(self, runnable: Runnable[Any, Any], name: str) -> None:
        """Raises BadInput for a graph without messages in its state, or whose threads can't take a conversation."""
        self._runnable = runnable
        self.name = name
        graph = _chat_graph(runnable)
        self._is_graph = graph is not None
        self._has_threads = graph is not None and isinstance(graph.checkpointer, BaseCheckpointSaver)
        if graph is not None and self._has_threads:
            _check_thread_messages(graph)

    @traced_if_nested("agent")
    async def reply(self, request: Request) -> Reply:
        """What the runnable returns. Raises AgentErrors for its exceptions, and PermanentError if nothing fits."""
        started = time.perf_counter()
        # Copies, because graphs write ids into the messages they get.
        messages = [message.model_copy() for message in request.messages]
        with raise_agent_errors(), _outside_of_any_graph():
            output = await self._runnable.ainvoke(self._input(messages), self._config(request))
        seconds = time.perf_counter() - started
        if not self._is_graph:
            return self._read(output, [output], request.form, seconds)
        new_messages = _new_messages(output, messages)
        if not new_messages:
            raise self._wrong_output("ended without a message")
        return self._read(new_messages[-1], new_messages, request.form, seconds)

    def lacks(self, ability: Ability) -> str | None:
        """Likelihoods where it ends in a message; any other runnable may return a Reply."""
        if ability == "likelihoods" and (self._is_graph or isinstance(self._runnable, BaseLanguageModel)):
            return "a LangChain message has no place for how likely a given text is"
        return None

    def _input(self, messages: Sequence[BaseMessage]) -> object:
        """What the runnable is given."""
        if not self._is_graph:
            return messages
        if self._has_threads:
            # A request has the whole conversation: what the thread has of it would be there twice.
            return {"messages": [RemoveMessage(REMOVE_ALL_MESSAGES), *messages]}
        return {"messages": messages}

    def _config(self, request: Request) -> RunnableConfig | None:
        """The thread of the request, for a graph that keeps threads. A request without one has a thread of its own."""
        if not self._has_threads:
            return None
        return {"configurable": {"thread_id": request.thread or uuid.uuid4().hex}}

    def _read(self, output: object, messages: Sequence[object], form: Form, seconds: float) -> Reply:
        """The reply in the output; `messages` are those whose tokens are counted.

        A Reply is returned unchanged, its own usage included. Raises PermanentError for any other type.
        """
        match output:
            case Reply():
                return output
            case str():
                return Reply(
                    text=output,
                    parsed=read_form(form, output),
                    usage=_usage((), seconds),
                )
            case BaseMessage():
                return _message_reply(output, form, _usage(messages, seconds))
            case BaseModel() if isinstance(form, type) and isinstance(output, form):
                return Reply(
                    text=output.model_dump_json(by_alias=True),
                    parsed=output,
                    usage=_usage((), seconds),
                )
        raise self._wrong_output(f"returned {type(output).__name__}")

    def _wrong_output(self, what_it_did: str) -> PermanentError:
        """The error for an output that is no reply."""
        return PermanentError(f"{self.name} {what_it_did}; an agent returns a message, a str or a Reply")


def _chat_graph(runnable: Runnable[Any, Any]) -> Pregel[Any, Any, Any, Any] | None:
    """The compiled graph that the runnable is, if it is one. Raises BadInput for a graph that can't be an agent."""
    while isinstance(runnable, RunnableBinding):
        runnable = runnable.bound
    if not isinstance(runnable, Pregel):
        return None
    if "messages" not in runnable.channels:
        raise BadInput("the graph's state has no `messages`; give it one, as LangGraph's MessagesState has")
    return runnable


def _check_thread_messages(graph: Pregel[Any, Any, Any, Any]) -> None:
    """Raises BadInput where a thread's messages would pile up, since no request could take the place of the last."""
    channel = graph.channels["messages"]
    if isinstance(channel, BinaryOperatorAggregate) and channel.operator is add_messages:
        return
    raise BadInput("the graph has a checkpointer, so its `messages` need LangGraph's reducer `add_messages`")


@contextlib.contextmanager
def _outside_of_any_graph() -> Iterator[None]:
    """Hide the graph that runs the episode: a runnable called inside it would count as one of its nodes."""
    token = var_child_runnable_config.set(None)
    try:
        yield
    finally:
        var_child_runnable_config.reset(token)


def _new_messages(state: object, input_messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The messages of a graph's final state that were not in its input.

    A graph's state usually keeps the input messages and adds its own at the end; a graph may also remove some.
    """
    if not isinstance(state, Mapping):
        return []
    # After the run, because only then the input messages have the ids that the graph gave them.
    input_ids = set(map(_message_id, input_messages))
    new_messages: list[BaseMessage] = []
    for message in state.get("messages", []):
        # The state is the author's: its list may hold anything.
        if not isinstance(message, BaseMessage):
            continue
        if _message_id(message) not in input_ids:
            new_messages.append(message)
    return new_messages


def _message_id(message: BaseMessage) -> str | int:
    """The message's own id. One without is the same message only if it is the same object."""
    return message.id or id(message)


def _message_reply(message: BaseMessage, form: Form, usage: Usage) -> Reply:
    """A LangChain message as a Reply: its text, form, log-probabilities and reasoning."""
    text = str(message.text)
    return Reply(
        text=text,
        parsed=read_form(form, text),
        choice_logprobs=choice_logprobs(_logprob_tokens(message), text, form),
        thinking=_thinking(message),
        finish_reason=_finish_reason(message),
        model=str(message.response_metadata.get("model_name", "")),
        usage=usage,
    )


def _logprob_tokens(message: BaseMessage) -> list[LogprobToken]:
    """The tokens and log-probabilities of a chat model that was bound to return them; else an empty list."""
    logprobs = message.response_metadata.get("logprobs")
    if not isinstance(logprobs, dict):
        return []
    # The metadata has no schema. Log-probabilities in another shape must not cost the reply.
    try:
        return _TOKENS.validate_python(logprobs["content"])
    except (KeyError, ValidationError):
        return []


def _finish_reason(message: BaseMessage) -> str:
    """Why a chat model's reply ended, under the names that providers use."""
    for name in ("finish_reason", "stop_reason", "done_reason"):
        reason = message.response_metadata.get(name)
        if isinstance(reason, str):
            return reason
    return ""


def _thinking(message: BaseMessage) -> str:
    """The reasoning in a message, which LangChain keeps in blocks beside the text."""
    texts: list[str] = []
    for block in message.content_blocks:
        if block["type"] == "reasoning":
            # A block whose reasoning the provider hides has no text.
            text = block.get("reasoning", "")
            texts.append(str(text))
    return "\n".join(texts)


def _usage(messages: Sequence[object], seconds: float) -> Usage:
    """One call at an unknown price, with the tokens that the messages report."""
    input_tokens = output_tokens = cached_tokens = 0
    for message in messages:
        # Only models' messages report tokens, and not all of them do.
        if not isinstance(message, AIMessage) or not message.usage_metadata:
            continue
        tokens = message.usage_metadata
        input_tokens += tokens["input_tokens"]
        output_tokens += tokens["output_tokens"]
        cached_tokens += tokens.get("input_token_details", {}).get("cache_read", 0)
    return Usage(
        calls=1,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        cached_tokens=cached_tokens,
        unpriced=1,
        seconds=seconds,
    )
