"""Which agents are people, by their names."""

from __future__ import annotations

ANYONE = "human"
"""The name of a person in an experiment file. `human:anna` is one person among several."""


def is_person(agent: str) -> bool:
    """Whether an agent of this name is a person."""
    return agent == ANYONE or agent.startswith(f"{ANYONE}:")
