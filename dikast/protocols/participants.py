"""Who else takes part in an episode, in the words that prompts use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from dikast.records import Seat, SeatKind

SPEAKING: tuple[SeatKind, ...] = ("debater", "consultant", "solver", "critic", "adversary")
_ARGUING: tuple[SeatKind, ...] = ("debater", "consultant", "adversary")

# By how many seats speak. Any other number has the plural without `both`.
_ADDRESSEES = {1: "the {kind}", 2: "both {kind}s"}


def arguing(seats: Iterable[Seat]) -> str:
    """The seats that argue for an answer, as the beginning of a sentence that a judge reads.

    It is empty if there are none, because the judge then decides alone.
    """
    kinds = _kinds_of(seats, _ARGUING)
    if not kinds:
        return ""
    if len(kinds) == 1:
        article = "an" if kinds[0] == "adversary" else "one"
        return f"{article} {kinds[0]} has"
    return f"{len(kinds)} {kinds[0]}s, each arguing for another answer, have"


def witnesses(seats: Iterable[Seat]) -> str:
    """The seats that a judge of a worked solution will hear, such as `the solver who wrote it and a critic`.

    It is empty if the judge hears nobody.
    """
    counts = Counter(seat.kind for seat in seats)
    heard: list[str] = []
    if counts["solver"]:
        heard.append("the solver who wrote it")
    if counts["critic"] == 1:
        heard.append("a critic")
    elif counts["critic"]:
        # A protocol with several critics has one for each view: that the solution is sound, or flawed.
        heard.append("two critics who hold opposite views of it")
    return " and ".join(heard)


def critics(seats: Iterable[Seat]) -> str:
    """The critics of an answer, as the beginning of a sentence that a judge reads; empty if there are none."""
    n_critics = len(_kinds_of(seats, ("critic",)))
    if n_critics < 2:
        return "a critic has" if n_critics else ""
    return f"{n_critics} critics have"


def hears_its_like(seat: Seat, others: Iterable[Seat]) -> bool:
    """Whether the seat is shown the turns of other seats of its own role."""
    heard = seat.hears or ()
    return any(other.role == seat.role and other.name in heard for other in others)


def addressees(seats: Sequence[Seat]) -> str:
    """The seats that a judge's question is for, such as `both debaters`.

    All of them are named by the kind of the first, since those who speak in a protocol are mostly of one kind.
    """
    kinds = _kinds_of(seats, SPEAKING)
    kind = next(iter(kinds), "debater")
    return _ADDRESSEES.get(len(kinds), "the {kind}s").format(kind=kind)


def _kinds_of(seats: Iterable[Seat], kinds: Sequence[SeatKind]) -> list[SeatKind]:
    """The kind of each seat that is of one of these kinds, in the order of the seats."""
    return [seat.kind for seat in seats if seat.kind in kinds]
