"""AgentWrapper: what agents around another agent have in common."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.agents.agent import Agent, TakesImages


@dataclass
class AgentWrapper:
    """An agent around another one: it has that one's name, and takes images if that one does."""

    agent: Agent

    @property
    def name(self) -> str:
        """The name of the agent inside."""
        return self.agent.name

    @property
    def takes_images(self) -> bool:
        """Whether the agent inside takes images."""
        return may_take_images(self.agent)


def may_take_images(agent: Agent) -> bool:
    """Whether an agent takes images; one that does not say is taken to."""
    return not isinstance(agent, TakesImages) or agent.takes_images
