"""TurnContext and History: at which point of a protocol a seat is called, and what was said before."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.records import Check, CheckPick, Purpose, SeatPrediction, Turn


@dataclass(frozen=True)
class TurnContext:
    """At which point of the protocol a seat is called.

    - `purpose`: what the call is for.
    - `move_id`: the id of the move in the protocol: `1`, or `1.0` inside rounds.
    - `round`: counted from 1; 0 is before the first.
    - `tick`: the moment of the episode. Calls of the same tick don't see one another's turns.
    - `about`: the steps of a worked solution that the call is about (0-based); empty for all of them.
    """

    purpose: Purpose
    move_id: str
    round: int
    tick: int
    about: tuple[int, ...] = ()


@dataclass(frozen=True)
class History:
    """All turns, checks, predictions and picks of claims so far, in order."""

    turns: tuple[Turn, ...] = ()
    checks: tuple[Check, ...] = ()
    predictions: tuple[SeatPrediction, ...] = ()
    picks: tuple[CheckPick, ...] = ()

    @property
    def next_tick(self) -> int:
        """The tick of a turn that may rest on all turns so far; 1 for the first turn."""
        last_tick = 0
        for turn in self.turns:
            last_tick = max(last_tick, turn.tick)
        return last_tick + 1

    @property
    def last_round(self) -> int:
        """The last round in which anything was said; 0 before the first."""
        last_round = 0
        for turn in self.turns:
            last_round = max(last_round, turn.round)
        return last_round
