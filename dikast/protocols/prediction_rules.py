"""What a protocol must be like for predictions in it to be about something, and to stay out of what they predict."""

from __future__ import annotations

from dikast.errors import FieldError
from dikast.protocols.answer_move import AnswerMove
from dikast.protocols.debate_moves import SpeakMove
from dikast.protocols.decide_move import DecideMove
from dikast.protocols.predict_move import PredictMove
from dikast.protocols.protocol_parts import ProtocolParts, path_of
from dikast.protocols.truth_serum_move import TruthSerumMove

LEAST_PEERS = 3  # of two, each would know the share that the other makes


def predictions_can_be_made(protocol: ProtocolParts) -> None:
    """Raises FieldError for a prediction of what never comes, or of what the seat is shown anyway."""
    _check_sights(protocol)
    last = protocol.moves[-1]
    if isinstance(last, TruthSerumMove) and (fault := _fault_of_serum(protocol, last)):
        raise FieldError(fault, "moves", len(protocol.moves) - 1)
    markets = [move for move in protocol.moves_of(PredictMove) if move.of is None]
    answered: set[str] = set()
    for move_id, move, _ in protocol.numbered_moves():
        if isinstance(move, AnswerMove):
            answered.update(move.answer)
        if not isinstance(move, PredictMove):
            continue
        if move.of is None and move.predict != markets[0].predict:
            raise FieldError("a verdict has one market: let one role `predict` it", *path_of(move_id))
        fault = _fault_of_market(protocol, move) if move.of is None else _fault_of_peers(protocol, move, answered)
        if fault:
            raise FieldError(fault, *path_of(move_id))


def _fault_of_market(protocol: ProtocolParts, move: PredictMove) -> str:
    """The belief of one judge is predicted by one market."""
    if not isinstance(protocol.moves[-1], DecideMove):
        return "`predict` without `of` is about the verdict of a judge: end in `decide`, or name a role that answers"
    role = protocol.roles[move.predict]
    if role.kind != "predictor" or role.count > 1:
        return f"a market is one `kind: predictor` with one seat, and {move.predict!r} is not"
    return ""


def _fault_of_peers(protocol: ProtocolParts, move: PredictMove, answered: set[str]) -> str:
    """What others answered is predicted after they have answered, and without sight of it."""
    if move.of not in answered:
        return f"`of: {move.of}` is about answers, and that role gave none before: let it `answer` first"
    if "transcript" in protocol.roles[move.predict].sees:
        return f"{move.predict!r} is shown what it is to predict: leave `transcript` out of what it `sees`"
    return ""


def _fault_of_serum(protocol: ProtocolParts, move: TruthSerumMove) -> str:
    """Peers are paid by what others of them answered and predicted."""
    role = move.truth_serum
    if not any(made.predict == role == made.of for made in protocol.moves_of(PredictMove)):
        return f"peers are paid for predictions too: let them `predict: {role}` with `of: {role}` before"
    if protocol.roles[role].count < LEAST_PEERS:
        return f"peers are scored against one another: give {role!r} a `count` of {LEAST_PEERS} or more"
    return ""


def _check_sights(protocol: ProtocolParts) -> None:
    """Raises FieldError where predictions are shown to a role that they are about, or where there are none to show."""
    has_market = any(move.of is None for move in protocol.moves_of(PredictMove))
    for name, role in protocol.roles.items():
        is_shown = "predictions" in role.sees
        if is_shown and role.kind != "adversary":
            raise FieldError(f"`predictions` are for an adversary: {name!r} is a {role.kind}", "roles", name, "sees")
        if is_shown and not has_market:
            raise FieldError("there is no `predict` of the verdict to be shown", "roles", name, "sees")
        if role.kind == "adversary" and not is_shown:
            fault = f"{name!r} speaks to move a prediction: add `predictions` to what it `sees`"
            raise FieldError(fault, "roles", name, "sees")
    _check_adversaries(protocol)


def _check_adversaries(protocol: ProtocolParts) -> None:
    """Raises FieldError for several adversaries, and for drafts of one, which have no side to be scored by."""
    adversaries = [name for name, role in protocol.roles.items() if role.kind == "adversary"]
    if sum(protocol.roles[name].count for name in adversaries) > 1:
        raise FieldError("a market has one adversary, with one seat", "roles", adversaries[-1])
    for move_id, move, _ in protocol.numbered_moves():
        if not isinstance(move, SpeakMove) or not set(move.speak) & set(adversaries):
            continue
        if move.best_of or move.refine:
            fault = "drafts are scored by the choice they argue for, and an adversary has none: leave them out"
            raise FieldError(fault, *path_of(move_id))
