"""A protocol made ready to run: as a LangGraph graph, or as one function where its way has no fork."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dikast.graphs.joined_moves import NodeNames, in_one_node, joined
from dikast.graphs.move_layout import StepFanOut, layout_of
from dikast.graphs.node_context import GraphNode
from dikast.graphs.protocol_json import protocol_json
from dikast.protocols import ChooseMove, Move, Protocol, Rounds, SplitMove

if TYPE_CHECKING:
    from dikast.graphs.graph_compiler import Graph


def compile(protocol: Protocol, *, may_pause: bool = True) -> Graph:
    """The protocol as a LangGraph graph over `State`, to be run with an `EpisodeContext`; made once and cached.

    Every seat that speaks has a node of its own. Where the episode can't pause, there are fewer nodes: one for all that
    is done between two forks of the way.
    """
    return _compiled(protocol_json(protocol), may_pause)


def mermaid(protocol: Protocol) -> str:
    """The compiled graph, drawn in Mermaid's language."""
    return compile(protocol).get_graph().draw_mermaid()


def straight_way(protocol: Protocol) -> GraphNode | None:
    """All that is done in an episode, as one function; None where the way has forks. Made once and cached.

    Nothing that is said in such an episode decides what comes next: without pauses, LangGraph has nothing to do.
    """
    return _straight_way(protocol_json(protocol))


@lru_cache(maxsize=256)
def _compiled(protocol: str, may_pause: bool) -> Graph:
    # Only here: its import takes longer than that of all else that an episode needs.
    from dikast.graphs.graph_compiler import Compiler

    return Compiler(Protocol.model_validate_json(protocol), may_pause).compiled()


@lru_cache(maxsize=256)
def _straight_way(protocol: str) -> GraphNode | None:
    names = NodeNames()
    way: list[GraphNode] = []
    for index, move in enumerate(Protocol.model_validate_json(protocol).moves):
        stretch = _stretch(index, move, names)
        if stretch is None:
            return None
        way += stretch
    return in_one_node([[node] for node in way])


def _stretch(index: int, move: Move, names: NodeNames) -> list[GraphNode] | None:
    """What is done in a move, or in all rounds of a block; None where what is said decides what comes next."""
    rounds = 1
    if not isinstance(move, Rounds):
        layouts = [layout_of(move, str(index))]
        is_forked = isinstance(move, ChooseMove)
    else:
        rounds = move.rounds
        layouts = [layout_of(inner, f"{index}.{k}") for k, inner in enumerate(move.each)]
        is_forked = move.until is not None or any(isinstance(inner, SplitMove) for inner in move.each)
    nodes: list[GraphNode] = []
    nodes_of_last: list[GraphNode] = []
    for layout in layouts:
        if is_forked or isinstance(layout, StepFanOut):
            return None
        _, node = joined([layout], names)
        nodes.append(node)
        if not layout.is_between_rounds:
            nodes_of_last.append(node)
    return [*nodes * (rounds - 1), *nodes_of_last]
