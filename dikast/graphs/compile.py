"""From a protocol's moves to a LangGraph StateGraph. The compiler links moves; it knows no protocol by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import count, pairwise
from typing import Protocol as TypingProtocol

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from dikast.graphs import debate_nodes, step_labelling
from dikast.graphs.answer_groups import group_answers
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.move_layout import MoveLayout, StepFanOut, belief_layout, layout_of
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.pause import pausing
from dikast.graphs.predicting import is_settled
from dikast.graphs.state import State, StepState
from dikast.protocols import BeliefAtLeast, ChooseMove, DecideMove, Move, Protocol, Rounds, Settled, SplitMove
from dikast.records import Look, Question, Turn, claim_tree
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
        self._link([START], segments[0].entries)
        for segment, following in pairwise(segments):
            self._link_segment(segment, following.entries)
        self._link_segment(segments[-1], [END])
        return self.builder.compile()

    def _segment(self, index: int, move: Move) -> GraphSegment:
        """The pieces of one move, or of every move in a block of rounds."""
        if not isinstance(move, Rounds):
            layout = layout_of(move, str(index))
            return GraphSegment(index, [self._piece(layout)])
        pieces: list[GraphPiece] = []
        for k, inner in enumerate(move.each):
            layout = layout_of(inner, f"{index}.{k}")
            pieces.append(self._piece(layout))
        decide = self.protocol.moves[-1]
        if isinstance(move.until, BeliefAtLeast) and isinstance(decide, DecideMove):
            decide_id = str(len(self.protocol.moves) - 1)
            belief = self._piece(belief_layout(decide, decide_id))
            # Before all that is only between rounds: where the judge is sure, nothing more is asked.
            last_inside = max(k for k, piece in enumerate(pieces) if not piece.is_between_rounds)
            pieces.insert(last_inside + 1, belief)
        return GraphSegment(index, pieces, move)

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
        worker = self._unique(layout.worker)
        self.builder.add_node(worker, pausing(layout.node), input_schema=StepState)
        # A solution without steps goes straight on: no worker would ever lead to `after`.
        send_steps = step_labelling.send_steps(worker, after)
        self.builder.add_conditional_edges(before, send_steps, [worker, after])
        self.builder.add_edge(worker, after)
        return GraphPiece([before], [after])

    def _add_node(self, name: str, node: GraphNode) -> str:
        """Adds the node, traced, and returns the name that it has in the graph."""
        unique = self._unique(name)
        self.builder.add_node(unique, pausing(_traced(unique, node)))
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
        """Links one move, or one block of rounds, to the nodes that follow it."""
        if segment.rounds is not None:
            self._link_rounds(segment, segment.rounds, following)
            return
        exits = segment.pieces[0].exits
        if isinstance(self.protocol.moves[segment.index], ChooseMove):
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
            next_nodes = _after_round(segment.index, rounds, if_more, if_last)
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


def _traced(name: str, node: GraphNode) -> GraphNode:
    """The node, in a span of its own."""

    async def traced(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        with span("dikast.move", dikast__move=name):
            return await node(state, runtime=runtime)

    return traced


def _if_chosen(following: list[str]) -> NextNodes:
    """On, if the open role has chosen an answer; else the episode ends without a debate."""

    async def next_nodes(state: State, *, runtime: Runtime[EpisodeContext]) -> list[str]:
        if runtime.context.chosen(state) is None:
            return [END]
        return following

    return next_nodes


def _after_round(index: int, rounds: Rounds, if_more: list[str], if_last: list[str]) -> NextNodes:
    """Where to go from here: on with the rounds, or out of them."""

    async def next_nodes(state: State, *, runtime: Runtime[EpisodeContext]) -> list[str]:
        context = NodeContext.of(state, runtime)
        beliefs = context.episode.looks(state)
        if await _is_over(rounds, str(index), context, beliefs):
            return if_last
        return if_more

    return next_nodes


async def _is_over(rounds: Rounds, block: str, context: NodeContext, beliefs: Mapping[int, Look]) -> bool:
    """Whether the rounds of this block end here: all were held, or what was said is enough to stop early.

    `block` is the id of the rounds in the protocol; `beliefs` are the judge's looks between rounds, by round.
    """
    turns_by_round: defaultdict[int, list[Turn]] = defaultdict(list)
    for turn in context.history.turns:
        if turn.block == block and turn.makes_round:
            turns_by_round[turn.round].append(turn)
    if len(turns_by_round) >= rounds.rounds:
        return True
    if any(isinstance(move, SplitMove) for move in rounds.each) and claim_tree(context.history.turns).is_over:
        return True
    if rounds.until == "concession" and any(turn.concedes for turn in context.history.turns):
        return True
    # Rounds are numbered through the whole episode, not from 1 in each block.
    this_round = max(turns_by_round, default=0)
    if rounds.until == "agreement":
        return await _all_agree(turns_by_round[this_round], context.episode.question)
    if isinstance(rounds.until, Settled):
        return is_settled(context, rounds.until.settled)
    return _is_sure(rounds, beliefs.get(this_round))


async def _all_agree(turns: Sequence[Turn], question: Question) -> bool:
    """Whether all answers of these turns are the same: one choice, or in words what a machine proves to be equal."""
    answers = [turn for turn in turns if turn.kind == "answer"]
    # An answer that could not be read agrees with none, not even with another such answer.
    if any(turn.choice is None and turn.answer is None for turn in answers):
        return False
    if question.choices:
        return len({turn.choice for turn in answers}) == 1
    stated = {turn.key: turn.answer for turn in answers if turn.answer is not None}
    return len(await group_answers(stated, question)) == 1


def _is_sure(rounds: Rounds, belief: Look | None) -> bool:
    """Whether the rounds may end early because the judge is sure enough."""
    if not isinstance(rounds.until, BeliefAtLeast):
        return False
    # Without a belief that could be read, the debate goes on.
    if belief is None or belief.probabilities is None:
        return False
    return max(belief.probabilities) >= rounds.until.p_at_least
