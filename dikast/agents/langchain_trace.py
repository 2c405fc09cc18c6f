"""What LangChain and LangGraph run inside an agent's reply, by their callbacks: models, tools, retrievers, graphs."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, LLMResult
from langchain_core.runnables.config import var_child_runnable_config
from langchain_core.tracers.context import register_configure_hook

from dikast.agents.traced_call import TracedCall
from dikast.records import InnerCall, InnerKind, Usage

if TYPE_CHECKING:
    from langchain_core.documents import Document

# What LangGraph tags the run of a node with.
NODE_TAG = "graph:step:"

_handler: ContextVar[BaseCallbackHandler | None] = ContextVar("dikast_langchain_handler", default=None)


@contextmanager
def watch_langchain(calls: list[TracedCall | InnerCall]) -> Iterator[None]:
    """Append what LangChain runs within the block to `calls`. A graph around the block is hidden from it."""
    _register_once()
    handler_token = _handler.set(InnerCallHandler(calls))
    # A runnable that is called inside a graph would count as one of its nodes.
    config_token = var_child_runnable_config.set(None)
    try:
        yield
    finally:
        var_child_runnable_config.reset(config_token)
        _handler.reset(handler_token)


@functools.cache
def _register_once() -> None:
    """From now on LangChain looks for a handler in our variable whenever it configures callbacks."""
    register_configure_hook(_handler, inheritable=True)


@dataclass
class LangChainRun:
    """A run under way: the one that it is part of, its name and input, and the call that it is kept as, if any."""

    parent: UUID | None
    name: str
    given: object = ""
    call: TracedCall | None = None


class InnerCallHandler(BaseCallbackHandler):
    """Keeps models, tools, retrievers and graphs within graphs as calls, each within the kept run around it."""

    # Otherwise an async run would hand every event to a thread, and calls could change places.
    run_inline = True

    def __init__(self, calls: list[TracedCall | InnerCall]) -> None:
        self._calls = calls
        self._runs: dict[UUID, LangChainRun] = {}

    def on_chain_start(
        self,
        serialized: dict[str, Any] | None,
        inputs: Any,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        tags: list[str] | None = None,
        **more: Any,
    ) -> None:
        """A runnable, a graph or a node begins. The first node of a graph shows that the run around it is a graph."""
        self._runs[run_id] = LangChainRun(parent_run_id, str(more.get("name") or "runnable"), _last_message(inputs))
        around = self._runs.get(parent_run_id) if parent_run_id is not None else None
        is_node = any(tag.startswith(NODE_TAG) for tag in tags or ())
        # The outermost graph is the agent itself, or what its author wrote around the others.
        if not is_node or around is None or around.parent is None:
            return
        if around.call is None:
            around.call = self._append("agent", around.name, around.given, around.parent)

    def on_chain_end(self, outputs: Any, *, run_id: UUID, **more: Any) -> None:
        """A runnable or a graph ends."""
        self._end(run_id, _last_message(outputs))

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **more: Any) -> None:
        """A runnable or a graph fails."""
        self._fail(run_id, error)

    def on_chat_model_start(
        self,
        serialized: dict[str, Any] | None,
        messages: list[list[BaseMessage]],
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        metadata: dict[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """A chat model is called. Its last message is what is new in the call."""
        given = _message_text(messages[0][-1]) if messages and messages[0] else ""
        self._begin("model", _model_name(serialized, metadata), given, run_id, parent_run_id)

    def on_llm_start(
        self,
        serialized: dict[str, Any] | None,
        prompts: list[str],
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        metadata: dict[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """A model that completes texts is called."""
        self._begin("model", _model_name(serialized, metadata), "\n".join(prompts), run_id, parent_run_id)

    def on_llm_end(self, response: LLMResult, *, run_id: UUID, **more: Any) -> None:
        """A model has replied."""
        text, usage = _completed(response)
        self._end(run_id, text, usage)

    def on_llm_error(self, error: BaseException, *, run_id: UUID, **more: Any) -> None:
        """A model has failed."""
        self._fail(run_id, error)

    def on_tool_start(
        self,
        serialized: dict[str, Any] | None,
        input_str: str,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        inputs: dict[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """A tool is called."""
        name = str((serialized or {}).get("name") or "tool")
        self._begin("tool", name, input_str if inputs is None else inputs, run_id, parent_run_id)

    def on_tool_end(self, output: Any, *, run_id: UUID, **more: Any) -> None:
        """A tool has returned."""
        self._end(run_id, _message_text(output) if isinstance(output, BaseMessage) else output)

    def on_tool_error(self, error: BaseException, *, run_id: UUID, **more: Any) -> None:
        """A tool has failed."""
        self._fail(run_id, error)

    def on_retriever_start(
        self,
        serialized: dict[str, Any] | None,
        query: str,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        **more: Any,
    ) -> None:
        """A retriever is asked."""
        name = str(more.get("name") or (serialized or {}).get("name") or "retriever")
        self._begin("retriever", name, query, run_id, parent_run_id)

    def on_retriever_end(self, documents: Sequence[Document], *, run_id: UUID, **more: Any) -> None:
        """A retriever has found documents."""
        self._end(run_id, [document.page_content for document in documents])

    def on_retriever_error(self, error: BaseException, *, run_id: UUID, **more: Any) -> None:
        """A retriever has failed."""
        self._fail(run_id, error)

    def _begin(self, kind: InnerKind, name: str, given: object, run_id: UUID, parent: UUID | None) -> None:
        self._runs[run_id] = LangChainRun(parent, name, given, self._append(kind, name, given, parent))

    def _append(self, kind: InnerKind, name: str, given: object, parent: UUID | None) -> TracedCall:
        """A new call, in the nearest kept run around it."""
        call = TracedCall(kind, name, given)
        calls = self._calls
        while parent is not None and parent in self._runs:
            around = self._runs[parent]
            if around.call is not None:
                calls = around.call.inner
                break
            parent = around.parent
        calls.append(call)
        return call

    def _end(self, run_id: UUID, result: object, usage: Usage | None = None) -> None:
        run = self._runs.get(run_id)
        if run is None or run.call is None:
            return
        run.call.result = result
        if usage is not None:
            run.call.usage = usage

    def _fail(self, run_id: UUID, error: BaseException) -> None:
        run = self._runs.get(run_id)
        if run is not None and run.call is not None:
            run.call.fail(error)


def _model_name(serialized: Mapping[str, Any] | None, metadata: Mapping[str, Any] | None) -> str:
    """The model's name as its provider has it, else its class."""
    return str((metadata or {}).get("ls_model_name") or (serialized or {}).get("name") or "model")


