"""EpisodeAgent: an agent in one episode, whose calls are held to the limits of the episode and of the call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dikast.agents import Agent, AgentWrapper, Reply, Request
from dikast.errors import PermanentError
from dikast.experiments.limits.call_budget import BudgetSpent, CallBudget, SpendingLimit
from dikast.experiments.limits.call_sizes import CallSizes, ExpectedCost, PlannedCall, plan_call
from dikast.experiments.limits.run_limits import Limits
from dikast.records import Usage


@dataclass
class EpisodeAgent(AgentWrapper):
    """An agent whose calls count towards one episode. A call that does not fit is not made: the episode has failed.

    Replies from the journal count as well: an episode takes as much whenever it was paid for.
    """

    limits: Limits
    budget: CallBudget

    async def reply(self, request: Request) -> Reply:
        """The agent's reply. Raises PermanentError for a call that the limits do not allow, and as the agent does."""
        call = plan_call(self.agent, request)
        self._check_call(call)
        expected = await self._entered(call)
        usage: Usage | None = None
        try:
            reply = await self.agent.reply(request)
            usage = reply.usage
            return reply
        finally:
            self.budget.leave(call, expected, usage)

    async def _entered(self, call: PlannedCall) -> ExpectedCost:
        """What is set aside for the call. Raises PermanentError where there is no room for it in the episode."""
        try:
            return await self.budget.enter(call)
        except BudgetSpent as spent:
            raise PermanentError(str(spent)) from None

    def _check_call(self, call: PlannedCall) -> None:
        """Raises PermanentError for a call that may take more than a single one is allowed to."""
        bound = self.budget.sizes.bound(call)
        for limit, amount in ((_call_usd(self.limits), bound.usd), (_call_tokens(self.limits), bound.tokens)):
            if limit is None or limit.has_room(amount):
                continue
            raise PermanentError(f"{limit}: this call may take {limit.amount(float(f'{amount:.3g}'))}")


def in_episode(agents: Mapping[str, Agent], limits: Limits, sizes: CallSizes) -> Mapping[str, Agent]:
    """The agents for one episode: held to its limits where it has any."""
    if not limits.bounds_episodes:
        return agents
    usd = _limit("limits.episode_usd", limits.episode_usd, "$")
    budget = CallBudget(usd, _limit("limits.episode_tokens", limits.episode_tokens), sizes)
    return {role: EpisodeAgent(agent, limits, budget) for role, agent in agents.items()}


def run_budget(limits: Limits) -> CallBudget | None:
    """The budget of all calls of a run; None where neither money nor tokens are limited."""
    if limits.usd is None and limits.tokens is None:
        return None
    return CallBudget(_limit("limits.usd", limits.usd, "$"), _limit("limits.tokens", limits.tokens))


def _call_usd(limits: Limits) -> SpendingLimit | None:
    return _limit("limits.call_usd", limits.call_usd, "$")


def _call_tokens(limits: Limits) -> SpendingLimit | None:
    return _limit("limits.call_tokens", limits.call_tokens)


def _limit(key: str, most: float | None, unit: str = "") -> SpendingLimit | None:
    """The limit; None where none is set."""
    if most is None:
        return None
    return SpendingLimit(key, most, unit)
