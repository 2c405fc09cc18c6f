"""Agent labels: what limits and tables call the agents of an experiment file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import JsonValue

from dikast.agents import handicap_suffix

AgentSpec = str | dict[str, JsonValue]
"""An agent as an experiment file gives it: a model's name, or that name and its options."""


def spec_list(specs: AgentSpec | list[AgentSpec]) -> list[AgentSpec]:
    """The agents that a file gives for one role, as a list: one agent may be given without brackets."""
    if isinstance(specs, list):
        return specs
    return [specs]


def model_name(spec: AgentSpec) -> str:
    """The name of the model, without options: its limits are listed under it."""
    if isinstance(spec, str):
        return spec
    return str(spec.get("model", "?"))


def model_names(spec: AgentSpec) -> Iterator[str]:
    """The names of the model and of its fallbacks."""
    yield model_name(spec)
    fallback = None if isinstance(spec, str) else spec.get("fallback")
    if isinstance(fallback, str | dict):
        yield from model_names(fallback)


def labels_of(specs: Sequence[AgentSpec]) -> list[str]:
    """What tables call these agents: their model names with their handicaps, numbered where two are alike."""
    labels = [model_name(spec) + handicap_suffix(spec) for spec in specs]
    count = Counter(labels)
    for i, name in enumerate(labels):
        # The number is that in the whole list: adding an agent at its end changes no other label of two alike.
        if count[name] > 1:
            labels[i] = f"{name}#{i + 1}"
    return labels
