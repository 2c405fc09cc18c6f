"""Who else takes part, in the words that prompts use."""

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
    heard: list[str] = []
    if "solver" in kinds:
        heard.append("the solver who wrote it")
    if kinds.count("critic") == 1:
        heard.append("a critic")
    elif "critic" in kinds:
        heard.append("two critics who hold opposite views of it")
    return " and ".join(heard)


def addressees(seats: Sequence[Seat]) -> str:
    """To whom a judge's question is put."""
    kinds = [seat.kind for seat in seats if seat.kind in SPEAKING]
    if not kinds:
        return "the debaters"
    if len(kinds) == 1:
        return f"the {kinds[0]}"
    if len(kinds) == 2:
        return f"both {kinds[0]}s"
    return f"the {kinds[0]}s"
