"""What is said to a seat that cross-examines an earlier copy of another, and what others read of such copies."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.protocols.examine_move import ExamineMove
from dikast.protocols.message_context import MessageContext
from dikast.protocols.protocol import Protocol
from dikast.protocols.visibility import name_for
from dikast.records import Seat, Turn


def examination_values(protocol: Protocol, context: MessageContext, seats: Sequence[Seat]) -> dict[str, object]:
    """Values for the template of a question in cross-examination; none for any other task.

    Which speech the copy has just made is in the question's own turn once that is recorded, and before it among the
    extra values of the call.
    """
    move = protocol.move(context.at.move_id)
    if not isinstance(move, ExamineMove) or context.at.purpose != "examine":
        return {}
    own_key = f"{context.at.tick}/{context.seat.name}"
    recorded = [turn.examines for turn in context.view.turns if turn.key == own_key]
    key = recorded[0] if recorded else context.extra["examines"]
    speech = next(turn for turn in context.earlier_turns if turn.key == key)
    examined = next(seat for seat in seats if seat.name == speech.seat)
    return {
        "examined": name_for(context.seat, examined, seats, context.order).rstrip(","),
        "moment": speech.round,
        "is_answer": speech.kind == "answer",
    }


def copy_name(turn: Turn, name: str) -> str:
    """What the speaker of a turn is called: an earlier copy has another name than the seat itself."""
    if turn.copy_at is None:
        return name
    return f"An earlier copy of {name[0].lower()}{name[1:]}"
