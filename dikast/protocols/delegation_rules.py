"""What a protocol must be like for questions to be delegated to copies that see nothing else."""

from __future__ import annotations

from dikast.errors import FieldError
from dikast.protocols.delegate_move import DelegateMove
from dikast.protocols.protocol_parts import ProtocolParts, path_of


def questions_can_be_delegated(protocol: ProtocolParts) -> None:
    """Raises FieldError where a helper would see more than its question, or the judge would not see the answers."""
    for move_id, move, _ in protocol.numbered_moves():
        if not isinstance(move, DelegateMove):
            continue
        fault = _fault(protocol, move)
        if fault:
            raise FieldError(fault, *path_of(move_id))
    delegated = {move.to for move in protocol.moves_of(DelegateMove)}
    for name, role in protocol.roles.items():
        if role.kind == "helper" and name not in delegated:
            raise FieldError(f"{name!r} is a helper, to which no move delegates", "roles", name)


def _fault(protocol: ProtocolParts, move: DelegateMove) -> str:
    judge, helper = protocol.roles[move.delegate], protocol.roles[move.to]
    if helper.kind != "helper":
        return f"`to` is for a helper, but {move.to!r} is a {helper.kind}"
    if not set(helper.sees) <= {"source"}:
        return f"a copy of {move.to!r} sees its own question alone: it `sees` [] or [source]"
    if "transcript" not in judge.sees:
        return f"{move.delegate!r} must be shown the answers: add `transcript` to what it `sees`"
    if judge.count > 1:
        return f"`delegate` is for one seat, but {move.delegate!r} has {judge.count}: give it `count: 1`"
    return ""
