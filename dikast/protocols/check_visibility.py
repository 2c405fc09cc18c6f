"""Which findings of machines a seat is shown, and when."""

from __future__ import annotations

from collections.abc import Iterable

from dikast.records import Check, Seat, Turn


def is_shown(check: Check, seat: Seat, tick: int, turns: Iterable[Turn]) -> bool:
    """Whether the finding is shown to the seat at this tick, or was before.

    `turns` are those that the seat sees, also later ones. A finding with a delay waits until a later round is heard.
    """
    if check.tick is None or check.tick > tick:
        return False
    if check.display is None:
        return True
    if check.display.to and seat.role not in check.display.to:
        return False
    heard = (turn.round for turn in turns if turn.tick < tick and turn.makes_round)
    return max(heard, default=0) >= check.display.after_round
