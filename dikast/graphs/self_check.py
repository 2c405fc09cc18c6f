"""A judge that checks itself: it names what could sway it before its verdict, or reflects on its verdict afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask
from dikast.graphs.node_context import NodeContext
from dikast.protocols import SelfCheck, Unreadable, render_prompt

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

T = TypeVar("T")


@dataclass(frozen=True)
class CheckedAnswer(Generic[T]):
    """The last answer, with the usage of all calls; and what the judge wrote before it."""

    answered: Answered[T]
    earlier: str = ""

    @property
    def text(self) -> str:
        """All that the judge wrote, without its thinking."""
        return "\n\n".join(filter(None, (self.earlier, self.answered.public)))


async def ask_with_check(
    context: NodeContext, call: AgentCall, read: Callable[[Reply], T | Unreadable], check: SelfCheck | None
) -> CheckedAnswer[T]:
    """The judge's answer: of one call without a check, of two with one. The last reply is the answer.

    Raises EpisodeFailed where the agent gives no reply.
    """
    match check:
        case None:
            return CheckedAnswer(await ask(context, call, read))
        case "detect":
            return await _after_detection(context, call, read)
        case "reflect":
            return await _after_reflection(context, call, read)


async def _after_detection(
    context: NodeContext, call: AgentCall, read: Callable[[Reply], T | Unreadable]
) -> CheckedAnswer[T]:
    """The answer of a judge that has first named what could sway it."""
    at = replace(call.at, purpose="detect")
    detection = replace(call, at=at, form=None)
    noted = await ask(context, detection, _any_text)
    asked = _messages(context, detection)
    # The judge's task comes again in full: what could sway it is then not the last thing that it has read.
    messages = [*asked, _said(noted.public), _messages(context, call)[-1]]
    answered = await ask(context, call, read, messages)
    return CheckedAnswer(_with_usage(answered, noted), noted.public)


async def _after_reflection(
    context: NodeContext, call: AgentCall, read: Callable[[Reply], T | Unreadable]
) -> CheckedAnswer[T]:
    """The final answer of a judge that was asked what moved it."""
    from langchain_core.messages import HumanMessage

    first = await ask(context, call, read)
    messages = [*_messages(context, call), _said(first.public), HumanMessage(render_prompt("reflect"))]
    answered = await ask(context, call, read, messages)
    return CheckedAnswer(_with_usage(answered, first), first.public)


def _messages(context: NodeContext, call: AgentCall) -> tuple[BaseMessage, ...]:
    return context.prompts.messages(call.seat, call.at, context.history, call.order)


def _said(public: str) -> BaseMessage:
    """What the judge said before, without its private thinking, which is sent to no seat."""
    from langchain_core.messages import AIMessage

    # Some backends refuse a message without text.
    return AIMessage(public or "(nothing)")


def _any_text(reply: Reply) -> str | Unreadable:
    """What could sway the judge, in its own words: nothing can be wrong with their form."""
    return reply.text


def _with_usage(answered: Answered[T], earlier: Answered[T] | Answered[str]) -> Answered[T]:
    return replace(answered, usage=earlier.usage + answered.usage, inner=earlier.inner + answered.inner)
