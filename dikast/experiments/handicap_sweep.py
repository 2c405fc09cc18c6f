"""A sweep of handicaps: one agent of an experiment file with several values stands for as many agents."""

from __future__ import annotations

from itertools import product


def with_swept_agents(agents: object) -> object:
    """The agents of an experiment file, each handicap with a list of values replaced by an agent for each value.

    Several lists make every combination, the last one changing first. What has another form stays as it is, for whoever
    checks it. Raises ValueError for a list without a value.
    """
    if not isinstance(agents, dict):
        return agents
    return {role: _swept(specs) for role, specs in agents.items()}


def _swept(specs: object) -> object:
    """The agents of one role; a list where there is a sweep among them."""
    if not isinstance(specs, list):
        agents = _agents_of(specs)
        return specs if len(agents) == 1 else agents
    return [agent for spec in specs for agent in _agents_of(spec)]


def _agents_of(spec: object) -> list[object]:
    """The agents that one agent of the file stands for."""
    handicap = spec.get("handicap") if isinstance(spec, dict) else None
    if not isinstance(spec, dict) or not isinstance(handicap, dict):
        return [spec]
    for name, value in handicap.items():
        if value == []:
            raise ValueError(f"the handicap {name!r} has a list without a value")
    values = [value if isinstance(value, list) else [value] for value in handicap.values()]
    return [{**spec, "handicap": dict(zip(handicap, chosen, strict=True))} for chosen in product(*values)]
