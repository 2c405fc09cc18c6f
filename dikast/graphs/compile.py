"""From a protocol's moves to a LangGraph StateGraph. The compiler knows moves; it knows no protocol by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, count, pairwise
from typing import Protocol as TypingProtocol

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from dikast.graphs import answer_and_vote, check_nodes, move_nodes, self_solve, solution_grading, step_labelling
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State, StepState
from dikast.protocols import (
    AccuseMove,
    AnswerMove,
    AskMove,
    BeliefAtLeast,
    CheckMove,
    ChooseMove,
    DecideMove,
    GradeMove,
    LabelMove,
    Move,
    PremisesMove,
    Protocol,
    Rounds,
    SolveMove,
    SpeakMove,
    VoteMove,
)
from dikast.records import Look, Turn
from dikast.tracing import span

Graph = CompiledStateGraph[State, EpisodeContext, State, State]
Builder = StateGraph[State, EpisodeContext, State, State]


class NextNodes(TypingProtocol):
    """Which nodes come next."""

    async def __call__(self, state: State, *, runtime: Runtime[EpisodeContext]) -> list[str]: ...


@dataclass(frozen=True)
class GraphPiece:
    """One move in the graph: the nodes it is entered by and left by, and whether it only stands between rounds."""

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


def compile(protocol: Protocol) -> Graph:
    """The protocol as a LangGraph graph over `State`, to be run with an `EpisodeContext`; made once and kept."""
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
        for name in segments[0].pieces[0].entries:
            self.builder.add_edge(START, name)
        for segment, following in zip(segments, [*segments[1:], None], strict=True):
            self._link_segment(segment, following.pieces[0].entries if following else [END])
        return self.builder.compile()

    def _segment(self, i: int, move: Move) -> GraphSegment:
        if not isinstance(move, Rounds):
            return GraphSegment(i, [self._piece(move, str(i))])
        pieces = [self._piece(step, f"{i}.{k}") for k, step in enumerate(move.each)]
        decide = self.protocol.moves[-1]
        if isinstance(move.until, BeliefAtLeast) and isinstance(decide, DecideMove):
            name = self._node(f"{decide.decide}_looks", move_nodes.belief(decide, str(len(self.protocol.moves) - 1)))
            # Before what only stands between rounds: a round that is the last one asks nothing more.
            at = 1 + max(k for k, piece in enumerate(pieces) if not piece.is_between_rounds)
            pieces.insert(at, GraphPiece([name], [name], is_between_rounds=True))
        return GraphSegment(i, pieces, move)

    def _piece(self, move: Move, place: str) -> GraphPiece:
        match move:
            case SpeakMove():
                return self._spoken(
                    [(f"{role}_speaks", move_nodes.speak(move, place, role)) for role in move.speak], move
                )
            case AnswerMove():
                return self._spoken(
                    [(f"{role}_answers", answer_and_vote.answer(move, place, role)) for role in move.answer]
                )
            case AskMove():
                name = self._node(f"{move.ask}_asks", move_nodes.ask(move, place))
                return GraphPiece([name], [name], is_between_rounds=move.except_last, may_end=not move.except_last)
            case CheckMove():
                name = self._node(f"check_{move.check}", check_nodes.check(move))
            case ChooseMove():
                name = self._node(f"{move.choose}_chooses", move_nodes.choose(move, place))
            case DecideMove():
                name = self._node(f"{move.decide}_decides", move_nodes.decide(move, place))
            case VoteMove():
                name = self._node("count_votes", answer_and_vote.vote(move))
            case Rounds():
                raise TypeError("rounds don't stand inside rounds")
            case _:
                return self._step_piece(move, place)
        return GraphPiece([name], [name])

    def _step_piece(
        self, move: SolveMove | PremisesMove | LabelMove | AccuseMove | GradeMove, place: str
    ) -> GraphPiece:
        """A move of judging a worked solution."""
        match move:
            case LabelMove(each="step"):
                return self._labelled_apart(move, place)
            case LabelMove():
                name = self._node(f"{'_'.join(move.label)}_labels", step_labelling.label_solution(move, place))
            case SolveMove():
                name = self._node(f"{move.solve}_solves", self_solve.solve(move, place))
            case PremisesMove():
                name = self._node(f"{move.premises}_finds_premises", step_labelling.premises(move, place))
            case AccuseMove():
                name = self._node(f"{move.accuse}_accuses", move_nodes.accuse(move, place))
            case GradeMove():
                name = self._node("grade", solution_grading.grade(move))
        return GraphPiece([name], [name])

    def _labelled_apart(self, move: LabelMove, place: str) -> GraphPiece:
        """Every step at a node of its own, at once, and a place where they are waited for."""
        who = "_".join(move.label)
        first, last = (
            self._node(name, move_nodes.pause) for name in (f"{who}_takes_up_steps", f"{who}_labelled_steps")
        )
        worker = self._name(f"{who}_labels_step")
        self.builder.add_node(worker, step_labelling.label_step(move, place), input_schema=StepState)
        self.builder.add_conditional_edges(first, step_labelling.send_steps(worker, last), [worker, last])
        self.builder.add_edge(worker, last)
        return GraphPiece([first], [last])

    def _spoken(self, parts: list[tuple[str, GraphNode]], move: SpeakMove | None = None) -> GraphPiece:
        """Nodes side by side, or in a chain where speeches are made one after the other."""
        found = [self._node(name, node) for name, node in parts]
        if move is None or move.order == "simultaneous":
            return GraphPiece(found, found)
        for before, after in pairwise(found):
            self.builder.add_edge(before, after)
        return GraphPiece(found[:1], found[-1:])

    def _node(self, name: str, node: GraphNode) -> str:
        unique = self._name(name)
        self.builder.add_node(unique, _watched(unique, node))
        return unique

    def _name(self, name: str) -> str:
        numbered = (f"{name}_{k}" for k in count(2))
        unique = next(n for n in chain([name], numbered) if n not in self.names)
        self.names.add(unique)
        return unique

    def _link_segment(self, segment: GraphSegment, following: list[str]) -> None:
        if isinstance(self.protocol.moves[segment.index], ChooseMove):
            chooser = segment.pieces[0].exits[0]
            self.builder.add_conditional_edges(chooser, _has_chosen(following), [*following, END])
            return
        for j, piece in enumerate(segment.pieces):
            later = segment.pieces[j + 1 :]
            if segment.rounds is None:
                self._link(piece.exits, following)
                continue
            more = later[0].entries if later else segment.pieces[0].entries
            last = next((p.entries for p in later if not p.is_between_rounds), following)
            if more == last or not piece.may_end:
                self._link(piece.exits, more)
            else:
                choose = _round_ends(segment.index, segment.rounds, more, last)
                self.builder.add_conditional_edges(self._one(piece.exits), choose, [*more, *last])

    def _one(self, exits: list[str]) -> str:
        """One node to leave by: where several were at work at once, one that waits for all of them."""
        if len(exits) == 1:
            return exits[0]
        junction = self._node("round_ends", move_nodes.pause)
        self.builder.add_edge(exits, junction)
        return junction

    def _link(self, exits: list[str], entries: list[str]) -> None:
        for entry in entries:
            if len(exits) == 1:
                self.builder.add_edge(exits[0], entry)
            elif entry == END:
                self.builder.add_edge(self._one(exits), END)
            else:
                self.builder.add_edge(exits, entry)


def _watched(name: str, node: GraphNode) -> GraphNode:
    """The node, in a span of its own."""

    async def watched(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        with span("dikast.move", dikast__move=name):
            return await node(state, runtime=runtime)

    return watched


def _has_chosen(following: list[str]) -> NextNodes:
    async def route(state: State, *, runtime: Runtime[EpisodeContext]) -> list[str]:
        return following if runtime.context.chosen(state) is not None else [END]

    return route


def _round_ends(index: int, rounds: Rounds, more: list[str], last: list[str]) -> NextNodes:
    """Where to go from here: on with the rounds, or out of them."""

    async def route(state: State, *, runtime: Runtime[EpisodeContext]) -> list[str]:
        scene = NodeContext.of(state, runtime)
        inside = [turn for turn in scene.said.turns if turn.block == str(index) and turn.makes_round]
        done = {turn.round for turn in inside}
        now = max(done, default=0)
        belief = scene.context.looks(state).get(now)
        return last if len(done) >= rounds.rounds or _is_settled(rounds, now, inside, belief) else more

    return route


def _is_settled(rounds: Rounds, now: int, turns: list[Turn], belief: Look | None) -> bool:
    if rounds.until == "agreement":
        answers = {turn.choice for turn in turns if turn.round == now and turn.kind == "answer"}
        return len(answers) == 1 and None not in answers
    if isinstance(rounds.until, BeliefAtLeast) and belief is not None and belief.probabilities is not None:
        return max(belief.probabilities) >= rounds.until.p_at_least
    return False
