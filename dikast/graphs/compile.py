"""From a protocol's moves to a LangGraph StateGraph. The compiler links moves; it knows no protocol by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count, pairwise
from typing import Protocol as TypingProtocol

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from dikast.graphs import move_nodes, step_labelling
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.move_layout import MoveLayout, StepFanOut, belief_layout, layout_of
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State, StepState
from dikast.protocols import BeliefAtLeast, ChooseMove, DecideMove, Move, Protocol, Rounds
from dikast.records import Look, Turn
from dikast.tracing import span

Graph = CompiledStateGraph[State, EpisodeContext, State, State]
Builder = StateGraph[State, EpisodeContext, State, State]


class NextNodes(TypingProtocol):
    """Which nodes come next."""

    async def __call__(self, state: State, *, runtime: Runtime[EpisodeContext]) -> list[str]: ...


@dataclass(frozen=True)
class GraphPiece:
    """One move in the graph: the nodes by which it is entered and left. The flags are those of MoveLayout."""

    entries: list[str]
    exits: list[str]
    is_between_rounds: bool = False
    may_end: bool = True


@dataclass(frozen=True)
class GraphSegment:
    """One move of the protocol, or one block of rounds with the pieces of its moves."""

    index: int
    pieces: list[GraphPiece]
    rounds: Rounds | None = None

    @property
    def entries(self) -> list[str]:
        """The nodes by which it is entered."""
        return self.pieces[0].entries


def compile(protocol: Protocol) -> Graph:
    """The protocol as a LangGraph graph over `State`, to be run with an `EpisodeContext`; made once and cached."""
    return _compiled(protocol.model_dump_json())


def mermaid(protocol: Protocol) -> str:
    """The compiled graph, drawn in Mermaid's language."""
    return compile(protocol).get_graph().draw_mermaid()


@lru_cache(maxsize=256)
def _compiled(protocol: str) -> Graph:
    return Compiler(Protocol.model_validate_json(protocol)).compiled()


