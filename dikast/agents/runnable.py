"""RunnableAgent: a LangChain runnable or a compiled LangGraph graph in a seat."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import Runnable, RunnableBinding
from langchain_core.runnables.config import var_child_runnable_config
from pydantic import BaseModel, TypeAdapter, ValidationError

from dikast.agents.agent import Form, Reply, Request
from dikast.agents.callable import user_failures
from dikast.agents.label_logprobs import LogprobToken
from dikast.agents.openai_response import choice_logprobs
from dikast.agents.structured_output import read_form
from dikast.errors import BadInput, PermanentError
from dikast.records import Usage

_TOKENS = TypeAdapter(list[LogprobToken])


class RunnableAgent:
    """A LangChain runnable in a seat: it is given the messages, and returns a message, a str or a Reply.

    A compiled graph is given `{"messages": […]}`; the last message of its final state is the reply, and the usage of
    every message it added is counted.
    """

    def __init__(self, runnable: Runnable[Any, Any], name: str) -> None:
        """Raises BadInput for a graph without messages in its state, or one that keeps state between episodes."""
        self._runnable = runnable
        self._name = name
        self._is_graph = _is_chat_graph(runnable)

    @property
    def name(self) -> str:
        """Where the runnable stands, `module:name`."""
        return self._name

    async def reply(self, request: Request) -> Reply:
        """What the runnable says. Its exceptions become PermanentError, or TransientError if they are passing."""
        started = time.perf_counter()
        messages = [message.model_copy() for message in request.messages]  # graphs write ids into them
        with user_failures(), _apart():
            output = await self._runnable.ainvoke({"messages": messages} if self._is_graph else messages)
        added: Sequence[BaseMessage] = ()
        if self._is_graph:
            added = _added(output, messages)
            output = added[-1] if added else None
        return self._read(output, added or (output,), request.form, time.perf_counter() - started)

    def _read(self, output: object, messages: Sequence[object], form: Form, seconds: float) -> Reply:
        match output:
            case Reply():
                return output
            case str():
                return Reply(text=output, parsed=read_form(form, output), usage=_usage((), seconds))
            case BaseMessage():
                return _message_reply(output, form, _usage(messages, seconds))
            case BaseModel() if isinstance(form, type) and isinstance(output, form):
                return Reply(text=output.model_dump_json(), parsed=output, usage=_usage((), seconds))
        what = "ended without a message" if self._is_graph else f"returned {type(output).__name__}"
        raise PermanentError(f"{self._name} {what}; an agent returns a message, a str or a Reply")


def _is_chat_graph(runnable: Runnable[Any, Any]) -> bool:
    from langgraph.pregel import Pregel

    while isinstance(runnable, RunnableBinding):
        runnable = runnable.bound
    if not isinstance(runnable, Pregel):
        return False
    if "messages" not in runnable.channels:
        raise BadInput("the graph's state has no `messages`; give it one, as LangGraph's MessagesState has")
    if runnable.checkpointer:
        raise BadInput("the graph has a checkpointer, and episodes share no state; compile it without")
    return True


@contextlib.contextmanager
def _apart() -> Iterator[None]:
    """Run a runnable as one of its own, not as a part of the graph that runs the episode."""
    token = var_child_runnable_config.set(None)
    try:
        yield
    finally:
        var_child_runnable_config.reset(token)


def _added(state: object, given: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The messages of a graph's final state that it was not given."""
    messages = state.get("messages", []) if isinstance(state, Mapping) else []
    known = {message.id or id(message) for message in given}
    return [m for m in messages if isinstance(m, BaseMessage) and (m.id or id(m)) not in known]


def _message_reply(message: BaseMessage, form: Form, usage: Usage) -> Reply:
    text = str(message.text)
    return Reply(
        text=text,
        parsed=read_form(form, text),
        choice_logprobs=choice_logprobs(_tokens(message), text, form),
        thinking=_thinking(message),
        model=str(message.response_metadata.get("model_name", "")),
        usage=usage,
    )


def _tokens(message: BaseMessage) -> list[LogprobToken]:
    """The tokens of a chat model that was bound to return log-probabilities; none where it gave none we can read."""
    given = message.response_metadata.get("logprobs")
    try:
        return _TOKENS.validate_python(given["content"]) if isinstance(given, dict) else []
    except (KeyError, ValidationError):
        return []


def _thinking(message: BaseMessage) -> str:
    blocks = (block for block in message.content_blocks if block["type"] == "reasoning")
    return "\n".join(str(block.get("reasoning", "")) for block in blocks)


def _usage(messages: Sequence[object], seconds: float) -> Usage:
    """One call, with the tokens that its messages tell of; what they cost is not known."""
    used = [m.usage_metadata for m in messages if isinstance(m, AIMessage) and m.usage_metadata]
    return Usage(
        calls=1,
        input_tokens=sum(u["input_tokens"] for u in used),
        output_tokens=sum(u["output_tokens"] for u in used),
        cached_tokens=sum(u.get("input_token_details", {}).get("cache_read", 0) for u in used),
        unpriced=1,
        seconds=seconds,
    )
