"""Who else is at the table, in the words that prompts use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dikast.records import Seat, SeatKind

SPEAKING: tuple[SeatKind, ...] = ("debater", "consultant", "solver", "critic")
_ARGUING: tuple[SeatKind, ...] = ("debater", "consultant")


def arguing(seats: Iterable[Seat]) -> str:
    """Whom a judge between answers will hear; empty where it decides alone."""
    kinds = [seat.kind for seat in seats if seat.kind in _ARGUING]
    if not kinds:
        return ""
    if len(kinds) == 1:
        return f"one {kinds[0]} has"
    return f"{len(kinds)} {kinds[0]}s, each arguing for another answer, have"


def witnesses(seats: Iterable[Seat]) -> str:
    """Whom a judge of a worked solution will hear; empty where it judges alone."""
    kinds = [seat.kind for seat in seats]
    found = ["the solver who wrote it"] if "solver" in kinds else []
    critics = kinds.count("critic")
    if critics:
        found.append("a critic" if critics == 1 else "two critics who hold opposite views of it")
    return " and ".join(found)


def addressees(seats: Sequence[Seat]) -> str:
    """To whom a judge's question is put."""
    kinds = [seat.kind for seat in seats if seat.kind in SPEAKING]
    if len(kinds) == 1:
        return f"the {kinds[0]}"
    return f"both {kinds[0]}s" if len(kinds) == 2 else f"the {kinds[0] if kinds else 'debater'}s"
