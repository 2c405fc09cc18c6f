"""Scene: what a node of the graph starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from langgraph.runtime import Runtime

from dikast.graphs.context import EpisodeContext
from dikast.graphs.state import Entries, State
from dikast.protocols.cue import Said
from dikast.protocols.stage import Stage
from dikast.records import Seat, Turn

Update = dict[str, Entries]


class Node(Protocol):
    """One node of the graph, as LangGraph calls it."""

    async def __call__(self, state: State, *, runtime: Runtime[EpisodeContext]) -> Update: ...


@dataclass(frozen=True)
class Scene:
    """What a node starts from: the context, the stage, and what was said so far."""

    context: EpisodeContext
    stage: Stage
    said: Said

    @classmethod
    def of(cls, state: State, runtime: Runtime[EpisodeContext]) -> Scene:
        context = runtime.context
        return cls(context, context.stage(state), context.said(state))

    def round_of(self, seat: Seat, place: str) -> int:
        """The round this call belongs to: a new one once the seat has had its turn at this place in the last.

        A question belongs to the round before it, also where it opens another block of rounds.
        """
        now = self.said.last_round
        last = [turn for turn in self.said.turns if turn.round == now]
        had_turn = any(turn.role == seat.name and turn.move == place for turn in last)
        blocks = {turn.block for turn in last if turn.makes_round}
        is_new_block = bool(blocks) and place.partition(".")[0] not in blocks
        return now + 1 if had_turn or is_new_block or not now else now

    def after(self, turn: Turn) -> Scene:
        """The same scene once this turn was heard."""
        return Scene(self.context, self.stage, Said((*self.said.turns, turn), self.said.checks))

    def turns(self, turns: list[Turn]) -> Update:
        """The turns as an update of the state."""
        entries: Entries = {}
        for turn in turns:
            entries |= self.context.entry(turn.key, turn)
        return {"turns": entries}
