"""What a protocol must be like for a concession to decide anything."""

from __future__ import annotations

from dikast.errors import FieldError
from dikast.protocols.concede_move import ConcedeMove
from dikast.protocols.protocol_parts import ProtocolParts, path_of


def concessions_can_decide(protocol: ProtocolParts) -> None:
    """Raises FieldError where concessions are to decide, and debaters for one answer alone are asked."""
    moves = protocol.moves_of(ConcedeMove)
    sides = {protocol.roles[name].argues for move in moves for name in move.concede}
    if len(sides) > 1 or "each" in sides:
        return
    for move_id, move, _ in protocol.numbered_moves():
        if isinstance(move, ConcedeMove) and move.decides:
            fault = "`decides` needs debaters of at least two answers: let all of them `concede`"
            raise FieldError(fault, *path_of(move_id))
