"""NodeContext: what one node of the graph works with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from dikast.graphs.episode_context import EpisodeContext, EpisodeRuntime
from dikast.graphs.state import Entries, State
from dikast.protocols import History, PromptBuilder, TurnContext
from dikast.records import Purpose, Seat, Turn

StateUpdate = dict[str, Entries]


class GraphNode(Protocol):
    """One node of the graph, as LangGraph calls it."""

    async def __call__(self, state: State, *, runtime: EpisodeRuntime) -> StateUpdate: ...


@dataclass(frozen=True)
class NodeContext:
    """The episode, the prompt builder with the sides as they are now, and what was said so far."""

    episode: EpisodeContext
    prompts: PromptBuilder
    history: History

    @classmethod
    def of(cls, state: State, runtime: EpisodeRuntime) -> NodeContext:
        """The context of a node that LangGraph calls with this state."""
        episode = runtime.context
        return cls(episode, episode.prompts(state), episode.history(state))

    def seats_of(self, roles: Iterable[str]) -> list[Seat]:
        """The seats of these roles, in order."""
        seats: list[Seat] = []
        for role in roles:
            seats += self.prompts.seats_of(role)
        return seats

    def now(self, purpose: Purpose, move_id: str, about: tuple[int, ...] = ()) -> TurnContext:
        """The present moment, for a call that opens no round of its own."""
        return TurnContext(
            purpose=purpose,
            move_id=move_id,
            # What is asked before anything was said belongs to the first round.
            round=max(1, self.history.last_round),
            tick=self.history.next_tick,
            about=about,
        )

    def next_round(self, purpose: Purpose, seat: Seat, move_id: str) -> TurnContext:
        """The present moment, for a turn that rounds are made of.

        A new round begins once the seat has had its turn by this move in the last one, or in another block of rounds.
        A question belongs to the round before it, also where it opens another block.
        """
        moment = self.now(purpose, move_id)
        if self._opens_round(seat, move_id):
            return replace(moment, round=self.history.last_round + 1)
        return moment

    def _opens_round(self, seat: Seat, move_id: str) -> bool:
        """Whether a turn of this seat by this move can't belong to the last round any more."""
        last_round = self.history.last_round
        blocks: set[str] = set()
        for turn in self.history.turns:
            if turn.round != last_round:
                continue
            if (turn.seat, turn.move) == (seat.name, move_id):
                return True
            if turn.makes_round:
                blocks.add(turn.block)
        # Only questions so far: the round is still open to any block.
        if not blocks:
            return False
        block = move_id.partition(".")[0]
        return block not in blocks

    def after(self, turn: Turn) -> NodeContext:
        """The same context once this turn was heard."""
        turns = (*self.history.turns, turn)
        return replace(self, history=replace(self.history, turns=turns))

    def update(self, turns: Iterable[Turn]) -> StateUpdate:
        """The turns as an update of the state."""
        entries: Entries = {}
        for turn in turns:
            entries |= self.episode.entry(turn.key, turn)
        return {"turns": entries}
