"""What a protocol must be like for one side to cross-examine an earlier copy of the other."""

from __future__ import annotations

from dikast.errors import FieldError
from dikast.protocols.answer_move import AnswerMove
from dikast.protocols.debate_moves import SpeakMove
from dikast.protocols.examine_move import ExamineMove
from dikast.protocols.protocol_parts import ProtocolParts, path_of


def copies_have_a_moment(protocol: ProtocolParts) -> None:
    """Raises FieldError where there is no earlier copy to ask, or more than one seat that asks or is asked."""
    spoken: set[str] = set()
    for move_id, move, _ in protocol.numbered_moves():
        if isinstance(move, SpeakMove):
            spoken.update(move.speak)
        if isinstance(move, AnswerMove):
            spoken.update(move.answer)
        if isinstance(move, ExamineMove):
            fault = _fault_of(protocol, move, spoken)
            if fault:
                raise FieldError(fault, *path_of(move_id))


def _fault_of(protocol: ProtocolParts, move: ExamineMove, spoken: set[str]) -> str:
    if protocol.grade is not None:
        return "`examine` is for debates about answers: where a worked solution is graded, let the judge `ask`"
    if move.examine == move.of:
        return f"{move.of!r} can't cross-examine itself: name another role in `of`"
    if protocol.roles[move.of].kind == "judge":
        return f"{move.of!r} makes no case that could be cross-examined: name another role in `of`"
    for name in move.actors:
        role = protocol.roles[name]
        if role.count > 1 or role.argues == "each":
            return f"`examine` is between two seats, and {name!r} has several: give each side a role of its own"
    if move.of not in spoken:
        return f"{move.of!r} has said nothing yet: let it `speak` or `answer` before it is cross-examined"
    if "transcript" not in protocol.roles[move.examine].sees:
        return f"{move.examine!r} must be shown what it asks about: add `transcript` to what it `sees`"
    return ""
