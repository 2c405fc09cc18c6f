"""Agent labels: what limits and tables call the agents of an experiment file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pydantic import JsonValue

AgentSpec = str | dict[str, JsonValue]
"""An agent as an experiment file gives it: a model's name, or that name and its options."""


def model_name(spec: AgentSpec) -> str:
    """The name of the model, without options: its limits are listed under it."""
    if isinstance(spec, str):
        return spec
    return str(spec.get("model", "?"))


def agent_labels(specs: Sequence[AgentSpec]) -> list[str]:
    """What tables call these agents: their model names, numbered where two are alike."""
    names = [model_name(spec) for spec in specs]
    count = Counter(names)
    labels = []
    for number, name in enumerate(names, start=1):
        labels.append(f"{name}#{number}" if count[name] > 1 else name)
    return labels
