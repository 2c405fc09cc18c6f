"""Moves joined: what an episode that never pauses does between two forks of its way, in one node of its graph.

LangGraph takes longer for a node and for a step of its graph than most moves do. Only where an episode may pause must
each seat have a node of its own, so that none that is finished is run again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from dikast.graphs.agent_calls import together
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.move_layout import MoveLayout, StepFanOut
from dikast.graphs.node_context import GraphNode, StateUpdate
from dikast.graphs.state import State, merge
from dikast.tracing import span


class NodeNames:
    """The names of a graph's nodes: a move may occur twice in a protocol, and a name only once in a graph."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def unique(self, name: str) -> str:
        """The name, numbered from 2 where it is taken."""
        unique = name
        numbers = count(2)
        while unique in self._taken:
            unique = f"{name}_{next(numbers)}"
        self._taken.add(unique)
        return unique


def traced(name: str, node: GraphNode) -> GraphNode:
    """The node, in a span of its own."""

    async def traced_node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        with span("dikast.move", dikast__move=name):
            return await node(state, runtime=runtime)

    return traced_node


def always_together(layouts: Iterable[MoveLayout | StepFanOut]) -> list[list[MoveLayout] | StepFanOut]:
    """The moves in groups of neighbours: in a group, each move is always followed by the next."""
    groups: list[list[MoveLayout] | StepFanOut] = []
    for layout in layouts:
        last = groups[-1] if groups else None
        if isinstance(layout, StepFanOut):
            groups.append(layout)
        elif isinstance(last, list) and not _parts(last[-1], layout):
            last.append(layout)
        else:
            groups.append([layout])
    return groups


def _parts(before: MoveLayout, after: MoveLayout) -> bool:
    """Whether the last round leaves one of the two out."""
    return before.is_between_rounds or after.is_between_rounds


def joined(layouts: Iterable[MoveLayout], names: NodeNames) -> tuple[str, GraphNode]:
    """One node for all of these moves, with its name. Each move is still traced by its own."""
    own_names: list[str] = []
    stages: list[list[GraphNode]] = []
    for layout in layouts:
        nodes: list[GraphNode] = []
        for name, node in layout.nodes:
            own_names.append(names.unique(name))
            nodes.append(traced(own_names[-1], node))
        stages += [[node] for node in nodes] if layout.is_chain else [nodes]
    return " + ".join(own_names), in_one_node(stages)


def in_one_node(stages: Sequence[Sequence[GraphNode]]) -> GraphNode:
    """A node that runs these, stage after stage. Those of one stage run at once, and none sees what another adds."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        added: StateUpdate = {}
        for stage in stages:
            so_far = _with(state, added)
            for update in await together(one(so_far, runtime=runtime) for one in stage):
                for key, entries in update.items():
                    added[key] = merge(added.get(key, {}), entries)
        return added

    return node


def _with(state: State, update: StateUpdate) -> State:
    """The state once this update is in it."""
    if not update:
        return state
    merged: Any = dict(state)
    for key, entries in update.items():
        merged[key] = merge(merged.get(key, {}), entries)
    state_then: State = merged
    return state_then
