"""Stack: what stands around every agent of a run, put there once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dikast.agents import Agent
from dikast.experiments.journals import CachedAgent, Journal, KeyedLock, SingleFlight
from dikast.experiments.limits import Limiter, Limits, ModelLimiter, RetryingAgent, UsageMeter


@dataclass
class AgentStack:
    """Around each agent a guard, one limiter for all agents of a model, and around that the journal.

    `limiter_for` makes the limiter of a model: by default one of this process; where several processes share a
    model's limits, one that asks for its slots elsewhere.
    """

    limits: Limits
    journal: Journal
    retries_failed: bool = True
    limiter_for: Callable[[str], Limiter] | None = None
    meter: UsageMeter = field(default_factory=UsageMeter)
    call_locks: KeyedLock = field(default_factory=SingleFlight)
    limiters: dict[str, Limiter] = field(default_factory=dict)

    def around(self, agent: Agent, model: str) -> CachedAgent:
        """The agent with everything around it; `model` is the name that its limits go by."""
        retrying = RetryingAgent(agent, self.limiter(model), self.limits, self.meter)
        return CachedAgent(retrying, self, model)

    def limiter(self, model: str) -> Limiter:
        """The limiter of a model, made when it is first asked for."""
        if model not in self.limiters:
            make = self.limiter_for or (lambda model: ModelLimiter(self.limits.of(model)))
            self.limiters[model] = make(model)
        return self.limiters[model]
