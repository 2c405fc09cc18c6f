"""Tools of the engine's own, which a seat may use before its speech: asked for in a reply, answered by the engine.

What they return depends on the question alone and nothing is run as code, so that a run that goes on asks for the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask
from dikast.graphs.node_context import NodeContext
from dikast.protocols import MOST_TOOL_CHARS, MOST_TOOL_USES, ToolName, Unreadable, render_prompt, split_thinking
from dikast.records import Check, InnerCall, Question, Usage
from dikast.replies import ToolUse, read_tool_use

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

T = TypeVar("T")

MOST_PASSAGES = 3
MOST_PASSAGE_CHARS = 400
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True)
class Spoken(Generic[T]):
    """What was read from a reply that uses no tool."""

    value: T


async def ask_with_tools(
    context: NodeContext, call: AgentCall, read: Callable[[Reply], T | Unreadable], tools: Sequence[ToolName]
) -> Answered[T]:
    """As `ask`, with the tools that the seat wants to use first; each use is one more call, and is in the usage.

    The uses are in `Answered.inner`, with what the agent itself called. After the last one only a speech is read.
    """
    if not tools:
        return await ask(context, call, read)
    from langchain_core.messages import AIMessage, HumanMessage

    def read_use(reply: Reply) -> Spoken[T] | ToolUse | Unreadable:
        return _use_or(reply, read)

    messages: list[BaseMessage] = list(context.prompts.messages(call.seat, call.at, context.history, call.order))
    usage = Usage()
    inner: tuple[InnerCall, ...] = ()
    for n_left in range(MOST_TOOL_USES - 1, -1, -1):
        wanted: Answered[Spoken[T] | ToolUse] = await ask(context, call, read_use, messages)
        usage += wanted.usage
        inner += wanted.inner
        use = wanted.value
        if isinstance(use, Unreadable):
            return Answered(use, wanted.reply, usage, inner)
        if isinstance(use, Spoken):
            return Answered(use.value, wanted.reply, usage, inner)
        used = await _used(use, tools, context.episode.question_for(call.seat, context.episode.order))
        inner = (*inner, used)
        result_text = render_prompt(
            "tool_result", tool=use.name, result=used.result, n_left=n_left, is_known=use.name in tools
        )
        messages += [AIMessage(wanted.public), HumanMessage(result_text)]
    answered = await ask(context, call, lambda reply: _speech_alone(reply, read), messages)
    return replace(answered, usage=usage + answered.usage, inner=inner + answered.inner)


def _use_or(reply: Reply, read: Callable[[Reply], T | Unreadable]) -> Spoken[T] | ToolUse | Unreadable:
    """The use of a tool that the reply ends with, else what is read of it."""
    use = read_tool_use(split_thinking(reply.text)[0])
    if use is not None:
        return replace(use, given=use.given[:MOST_TOOL_CHARS])
    value = read(reply)
    return value if isinstance(value, Unreadable) else Spoken(value)


def _speech_alone(reply: Reply, read: Callable[[Reply], T | Unreadable]) -> T | Unreadable:
    if read_tool_use(split_thinking(reply.text)[0]) is not None:
        return Unreadable("no tool can be used any more, and the reply has no speech")
    return read(reply)


async def _used(use: ToolUse, tools: Sequence[ToolName], question: Question) -> InnerCall:
    """The use of a tool as a call on record; failed where the seat has no such tool, or the tool has no answer."""
    from dikast.verify import calculate

    tool = next((tool for tool in tools if tool == use.name), None)
    result: str | None = None
    match tool:
        case None:
            result = None
        case "calculator":
            result = await calculate(use.given)
        case "search_source":
            result = search_source(question.source or "", use.given)
        case "verifier":
            result = await _verified(use.given, question)
    failed = result is None
    if result is None:
        result = f"your tools are {', '.join(tools)}" if tool is None else "nothing was found out"
    return InnerCall(kind="tool", name=use.name, arguments=use.given, result=result, failed=failed)


def search_source(source: str, words: str) -> str | None:
    """The three sentences of the source that have most of the words, in its own order; None where none has any."""
    wanted = set(_words(words))
    scored: list[tuple[int, int, str]] = []
    for position, sentence in enumerate(_SENTENCE.split(source)):
        n_met = len(wanted.intersection(_words(sentence)))
        if n_met:
            scored.append((-n_met, position, sentence.strip()[:MOST_PASSAGE_CHARS]))
    best = sorted(sorted(scored)[:MOST_PASSAGES], key=lambda found: found[1])
    return "\n".join(sentence for _, _, sentence in best) or None


async def _verified(claim: str, question: Question) -> str | None:
    """A line for each claim that a machine could decide; None where it could decide none."""
    from dikast.verify import check_step

    checks = await check_step(claim, problem=question.text)
    lines = [_check_line(check) for check in checks if check.status != "unknown"]
    return "\n".join(lines) or None


def _check_line(check: Check) -> str:
    return ": ".join(filter(None, (f"{check.claim} is {check.status}", check.evidence_text)))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
