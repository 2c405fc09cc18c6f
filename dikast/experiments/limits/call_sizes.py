"""Call sizes: what the next call to an agent may take, by its own bounds and by what its calls took so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from dikast.agents import Agent, FallbackAgent, HandicappedAgent, LimitsReplies, Price, Priced, Request, text_bytes
from dikast.records import Purpose, Record, Usage

BYTES_A_TOKEN = 4
# Every provider counts images in its own way; few count one picture as more.
TOKENS_AN_IMAGE = 1500


class PlannedCall(Record):
    """A call that is to be made, as far as its cost goes. It can be sent to another process."""

    agent: str
    purpose: Purpose
    n_bytes: int
    n_images: int = 0
    max_tokens: int | None = None
    price: Price | None = None

    @classmethod
    def of(cls, agent: object, name: str, request: Request) -> PlannedCall:
        """The call of this request to an agent, which may know its price and the length of its replies."""
        return cls(
            agent=name,
            purpose=request.purpose,
            n_bytes=text_bytes(request.messages),
            n_images=_n_images(request),
            max_tokens=_reply_limit(agent, request),
            price=agent.price() if isinstance(agent, Priced) else None,
        )


@runtime_checkable
class PlansCalls(Protocol):
    """An agent around another, which says what a call to that one may cost."""

    def planned(self, request: Request) -> PlannedCall:
        """The call of this request, as far as its cost goes."""
        ...


def plan_call(agent: Agent, request: Request) -> PlannedCall:
    """The call of this request to an agent, which may be wrapped in others."""
    if isinstance(agent, FallbackAgent):
        return plan_call(agent.first, request)
    if isinstance(agent, HandicappedAgent):
        return plan_call(agent.agent, agent.weakened(request))
    if isinstance(agent, PlansCalls):
        return agent.planned(request)
    return PlannedCall.of(agent, agent.name, request)


@dataclass(frozen=True, slots=True)
class ExpectedCost:
    """What a call may take; of the reply's length nothing may be known."""

    usd: float
    tokens: float
    is_known: bool = True


@dataclass
class _AgentSizes:
    """The largest that calls to one agent took, and how many of each purpose were answered."""

    output_tokens: int = 0
    usd: float = 0.0
    tokens_a_byte: float = 1 / BYTES_A_TOKEN
    # What calls cost over what their tokens cost by the list price. Before the first call the list is believed.
    price_ratio: float | None = None
    n_answered: Counter[Purpose] = field(default_factory=Counter)

    def learn(self, call: PlannedCall, usage: Usage) -> None:
        """Takes in what a call took."""
        self.n_answered[call.purpose] += 1
        self.output_tokens = max(self.output_tokens, usage.output_tokens)
        self.usd = max(self.usd, usage.cost_usd)
        # With images the share of the text in the tokens is unknown.
        if call.n_bytes and not call.n_images:
            self.tokens_a_byte = max(self.tokens_a_byte, usage.input_tokens / call.n_bytes)
        listed_usd = _listed_usd(call.price, usage)
        if listed_usd:
            self.price_ratio = max(self.price_ratio or 0.0, usage.cost_usd / listed_usd)

    def expected(self, call: PlannedCall) -> ExpectedCost:
        """What the call may take."""
        n_input = self.input_tokens(call)
        n_output = self._reply_tokens(call)
        is_known = call.max_tokens is not None or bool(self.n_answered)
        if call.price is None:
            return ExpectedCost(self.usd, n_input + n_output, is_known)
        usd = call.price.usd(input_tokens=n_input, output_tokens=n_output)
        ratio = 1.0 if self.price_ratio is None else self.price_ratio
        return ExpectedCost(usd * ratio, n_input + n_output, is_known)

    def input_tokens(self, call: PlannedCall) -> int:
        """About how many tokens the prompt has, rather too many than too few."""
        return int(call.n_bytes * self.tokens_a_byte) + call.n_images * TOKENS_AN_IMAGE

    def _reply_tokens(self, call: PlannedCall) -> int:
        """The tokens of the longest reply there may be: `max_tokens`, or else the longest there was."""
        # Not every server keeps to max_tokens, and some do not count hidden reasoning into it.
        if call.max_tokens is not None:
            return max(call.max_tokens, self.output_tokens)
        # Nothing is known of the first reply: no guess may deny a call that would fit.
        return self.output_tokens


@dataclass
class CallSizes:
    """What calls took, by agent."""

    _agents: dict[str, _AgentSizes] = field(default_factory=dict)

    def learn(self, call: PlannedCall, usage: Usage) -> None:
        """Takes in what an answered call took."""
        self._of(call).learn(call, usage)

    def expected(self, call: PlannedCall) -> ExpectedCost:
        """What the call may take."""
        return self._of(call).expected(call)

    def bound(self, call: PlannedCall) -> ExpectedCost:
        """What the call may take by its prompt and its `max_tokens` alone, whatever other replies took."""
        n_input = self._of(call).input_tokens(call)
        n_output = call.max_tokens or 0
        if call.price is None:
            return ExpectedCost(0.0, n_input + n_output)
        return ExpectedCost(call.price.usd(input_tokens=n_input, output_tokens=n_output), n_input + n_output)

    def n_answered(self, call: PlannedCall) -> int:
        """How many calls for the same purpose the agent has answered."""
        return self._of(call).n_answered[call.purpose]

    def _of(self, call: PlannedCall) -> _AgentSizes:
        return self._agents.setdefault(call.agent, _AgentSizes())


def _reply_limit(agent: object, request: Request) -> int | None:
    """The most tokens of the reply: the agent's limit, or more where the last reply was cut off at it."""
    limit = agent.max_reply_tokens if isinstance(agent, LimitsReplies) else None
    return max(limit or 0, request.more_tokens) or None


def _listed_usd(price: Price | None, usage: Usage) -> float:
    """What the tokens of a call cost by the list price; 0 where that is unknown, or what the call cost."""
    if price is None or usage.unpriced:
        return 0.0
    return price.usd(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        cached_tokens=usage.cached_tokens,
    )


def _n_images(request: Request) -> int:
    """The number of images in a request's messages."""
    n_images = 0
    for message in request.messages:
        if not isinstance(message.content, str):
            n_images += sum(isinstance(part, dict) and part.get("type") != "text" for part in message.content)
    return n_images
