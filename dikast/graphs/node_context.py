"""Scene: what a node of the graph starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from langgraph.runtime import Runtime

from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.state import Entries, State
from dikast.protocols import History, PromptBuilder
from dikast.records import Seat, Turn

StateUpdate = dict[str, Entries]


class GraphNode(Protocol):
    """One node of the graph, as LangGraph calls it."""

    async def __call__(self, state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate: ...


@dataclass(frozen=True)
class NodeContext:
    """What a node starts from: the context, the stage, and what was said so far."""

    context: EpisodeContext
    stage: PromptBuilder
    said: History

    @classmethod
    def of(cls, state: State, runtime: Runtime[EpisodeContext]) -> NodeContext:
        context = runtime.context
        return cls(context, context.stage(state), context.said(state))

    def round_of(self, seat: Seat, place: str) -> int:
        """The round this call belongs to: a new one once the seat has had its turn at this place in the last.

        A question belongs to the round before it, also where it opens another block of rounds.
        """
        now = self.said.last_round
        last = [turn for turn in self.said.turns if turn.round == now]
        had_turn = any(turn.seat == seat.name and turn.move == place for turn in last)
        blocks = {turn.block for turn in last if turn.makes_round}
        is_new_block = bool(blocks) and place.partition(".")[0] not in blocks
        return now + 1 if had_turn or is_new_block or not now else now

    def after(self, turn: Turn) -> NodeContext:
        """The same scene once this turn was heard."""
        return NodeContext(self.context, self.stage, History((*self.said.turns, turn), self.said.checks))

    def turns(self, turns: list[Turn]) -> StateUpdate:
        """The turns as an update of the state."""
        entries: Entries = {}
        for turn in turns:
            entries |= self.context.entry(turn.key, turn)
        return {"turns": entries}
