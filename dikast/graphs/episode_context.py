"""EpisodeContext: what the nodes of one running graph share, besides its state."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol as TypingProtocol
from typing import TypeVar

from pydantic import JsonValue

from dikast.agents import Agent, may_take_images
from dikast.graphs.combine_looks import combine
from dikast.graphs.state import Entries, State
from dikast.protocols import History, PromptBuilder, Protocol, question_for, seats_of
from dikast.records import Check, CheckPick, Labelling, Look, Question, Record, Seat, SeatPrediction, Turn

R = TypeVar("R", bound=Record)


def derived_seed(*parts: object) -> int:
    """A seed from 0 to 2^31 - 1 that depends on all parts and on nothing else."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") >> 1


@dataclass(frozen=True)
class EpisodeContext:
    """One passage through a protocol: the question, who sits where, and the orders in which the verdict is taken.

    Agents are here and never in the state. `verdict_orders` are the orders of the choices in which the judge looks at
    the end; empty for the passage's own. `id` is that of the record; `is_rerun` marks the second passage of an
    episode. What is private below only caches what can be made again from the state.
    """

    protocol: Protocol
    question: Question
    agents: Mapping[str, Agent]
    seed: int
    order: tuple[int, ...]
    argues: int | None = None
    verdict_orders: tuple[tuple[int, ...], ...] = ()
    id: str = ""
    is_rerun: bool = False
    _prompts: dict[int | None, PromptBuilder] = field(init=False, default_factory=dict)
    _shown: dict[tuple[str, tuple[int, ...], frozenset[int] | None], Question] = field(init=False, default_factory=dict)
    _records: dict[tuple[type[Record], str], Record] = field(init=False, default_factory=dict)

    def prompts(self, state: State) -> PromptBuilder:
        """The prompt builder with the sides as they are now: an open role has its own once it has chosen."""
        chosen = self.chosen(state)
        if chosen not in self._prompts:
            seats = seats_of(self.protocol.roles, self.question, self.order, self.argues, chosen)
            self._prompts[chosen] = PromptBuilder(self.protocol, self.question, seats, self.order, self.blind)
        return self._prompts[chosen]

    @property
    def blind(self) -> frozenset[str]:
        """The seats whose agents take no images. An agent that does not say whether it takes them is not blind."""
        return frozenset(seat for seat, agent in self.agents.items() if not may_take_images(agent))

    @property
    def n_steps(self) -> int:
        """How many steps the question's worked solution has; 0 without one."""
        solution = self.question.solution
        if solution is None:
            return 0
        return len(solution.steps)

    def question_for(self, seat: Seat, order: tuple[int, ...], steps: frozenset[int] | None = None) -> Question:
        """The question as this seat may see it, the choices in this order if it answers by label.

        `steps` are the steps of a worked solution that are shown, all by default.
        """
        # A seat of an open role is shown the choices anew once it has a side.
        key = (f"{seat.name} for {seat.argues}", order, steps)
        if key not in self._shown:
            self._shown[key] = question_for(seat, self.question, order, steps)
        return self._shown[key]

    def chosen(self, state: State) -> int | None:
        """The side that an open role picked, if one did."""
        looks = self._read_all(Look, state.get("chosen", {}))
        if not looks:
            return None
        return combine(looks).choice

    def history(self, state: State) -> History:
        """The turns, checks, predictions and picks so far, in order."""
        seats = [seat.name for seat in self.prompts(state).seats]
        turns = self._read_all(Turn, state.get("turns", {}))
        # Turns of one tick were made at once: their order is that of the seats, never that of the replies.
        turns.sort(key=lambda turn: (turn.tick, seats.index(turn.seat)))
        checks = self._read_all(Check, state.get("checks", {}))
        predictions = self._read_all(SeatPrediction, state.get("predictions", {}))
        picks = self._read_all(CheckPick, state.get("picks", {}))
        return History(tuple(turns), tuple(checks), tuple(predictions), tuple(picks))

    def looks(self, state: State) -> dict[int, Look]:
        """The judge's looks so far, by round."""
        return {int(key): self._read(Look, key, entry) for key, entry in state.get("looks", {}).items()}

    def labellings(self, state: State) -> list[Labelling]:
        """What judges said about the steps of a worked solution so far, in order."""
        return self._read_all(Labelling, state.get("labels", {}))

    def entry(self, key: str, record: Record) -> Entries:
        """The record as an entry of the state."""
        self._records[type(record), key] = record
        return {key: record.model_dump(mode="json")}

    def _read_all(self, kind: type[R], entries: Entries) -> list[R]:
        """The records of these entries, in the order of their keys."""
        return [self._read(kind, key, entries[key]) for key in sorted(entries)]

    def _read(self, kind: type[R], key: str, entry: JsonValue) -> R:
        # Nodes read the whole state each time: validating every entry again would cost more than all else they do.
        record = self._records.get((kind, key))
        if not isinstance(record, kind):
            record = self._records[kind, key] = kind.model_validate(entry)
        return record


class EpisodeRuntime(TypingProtocol):
    """What every node is called with: the episode. LangGraph's `Runtime` is one."""

    @property
    def context(self) -> EpisodeContext: ...


@dataclass(frozen=True)
class EpisodeRun:
    """The runtime of an episode that is run without LangGraph."""

    context: EpisodeContext