@dataclass
class Compiler:
    """Lays the moves of one protocol out as nodes, then links them."""

    protocol: Protocol
    builder: Builder = field(default_factory=lambda: StateGraph(State, EpisodeContext))
    names: set[str] = field(default_factory=set)

    def compiled(self) -> Graph:
        """The graph, ready to run."""
        segments = [self._segment(i, move) for i, move in enumerate(self.protocol.moves)]
        for name in segments[0].entries:
            self.builder.add_edge(START, name)
        for segment, following in pairwise(segments):
            self._link_segment(segment, following.entries)
        self._link_segment(segments[-1], [END])
        return self.builder.compile()

    def _segment(self, index: int, move: Move) -> GraphSegment:
        if not isinstance(move, Rounds):
            return GraphSegment(index, [self._piece(layout_of(move, str(index)))])
        pieces = [self._piece(layout_of(inner, f"{index}.{k}")) for k, inner in enumerate(move.each)]
        decide = self.protocol.moves[-1]
        if isinstance(move.until, BeliefAtLeast) and isinstance(decide, DecideMove):
            belief = self._piece(belief_layout(decide, str(len(self.protocol.moves) - 1)))
            # Before all that is only between rounds: where the judge is sure, nothing more is asked.
            last_inside = max(k for k, piece in enumerate(pieces) if not piece.is_between_rounds)
            pieces.insert(last_inside + 1, belief)
        return GraphSegment(index, pieces, move)

    def _piece(self, layout: MoveLayout | StepFanOut) -> GraphPiece:
        if isinstance(layout, StepFanOut):
            return self._fan_out(layout)
        names = [self._add_node(name, node) for name, node in layout.nodes]
        entries, exits = names, names
        if layout.is_chain:
            for before, after in pairwise(names):
                self.builder.add_edge(before, after)
            entries, exits = names[:1], names[-1:]
        return GraphPiece(entries, exits, layout.is_between_rounds, layout.may_end)

    def _fan_out(self, layout: StepFanOut) -> GraphPiece:
        before = self._add_node(layout.before, move_nodes.wait)
        after = self._add_node(layout.after, move_nodes.wait)
        worker = self._unique(layout.worker)
        self.builder.add_node(worker, layout.node, input_schema=StepState)
        self.builder.add_conditional_edges(before, step_labelling.send_steps(worker, after), [worker, after])
        self.builder.add_edge(worker, after)
        return GraphPiece([before], [after])

    def _add_node(self, name: str, node: GraphNode) -> str:
        unique = self._unique(name)
        self.builder.add_node(unique, _traced(unique, node))
        return unique

    def _unique(self, name: str) -> str:
        """The name, numbered from 2 where it is taken: a move may occur twice in a protocol."""
        unique = name
        numbers = count(2)
        while unique in self.names:
            unique = f"{name}_{next(numbers)}"
        self.names.add(unique)
        return unique

    def _link_segment(self, segment: GraphSegment, following: list[str]) -> None:
        if segment.rounds is not None:
            self._link_rounds(segment, segment.rounds, following)
            return
        exits = segment.pieces[0].exits
        if isinstance(self.protocol.moves[segment.index], ChooseMove):
            self.builder.add_conditional_edges(exits[0], _if_chosen(following), [*following, END])
            return
        self._link(exits, following)

    def _link_rounds(self, segment: GraphSegment, rounds: Rounds, following: list[str]) -> None:
        for j, piece in enumerate(segment.pieces):
            later = segment.pieces[j + 1 :]
            # While rounds go on, the next piece follows, and after the last piece the first again.
            if_more = later[0].entries if later else segment.entries
            # In the last round, what is only between rounds is left out.
            inside = [other for other in later if not other.is_between_rounds]
            if_last = inside[0].entries if inside else following
            if if_more == if_last or not piece.may_end:
                self._link(piece.exits, if_more)
                continue
            next_nodes = _after_round(segment.index, rounds, if_more, if_last)
            self.builder.add_conditional_edges(self._one_exit(piece.exits), next_nodes, [*if_more, *if_last])

    def _one_exit(self, exits: list[str]) -> str:
        """One node to leave by: where several are parallel, one that waits for all of them."""
        if len(exits) == 1:
            return exits[0]
        junction = self._add_node("round_ends", move_nodes.wait)
        self.builder.add_edge(exits, junction)
        return junction

    def _link(self, exits: list[str], entries: list[str]) -> None:
        for entry in entries:
            if len(exits) == 1:
                self.builder.add_edge(exits[0], entry)
            elif entry == END:
                # LangGraph has no edge from several nodes to the end.
                self.builder.add_edge(self._one_exit(exits), END)
            else:
                self.builder.add_edge(exits, entry)


def _traced(name: str, node: GraphNode) -> GraphNode:
    """The node, in a span of its own."""

    async def traced(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        with span("dikast.move", dikast__move=name):
            return await node(state, runtime=runtime)

    return traced


def _if_chosen(following: list[str]) -> NextNodes:
    """On, if the open role has chosen an answer; else the episode ends without a debate."""

    async def next_nodes(state: State, *, runtime: Runtime[EpisodeContext]) -> list[str]:
        return [END] if runtime.context.chosen(state) is None else following

    return next_nodes


def _after_round(index: int, rounds: Rounds, if_more: list[str], if_last: list[str]) -> NextNodes:
    """Where to go from here: on with the rounds, or out of them."""

    async def next_nodes(state: State, *, runtime: Runtime[EpisodeContext]) -> list[str]:
        context = NodeContext.of(state, runtime)
        turns = [turn for turn in context.history.turns if turn.block == str(index) and turn.makes_round]
        done = {turn.round for turn in turns}
        if len(done) >= rounds.rounds:
            return if_last
        this_round = max(done, default=0)
        belief = context.episode.looks(state).get(this_round)
        this_rounds_turns = [turn for turn in turns if turn.round == this_round]
        return if_last if _is_settled(rounds, this_rounds_turns, belief) else if_more

    return next_nodes


def _is_settled(rounds: Rounds, turns: list[Turn], belief: Look | None) -> bool:
    if rounds.until == "agreement":
        answers = {turn.choice for turn in turns if turn.kind == "answer"}
        return len(answers) == 1 and None not in answers
    if rounds.until is None or belief is None or belief.probabilities is None:
        return False
    return max(belief.probabilities) >= rounds.until.p_at_least
