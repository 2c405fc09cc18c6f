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
        faults = [_fault_of_choosing(protocol, name) for name in move.by]
        faults += [_fault_of_showing(protocol, name) for name in move.shown_to]
        for fault in filter(None, faults):
            raise FieldError(fault, *path_of(move_id))


def _fault_of_choosing(protocol: ProtocolParts, name: str) -> str:
    role = protocol.roles[name]
    if "transcript" not in role.sees:
        return f"{name!r} chooses among claims that it is not shown: add `transcript` to what it `sees`"
    if role.kind == "judge" and "checks" not in role.sees:
        return f"{name!r} chooses what is checked and never sees a finding: add `checks` to what it `sees`"
    return ""


def _fault_of_showing(protocol: ProtocolParts, name: str) -> str:
    if name not in protocol.roles:
        return f"no role {name!r} here: {nearest(name, protocol.roles)}"
    if "checks" not in protocol.roles[name].sees:
        return f"findings are `shown_to` {name!r}, which does not see any: add `checks` to what it `sees`"
    return ""
