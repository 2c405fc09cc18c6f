"""Whether agents can be asked: an agent whose code was not imported has no name of its own."""

from __future__ import annotations

from dikast.agents import Agent, AgentWrapper, FallbackAgent, UnopenedAgent


def is_opened(agent: Agent) -> bool:
    """Whether an agent can be asked; one with a fallback, whether both can."""
    while isinstance(agent, AgentWrapper):
        agent = agent.agent
    if isinstance(agent, FallbackAgent):
        return is_opened(agent.first) and is_opened(agent.second)
    return not isinstance(agent, UnopenedAgent)