def _completed(response: LLMResult) -> tuple[str, Usage]:
    """The text of a model's reply, and what it took, at an unknown price."""
    generation = response.generations[0][0] if response.generations and response.generations[0] else None
    if not isinstance(generation, ChatGeneration):
        return generation.text if generation is not None else "", Usage(calls=1, unpriced=1)
    message = generation.message
    usage = Usage(calls=1, unpriced=1)
    if isinstance(message, AIMessage) and message.usage_metadata:
        tokens = message.usage_metadata
        counted = {
            "input_tokens": tokens["input_tokens"],
            "output_tokens": tokens["output_tokens"],
            "cached_tokens": tokens.get("input_token_details", {}).get("cache_read", 0),
        }
        usage = usage.model_copy(update=counted)
    return _message_text(message), usage


def _message_text(message: BaseMessage) -> str:
    """A message's text; of one that calls tools, those calls too."""
    parts = [str(message.text)]
    if isinstance(message, AIMessage):
        parts += [f"{call['name']}({call['args']})" for call in message.tool_calls]
    return "\n".join(filter(None, parts))


def _last_message(state: object) -> object:
    """The text of the last message of a graph's state; empty for anything else."""
    messages = state.get("messages") if isinstance(state, Mapping) else None
    if isinstance(messages, list) and messages and isinstance(messages[-1], BaseMessage):
        return _message_text(messages[-1])
    return ""
