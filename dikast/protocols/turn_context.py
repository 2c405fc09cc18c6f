"""Cue and Said: at which point of a protocol a seat is called, and what was said before."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.records import Check, Turn


@dataclass(frozen=True)
class TurnContext:
    """At which point of the protocol a seat is called: the place of the move, the round, and what for.

    `about` are the steps of a worked solution that it is about (0-based); none for all of them.
    """

    purpose: str
    place: str
    round: int
    tick: int
    about: tuple[int, ...] = ()


@dataclass(frozen=True)
class History:
    """All that was said and checked so far."""

    turns: tuple[Turn, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def next_tick(self) -> int:
        """The step of the turns that rest on all of these."""
        return 1 + max((turn.tick for turn in self.turns), default=0)

    @property
    def last_round(self) -> int:
        """The last round in which anything was said; 0 before the first."""
        return max((turn.round for turn in self.turns), default=0)
