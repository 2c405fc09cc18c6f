"""A protocol made ready to run: as a LangGraph graph, or as one function where its way has no fork."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dikast.graphs.joined_moves import NodeNames, always_together, joined
from dikast.graphs.move_layout import layout_of
from dikast.graphs.node_context import GraphNode
from dikast.graphs.protocol_json import protocol_json
from dikast.protocols import ChooseMove, Protocol, Rounds

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

    A graph of one node is that node: without pauses, there is nothing for LangGraph to do.
    """
    return _straight_way(protocol_json(protocol))


@lru_cache(maxsize=256)
def _compiled(protocol: str, may_pause: bool) -> Graph:
    # Only here: its import takes longer than that of all else that an episode needs.
    from dikast.graphs.graph_compiler import Compiler

    return Compiler(Protocol.model_validate_json(protocol), may_pause).compiled()


@lru_cache(maxsize=256)
def _straight_way(protocol: str) -> GraphNode | None:
    moves = Protocol.model_validate_json(protocol).moves
    layouts = [layout_of(move, str(i)) for i, move in enumerate(moves) if not isinstance(move, Rounds | ChooseMove)]
    groups = always_together(layouts)
    if len(layouts) < len(moves) or len(groups) > 1 or not isinstance(groups[0], list):
        return None
    _, node = joined(groups[0], NodeNames())
    return node
