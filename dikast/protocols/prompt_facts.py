"""What prompts say of a protocol and a question: who is checked, how, and what the judge may not see."""

from __future__ import annotations

from collections.abc import Iterable

from dikast.protocols.check_move import CheckMove
from dikast.protocols.claim_picking import terms_of
from dikast.protocols.protocol import Protocol
from dikast.protocols.solution_prompt import shows_checks
from dikast.records import Question, Seat


def is_shown_checks(protocol: Protocol, seat: Seat) -> bool:
    """Whether the seat is shown the findings of machines.

    Where a worked solution is judged, the rubric and the grounding have a say in it.
    """
    if protocol.grade is not None:
        return shows_checks(protocol, seat)
    return "checks" in seat.sees


def is_source_hidden(question: Question, seats: Iterable[Seat]) -> bool:
    """Whether there is a source that a judge may not see.

    The prompts of the seats that argue say so, since only what they quote of it reaches the judge.
    """
    if question.source is None:
        return False
    return any(seat.kind == "judge" and "source" not in seat.sees for seat in seats)


def checkers_of(protocol: Protocol, question: Question) -> tuple[str, ...]:
    """The checkers that the protocol has, each once; quotes only if there is a source to find them in."""
    checkers = dict.fromkeys(move.check for move in protocol.moves_of(CheckMove))
    if question.source is None:
        checkers.pop("quotes", None)
    return tuple(checkers)


def quotes_checked(protocol: Protocol, question: Question, seat: Seat) -> str:
    """Whether a speaker's quotes are checked: `all` of them, those that are `chosen`, or none (an empty text)."""
    if "quotes" not in checkers_of(protocol, question) or "source" not in seat.sees:
        return ""
    quotes = [move for move in protocol.moves_of(CheckMove) if move.check == "quotes"]
    return "all" if any(move.budget is None for move in quotes) else "chosen"


def check_terms(protocol: Protocol, seat: Seat) -> dict[str, object]:
    """What is out of the ordinary in the checks whose findings the seat is shown."""
    if not is_shown_checks(protocol, seat):
        return {}
    moves = protocol.moves_of(CheckMove)
    return terms_of(move for move in moves if not move.shown_to or seat.role in move.shown_to)


def n_debaters(seats: Iterable[Seat]) -> int:
    """How many of the seats are debaters. For a debater's prompt, these are its rivals."""
    kinds = [seat.kind for seat in seats]
    return kinds.count("debater")
