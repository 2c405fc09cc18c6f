"""From a protocol's moves to a LangGraph StateGraph. The compiler links moves; it knows no protocol by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Protocol as TypingProtocol

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.types import Send

from dikast.graphs import debate_nodes
from dikast.graphs.episode_context import EpisodeContext, EpisodeRuntime
from dikast.graphs.joined_moves import NodeNames, always_together, joined, traced
from dikast.graphs.move_layout import MoveLayout, StepFanOut, belief_layout, layout_of
from dikast.graphs.node_context import GraphNode, NodeContext
from dikast.graphs.pause import pausing
from dikast.graphs.round_end import is_over
from dikast.graphs.state import State, StepState
from dikast.protocols import BeliefAtLeast, ChooseMove, DecideMove, Move, Protocol, Rounds

Graph = CompiledStateGraph[State, EpisodeContext, State, State]
Builder = StateGraph[State, EpisodeContext, State, State]


class NextNodes(TypingProtocol):
    """Which nodes come next."""

    async def __call__(self, state: State, *, runtime: EpisodeRuntime) -> list[str]: ...


class StepRoute(TypingProtocol):
    """Sends each step to a node of its own."""

    async def __call__(self, state: State, *, runtime: EpisodeRuntime) -> list[Send] | str: ...


@dataclass(frozen=True)
class GraphPiece:
    """One move in the graph: the nodes by which it is entered and left. The flags are those of MoveLayout."""

    entries: list[str]
    exits: list[str]
    is_between_rounds: bool = False
    may_end: bool = True


@dataclass(frozen=True)
class GraphSegment:
    """Moves outside of rounds, or one block of rounds whose id is `block`.

    With `if_chosen`, what follows is left out where an open role has chosen no side.
    """

    pieces: list[GraphPiece]
    rounds: Rounds | None = None
    block: str = ""
    if_chosen: bool = False

    @property
    def entries(self) -> list[str]:
        """The nodes by which it is entered."""
        return self.pieces[0].entries


@dataclass
class Compiler:
    """Lays the moves of one protocol out as nodes, then links them."""

    protocol: Protocol
    may_pause: bool = True
    builder: Builder = field(default_factory=lambda: StateGraph(State, EpisodeContext))
    names: NodeNames = field(default_factory=NodeNames)

    def compiled(self) -> Graph:
        """The graph, ready to run."""
        segments = [self._segment(moves) for moves in _runs_of_moves(self.protocol.moves)]
        self._link([START], segments[0].entries)
        for segment, following in pairwise(segments):
            self._link_segment(segment, following.entries)
        self._link_segment(segments[-1], [END])
        return self.builder.compile()

    def _segment(self, moves: Sequence[tuple[int, Move]]) -> GraphSegment:
        """The pieces of these moves, or of every move in a block of rounds."""
        index, last = moves[-1]
        if not isinstance(last, Rounds):
            layouts = [layout_of(move, str(i)) for i, move in moves if not isinstance(move, Rounds)]
            return GraphSegment(self._pieces(layouts), if_chosen=isinstance(last, ChooseMove))
        pieces = self._pieces([layout_of(inner, f"{index}.{k}") for k, inner in enumerate(last.each)])
        decide = self.protocol.moves[-1]
        if isinstance(last.until, BeliefAtLeast) and isinstance(decide, DecideMove):
            decide_id = str(len(self.protocol.moves) - 1)
            belief = self._piece(belief_layout(decide, decide_id))
            # Before all that is only between rounds: where the judge is sure, nothing more is asked.
            last_inside = max(k for k, piece in enumerate(pieces) if not piece.is_between_rounds)
            pieces.insert(last_inside + 1, belief)
        return GraphSegment(pieces, last, block=str(index))

    def _pieces(self, layouts: Sequence[MoveLayout | StepFanOut]) -> list[GraphPiece]:
        """The nodes of moves that follow one another, added to the graph."""
        if self.may_pause:
            return [self._piece(layout) for layout in layouts]
        return [self._joined_piece(group) for group in always_together(layouts)]

    def _joined_piece(self, group: list[MoveLayout] | StepFanOut) -> GraphPiece:
        """One node for all of these moves, added to the graph."""
        if isinstance(group, StepFanOut):
            return self._fan_out(group)
        name, node = joined(group, self.names)
        self.builder.add_node(name, pausing(node))
        return GraphPiece([name], [name], group[-1].is_between_rounds, group[-1].may_end)

    def _piece(self, layout: MoveLayout | StepFanOut) -> GraphPiece:
        """The nodes of one move, added to the graph; a chain is entered by its first and left by its last."""
        if isinstance(layout, StepFanOut):
            return self._fan_out(layout)
        names = [self._add_node(name, node) for name, node in layout.nodes]
        piece = GraphPiece(
            entries=names,
            exits=names,
            is_between_rounds=layout.is_between_rounds,
            may_end=layout.may_end,
        )
        if not layout.is_chain:
            return piece
        for before, after in pairwise(names):
            self.builder.add_edge(before, after)
        return replace(piece, entries=names[:1], exits=names[-1:])

    def _fan_out(self, layout: StepFanOut) -> GraphPiece:
        """A worker that runs once for each step of the solution, between two nodes that only wait."""
        before = self._add_node(layout.before, debate_nodes.wait)
        after = self._add_node(layout.after, debate_nodes.wait)
        worker = self.names.unique(layout.worker)
        self.builder.add_node(worker, pausing(layout.node), input_schema=StepState)
        # A solution without steps goes straight on: no worker would ever lead to `after`.
        send_steps = _send_steps(worker, after)
        self.builder.add_conditional_edges(before, send_steps, [worker, after])
        self.builder.add_edge(worker, after)
        return GraphPiece([before], [after])

    def _add_node(self, name: str, node: GraphNode) -> str:
        """Adds the node, traced, and returns the name that it has in the graph."""
        unique = self.names.unique(name)
        self.builder.add_node(unique, pausing(traced(unique, node)))
        return unique

    def _link_segment(self, segment: GraphSegment, following: list[str]) -> None:
        """Links one move, or one block of rounds, to the nodes that follow it."""
        if segment.rounds is not None:
            self._link_rounds(segment, segment.rounds, following)
            return
        for piece, after in pairwise(segment.pieces):
            self._link(piece.exits, after.entries)
        exits = segment.pieces[-1].exits
        if segment.if_chosen:
            self.builder.add_conditional_edges(exits[0], _if_chosen(following), [*following, END])
            return
        self._link(exits, following)

    def _link_rounds(self, segment: GraphSegment, rounds: Rounds, following: list[str]) -> None:
        """Links the pieces of a round to one another, to the next round, and to the nodes after the last round."""
        # Backwards: after the last piece comes the first again, or what follows the rounds.
        if_more = segment.entries
        if_last = following
        ways: list[tuple[GraphPiece, list[str], list[str]]] = []
        for piece in reversed(segment.pieces):
            ways.append((piece, if_more, if_last))
            if_more = piece.entries
            # In the last round, what is only between rounds is left out.
            if not piece.is_between_rounds:
                if_last = piece.entries
        # Forwards: nodes are numbered as they are added, and their names are in traces and drawings.
        for piece, if_more, if_last in reversed(ways):
            if if_more == if_last or not piece.may_end:
                self._link(piece.exits, if_more)
                continue
            next_nodes = _after_round(segment.block, rounds, if_more, if_last)
            self.builder.add_conditional_edges(self._one_exit(piece.exits), next_nodes, [*if_more, *if_last])

    def _one_exit(self, exits: list[str]) -> str:
        """One node to leave by: where several are parallel, one that waits for all of them."""
        if len(exits) == 1:
            return exits[0]
        junction = self._add_node("round_ends", debate_nodes.wait)
        self.builder.add_edge(exits, junction)
        return junction

    def _link(self, exits: list[str], entries: list[str]) -> None:
        """Each of these entries follows once all of these exits are done."""
        if END in entries:
            # LangGraph has no edge from several nodes to the end.
            exits = [self._one_exit(exits)]
        # An edge from a list of nodes waits for all of them.
        start = exits[0] if len(exits) == 1 else exits
        for entry in entries:
            self.builder.add_edge(start, entry)


def _runs_of_moves(moves: Iterable[Move]) -> list[list[tuple[int, Move]]]:
    """The moves with their positions: neighbours that always follow one another together, a block of rounds alone."""
    runs: list[list[tuple[int, Move]]] = [[]]
    for index, move in enumerate(moves):
        if isinstance(move, Rounds):
            runs += [[(index, move)], []]
            continue
        runs[-1].append((index, move))
        if isinstance(move, ChooseMove):
            runs.append([])
    return [run for run in runs if run]


def _send_steps(worker: str, done: str) -> StepRoute:
    """Each step of the solution to a `worker` node of its own; straight on to `done` if there is none."""

    async def route(state: State, *, runtime: EpisodeRuntime) -> list[Send] | str:
        steps = range(runtime.context.n_steps)
        if not steps:
            return done
        return [Send(worker, {**state, "at": step}) for step in steps]

    return route


def _if_chosen(following: list[str]) -> NextNodes:
    """On, if the open role has chosen an answer; else the episode ends without a debate."""

    async def next_nodes(state: State, *, runtime: EpisodeRuntime) -> list[str]:
        if runtime.context.chosen(state) is None:
            return [END]
        return following

    return next_nodes


def _after_round(block: str, rounds: Rounds, if_more: list[str], if_last: list[str]) -> NextNodes:
    """Where to go from here: on with the rounds, or out of them."""

    async def next_nodes(state: State, *, runtime: EpisodeRuntime) -> list[str]:
        context = NodeContext.of(state, runtime)
        beliefs = context.episode.looks(state)
        if await is_over(rounds, block, context, beliefs):
            return if_last
        return if_more

    return next_nodes
