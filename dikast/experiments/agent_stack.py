"""Agent stack: the journal, the limits and the retries around every agent of a run, put there once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dikast.agents import Agent, FallbackAgent, HandicappedAgent, is_person
from dikast.experiments.journals import CachedAgent, Journal, KeyedLock, SingleFlight
from dikast.experiments.limits import (
    CallAllowance,
    CallBudget,
    CallSizes,
    Limiter,
    Limits,
    ModelLimiter,
    RetryingAgent,
    UsageMeter,
    in_episode,
    run_budget,
)
from dikast.experiments.run_plan import LANE_SEPARATOR
from dikast.graphs import Pause

if TYPE_CHECKING:
    from dikast.experiments.people import PeopleDesk


@dataclass
class AgentStack:
    """Wraps each agent in retries, under one limiter for all agents of a model, and those in the journal.

    `limiter_for` makes the limiter of a model: by default one of this process. Where several processes share a
    model's limits, it makes one that asks for its slots elsewhere; so does `allowance` for money and tokens, which are
    otherwise kept here, in `budget`. With `serves_people` people are asked at the `desk` and not at the terminal, and
    their episodes are kept in the `pause` meanwhile; both are set before the run.
    """

    limits: Limits
    journal: Journal
    retries_failed: bool = True
    limiter_for: Callable[[str], Limiter] | None = None
    meter: UsageMeter = field(default_factory=UsageMeter)
    call_locks: KeyedLock = field(default_factory=SingleFlight)
    # Tells this run's calls from equal calls of another run. It is known once there is a run folder.
    call_scope: str = ""
    # Of each agent that is code: its files, and what the keys of its calls have beside its name (see code_versions).
    code: dict[str, dict[str, str]] = field(default_factory=dict)
    key_suffixes: dict[str, str] = field(default_factory=dict)
    limiters: dict[str, Limiter] = field(default_factory=dict)
    allowance: CallAllowance | None = None
    serves_people: bool = False
    desk: PeopleDesk | None = None
    pause: Pause | None = None
    budget: CallBudget | None = field(init=False)
    # Apart from what the budget learns, which counts only calls that were paid for now.
    _sizes_in_episodes: CallSizes = field(default_factory=CallSizes)

    def __post_init__(self) -> None:
        self.budget = run_budget(self.limits)

    def around(self, agent: Agent, model: str) -> CachedAgent:
        """The agent with everything around it; its limits are those of `model`."""
        # The journal is outermost: an answer that it has takes no slot, no try and no money.
        return CachedAgent(self._within_limits(agent, model), self, model)

    def _within_limits(self, agent: Agent, model: str) -> Agent:
        """The agent in its retries and limits; where it has a fallback, each of the two in its own."""
        if isinstance(agent, FallbackAgent):
            first = self._within_limits(agent.first, agent.first_model)
            second = self._within_limits(agent.second, agent.second_model)
            return replace(agent, first=first, second=second)
        if isinstance(agent, HandicappedAgent):
            # Outside of the limits: these are about what the model inside is really sent.
            return replace(agent, agent=self._within_limits(agent.agent, model))
        if self.serves_people and is_person(agent.name):
            from dikast.experiments.people import SeatedPerson

            # Without retries and deadlines: an answer may take days, and holds no slot.
            return SeatedPerson(agent.name, self)
        allowance = self.allowance or self.budget
        return RetryingAgent(agent, self.limiter(model), self.limits, self.meter, allowance)

    def in_episode(self, agents: Mapping[str, Agent]) -> Mapping[str, Agent]:
        """The agents for one episode, held to its limits."""
        return in_episode(agents, self.limits, self._sizes_in_episodes)

    def pause_of(self, lane: str) -> Pause | None:
        """Where an episode of this lane is kept while it waits; None for one without people, which never does."""
        if self.pause is None or not any(map(is_person, lane.split(LANE_SEPARATOR))):
            return None
        # Limits of an episode count all of its calls: those before a checkpoint would not be seen.
        return replace(self.pause, begins_anew=self.limits.bounds_episodes)

    def limiter(self, model: str) -> Limiter:
        """The limiter of a model, made when it is first asked for."""
        if model not in self.limiters:
            self.limiters[model] = self._new_limiter(model)
        return self.limiters[model]

    def _new_limiter(self, model: str) -> Limiter:
        """One from `limiter_for`, or one of this process."""
        if self.limiter_for is not None:
            return self.limiter_for(model)
        return ModelLimiter(self.limits.of(model))
