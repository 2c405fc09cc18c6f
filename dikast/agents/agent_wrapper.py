"""AgentWrapper: what agents around another agent have in common."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.agents.ability import Ability, lack_of
from dikast.agents.agent import Agent, Closable, Reply, Request
from dikast.agents.price import Price, Priced


@dataclass
class AgentWrapper:
    """An agent around another one: it has that one's name, and takes and gives what that one does."""

    agent: Agent

    @property
    def name(self) -> str:
        """The name of the agent inside."""
        return self.agent.name

    @property
    def takes_images(self) -> bool:
        """Whether the agent inside takes images."""
        return may_take_images(self.agent)

    async def reply(self, request: Request) -> Reply:
        """The reply of the agent inside."""
        return await self.agent.reply(request)

    def lacks(self, ability: Ability) -> str | None:
        """What the agent inside lacks."""
        return lack_of(self.agent, ability)


def may_take_images(agent: Agent) -> bool:
    """Whether an agent takes images; one that does not say is taken to."""
    # isinstance with TakesImages would look the property up twice, and so would each agent inside of another.
    return bool(getattr(agent, "takes_images", True))


def price_of(agent: Agent) -> Price | None:
    """What an agent's tokens cost; None where that is not known."""
    return agent.price() if isinstance(agent, Priced) else None


async def close_agent(agent: Agent) -> None:
    """Closes an agent that holds something open."""
    if isinstance(agent, Closable):
        await agent.aclose()
