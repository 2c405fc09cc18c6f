"""Which roles may make which moves."""

from __future__ import annotations

from dikast.errors import FieldError, nearest
from dikast.protocols.claims_move import ClaimsMove
from dikast.protocols.credit_move import CreditMove
from dikast.protocols.criteria_move import CriteriaMove
from dikast.protocols.debate_moves import SpeakMove
from dikast.protocols.delegate_move import DelegateMove
from dikast.protocols.moves import SingleMove
from dikast.protocols.process_moves import AccuseMove, PremisesMove
from dikast.protocols.protocol_parts import ProtocolParts, path_of
from dikast.protocols.requirements_move import RequirementsMove
from dikast.records import SeatKind

SPEAKERS_FOR_CHOICES: tuple[SeatKind, ...] = ("debater", "consultant", "adversary")
SPEAKERS_ABOUT_ANSWERS: tuple[SeatKind, ...] = ("solver", "critic")


def moves_name_roles(protocol: ProtocolParts) -> None:
    """Raises FieldError if a move names a role that is missing or of the wrong kind, or if a role is in no move."""
    idle = dict(protocol.roles)
    for move_id, move, _ in protocol.numbered_moves():
        for name in (*move.actors, *move.helpers):
            if name not in protocol.roles:
                raise FieldError(f"no role {name!r} here: {nearest(name, protocol.roles)}", *path_of(move_id))
            idle.pop(name, None)
    # Only now, because a misspelt name in any move is the likelier fault.
    for move_id, move, _ in protocol.numbered_moves():
        _check_kinds(protocol, move_id, move)
        _check_counts(protocol, move_id, move)
    if idle:
        name = next(iter(idle))
        raise FieldError(f"the role {name!r} has nothing to do in any move", "roles", name)


def _check_kinds(protocol: ProtocolParts, move_id: str, move: SingleMove) -> None:
    """Raises FieldError if an actor of the move is of a kind that may not make it.

    The kinds are those of the move, except for speeches: who may make them depends on the end of the protocol.
    """
    allowed: tuple[SeatKind, ...] = move.kinds
    if isinstance(move, SpeakMove) and protocol.grade is None:
        # Solvers and critics speak about a solution or an answer. Between choices, speakers argue for one.
        allowed = SPEAKERS_ABOUT_ANSWERS if protocol.accepts else SPEAKERS_FOR_CHOICES
    for name in move.actors:
        kind = protocol.roles[name].kind
        if kind not in allowed:
            parts = " or ".join(map(_with_article, allowed))
            fault = f"`{move.key}` is for {parts}, but {name!r} is {_with_article(kind)}"
            raise FieldError(fault, *path_of(move_id))


def _with_article(kind: SeatKind) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _check_counts(protocol: ProtocolParts, move_id: str, move: SingleMove) -> None:
    """Raises FieldError for a role of several seats in a part that only one can have: the others would be idle."""
    parts = {f"`{move.key}`": move.actors} if isinstance(move, PremisesMove | AccuseMove) else {}
    if isinstance(move, ClaimsMove) and move.split_by is not None:
        parts["`split_by`"] = (move.split_by,)
    if isinstance(move, CriteriaMove) and move.audit_by is not None:
        parts["`audit_by`"] = (move.audit_by,)
    if isinstance(move, CreditMove) and move.extract_by is not None:
        parts["`extract_by`"] = (move.extract_by,)
    if isinstance(move, RequirementsMove):
        parts["`read_by`"] = (move.read_by,)
    part = "`by`, which scores or criticises drafts or picks what is checked,"
    parts |= {"`to`" if isinstance(move, DelegateMove) else part: move.helpers}
    for part, names in parts.items():
        for name in names:
            if protocol.roles[name].count > 1:
                fault = f"{part} is for one seat, but {name!r} has {protocol.roles[name].count}: give it `count: 1`"
                raise FieldError(fault, *path_of(move_id))
