"""TurnContext and History: at which point of a protocol a seat is called, and what was said before."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.records import Check, Purpose, Turn


@dataclass(frozen=True)
class TurnContext:
    """At which point of the protocol a seat is called: for what purpose, by which move, in which round and tick.

    `move_id` is the id of the move in the protocol (`1`, or `1.0` inside rounds). `about` are the steps of a worked
    solution that the call is about (0-based); empty for all of them.
    """

    purpose: Purpose
    move_id: str
    round: int
    tick: int
    about: tuple[int, ...] = ()


@dataclass(frozen=True)
class History:
    """All turns and checks so far."""

    turns: tuple[Turn, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def next_tick(self) -> int:
        """The tick of a turn that rests on all of these."""
        return 1 + max((turn.tick for turn in self.turns), default=0)

    @property
    def last_round(self) -> int:
        """The last round in which anything was said; 0 before the first."""
        return max((turn.round for turn in self.turns), default=0)
