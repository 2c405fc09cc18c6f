"""What a protocol must be like for checks that cost, or are shown to few, to be of use."""

from __future__ import annotations

from dikast.errors import FieldError, nearest
from dikast.protocols.check_move import CheckMove
from dikast.protocols.protocol_parts import ProtocolParts, path_of


def checks_can_be_bought(protocol: ProtocolParts) -> None:
    """Raises FieldError where a role chooses among claims that it never hears, or is to be shown what it can't see."""
    for move_id, move, _ in protocol.numbered_moves():
        if not isinstance(move, CheckMove):
            continue
        for name in move.by:
            if "transcript" not in protocol.roles[name].sees:
                fault = f"{name!r} chooses among claims that it is not shown: add `transcript` to what it `sees`"
                raise FieldError(fault, *path_of(move_id))
        for name in move.shown_to:
            if name not in protocol.roles:
                raise FieldError(f"no role {name!r} here: {nearest(name, protocol.roles)}", *path_of(move_id))
            if "checks" not in protocol.roles[name].sees:
                fault = f"findings are `shown_to` {name!r}, which does not see any: add `checks` to what it `sees`"
                raise FieldError(fault, *path_of(move_id))
