"""What seats read in a descent: the claim that is split, its subclaims, and what may be said of them."""

from __future__ import annotations

from dikast.protocols.accept_move import AcceptMove
from dikast.protocols.descent_moves import EstimateMove, PickMove, SplitMove
from dikast.protocols.message_context import MessageContext
from dikast.protocols.protocol import Protocol
from dikast.protocols.rounds import Rounds
from dikast.records import Seat, claim_tree


def descent_system(protocol: Protocol, seat: Seat) -> str | None:
    """The template of the system message of a seat that takes part in a descent; None for any other.

    A seat that answers gets the prompt of any solver, so that it gives the same answer in every protocol.
    """
    last = protocol.moves[-1]
    if isinstance(last, AcceptMove) and last.about == "leaf" and seat.role == last.accept:
        return "arbiter"
    if any(move.estimate == seat.role for move in protocol.moves_of(EstimateMove)):
        return "estimator"
    is_opponent = seat.kind == "critic" and any(move.pick == seat.role for move in protocol.moves_of(PickMove))
    return "opponent" if is_opponent else None


def may_find_nothing(protocol: Protocol, move_id: str) -> bool:
    """Whether this pick may be of no subclaim: in rounds that end where nothing is disputed."""
    rounds = {other_id: block for other_id, _, block in protocol.numbered_moves()}[move_id]
    return isinstance(rounds, Rounds) and rounds.until == "undisputed"


def descent_values(protocol: Protocol, context: MessageContext) -> dict[str, object]:
    """Values for the template of a task of a descent; none for any other task."""
    move = protocol.move(context.at.move_id)
    if not isinstance(move, SplitMove | EstimateMove | PickMove):
        return {}
    tree = claim_tree(context.earlier_turns)
    parts = tree.levels[-1].parts if tree.levels else ()
    return {
        "claim": tree.current,
        "is_answer": not tree.levels,
        "parts": getattr(move, "parts", 0),
        "n_claims": len(parts),
        "direction": isinstance(move, PickMove) and move.direction,
        "may_find_nothing": may_find_nothing(protocol, context.at.move_id),
    }
