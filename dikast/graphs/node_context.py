"""NodeContext: what one node of the graph works with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from langgraph.runtime import Runtime

from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.state import Entries, State
from dikast.protocols import History, PromptBuilder, TurnContext
from dikast.records import Purpose, Seat, Turn

StateUpdate = dict[str, Entries]


class GraphNode(Protocol):
    """One node of the graph, as LangGraph calls it."""

    async def __call__(self, state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate: ...


@dataclass(frozen=True)
class NodeContext:
    """The episode, the prompt builder with the sides as they are now, and what was said so far."""

    episode: EpisodeContext
    prompts: PromptBuilder
    history: History

    @classmethod
    def of(cls, state: State, runtime: Runtime[EpisodeContext]) -> NodeContext:
        """The context of a node that LangGraph calls with this state."""
        episode = runtime.context
        return cls(episode, episode.prompts(state), episode.history(state))

    def seats_of(self, roles: Iterable[str]) -> list[Seat]:
        """The seats of these roles, in order."""
        return [seat for role in roles for seat in self.prompts.seats_of(role)]

    def now(self, purpose: Purpose, move_id: str, about: tuple[int, ...] = ()) -> TurnContext:
        """The present moment, for a call that opens no round of its own."""
        # What is asked before anything was said belongs to the first round.
        return TurnContext(purpose, move_id, max(1, self.history.last_round), self.history.next_tick, about)

    def next_round(self, purpose: Purpose, seat: Seat, move_id: str) -> TurnContext:
        """The present moment, for a turn that rounds are made of.

        A new round begins once the seat has had its turn by this move in the last one, or in another block of rounds.
        A question belongs to the round before it, also where it opens another block.
        """
        return TurnContext(purpose, move_id, self._round_of(seat, move_id), self.history.next_tick)

    def _round_of(self, seat: Seat, move_id: str) -> int:
        last_round = self.history.last_round
        if not last_round:
            return 1
        turns = [turn for turn in self.history.turns if turn.round == last_round]
        had_turn = any(turn.seat == seat.name and turn.move == move_id for turn in turns)
        blocks = {turn.block for turn in turns if turn.makes_round}
        is_new_block = bool(blocks) and move_id.partition(".")[0] not in blocks
        return last_round + 1 if had_turn or is_new_block else last_round

    def after(self, turn: Turn) -> NodeContext:
        """The same context once this turn was heard."""
        return replace(self, history=History((*self.history.turns, turn), self.history.checks))

    def update(self, turns: Iterable[Turn]) -> StateUpdate:
        """The turns as an update of the state."""
        entries: Entries = {}
        for turn in turns:
            entries |= self.episode.entry(turn.key, turn)
        return {"turns": entries}
