"""What a reply may have beside its text, which only some agents can give, and how an agent says that it never does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol, runtime_checkable

from dikast.agents.agent import Agent

Ability = Literal["likelihoods", "logprobs"]
"""`Reply.likelihoods`: how likely given texts are. `Reply.choice_logprobs`: the log-probabilities of labels."""

ABILITY_FIELD: Mapping[Ability, str] = {"likelihoods": "`likelihoods`", "logprobs": "`choice_logprobs`"}
"""The field of a reply that has it."""


@runtime_checkable
class KnowsItsLacks(Protocol):
    """An agent that may know that its replies never have something. The engine asks one that does not say."""

    def lacks(self, ability: Ability) -> str | None:
        """Why its replies never have it, as a sentence without its full stop; None where they may."""
        ...


def lack_of(agent: Agent, ability: Ability) -> str | None:
    """Why this agent's replies never have it; None where they may, as far as is known before a call."""
    return agent.lacks(ability) if isinstance(agent, KnowsItsLacks) else None
