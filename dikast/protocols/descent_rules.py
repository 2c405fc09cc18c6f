"""What a protocol must be like for an answer to be judged by one leaf of the claims that it rests on."""

from __future__ import annotations

from dikast.errors import FieldError
from dikast.protocols.accept_move import AcceptMove
from dikast.protocols.answer_move import AnswerMove
from dikast.protocols.descent_moves import EstimateMove, PickMove, SplitMove
from dikast.protocols.protocol_parts import ProtocolParts, path_of
from dikast.protocols.rounds import Rounds

DescentMove = SplitMove | EstimateMove | PickMove

_MAY_FOLLOW: dict[type[DescentMove], tuple[type[DescentMove] | None, ...]] = {
    SplitMove: (None, PickMove),
    EstimateMove: (SplitMove,),
    PickMove: (SplitMove, EstimateMove),
}
"""After which moves of a descent each may come; None is its beginning."""
_NEEDS: dict[type[DescentMove], str] = {
    SplitMove: "the subclaims of the last `split` are still open: let a role `pick` one of them first",
    EstimateMove: "there are no subclaims to estimate: `split` a claim before it",
    PickMove: "there are no subclaims to pick from: `split` a claim before it",
}


def descents_lead_to_a_leaf(protocol: ProtocolParts) -> None:
    """Raises FieldError where claims are split and not judged, or a leaf is judged to which nothing leads."""
    last = protocol.moves[-1]
    _check_one_answer_comes_first(protocol)
    before: DescentMove | None = None
    for move_id, move, rounds in protocol.numbered_moves():
        if not isinstance(move, DescentMove):
            continue
        fault = _fault_of_move(protocol, move, before, rounds)
        if fault:
            raise FieldError(fault, *path_of(move_id))
        before = move
    if not isinstance(last, AcceptMove):
        if before is not None:
            raise ValueError("claims are split for a judge to decide one: end in `accept: judge`, with `about: leaf`")
        return
    fault = _fault_of_end(protocol, last, before)
    if fault:
        raise FieldError(fault, "moves", len(protocol.moves) - 1)


def _check_one_answer_comes_first(protocol: ProtocolParts) -> None:
    """Raises FieldError where claims are split before there is an answer, or another answer takes its place."""
    is_answered = is_split = False
    for move_id, move, rounds in protocol.numbered_moves():
        if isinstance(move, AnswerMove):
            is_answered = True
            if is_split or _are_repeated_splits(rounds):
                fault = (
                    "the claims that are split rest on one answer: let a role `answer` once, before the first `split`"
                )
                raise FieldError(fault, *path_of(move_id))
        if isinstance(move, SplitMove):
            is_split = True
            if not is_answered:
                raise FieldError("there is no answer to `split` yet: let a role `answer` before it", *path_of(move_id))


def _are_repeated_splits(rounds: Rounds | None) -> bool:
    return rounds is not None and any(isinstance(inner, SplitMove) for inner in rounds.each)


def _fault_of_move(
    protocol: ProtocolParts, move: DescentMove, before: DescentMove | None, rounds: Rounds | None
) -> str:
    """Why this move can't come here, by this role."""
    if (None if before is None else type(before)) not in _MAY_FOLLOW[type(move)]:
        return _NEEDS[type(move)]
    (name,) = move.actors
    role = protocol.roles[name]
    if role.count > 1:
        return f"`{move.key}` is for one seat, but {name!r} has {role.count}: give it `count: 1`"
    if "transcript" not in role.sees:
        return f"{name!r} must be shown the claims: add `transcript` to what it `sees`"
    if isinstance(move, PickMove) and move.direction and not isinstance(before, EstimateMove):
        return "`direction` is about an estimate: let a role `estimate` the subclaims before it"
    if isinstance(move, SplitMove) and rounds is not None and not isinstance(rounds.each[-1], PickMove):
        return _unpicked(rounds)
    return ""


def _unpicked(rounds: Rounds) -> str:
    """Why these rounds can't be repeated: their last move of a descent leaves subclaims open."""
    of_descent = [inner for inner in rounds.each if isinstance(inner, DescentMove)]
    return "" if isinstance(of_descent[-1], PickMove) else _NEEDS[SplitMove]


def _fault_of_end(protocol: ProtocolParts, accept: AcceptMove, before: DescentMove | None) -> str:
    """Why the verdict is not one on a leaf, where claims were split, or is one where none were."""
    if accept.about == "answer":
        return "" if before is None else "claims were split: write `about: leaf`, so that the judge decides one"
    if not isinstance(before, PickMove):
        return "`about: leaf` needs a leaf: `split` the answer, and let a role `pick` a subclaim"
    if "transcript" in protocol.roles[accept.accept].sees:
        return f"{accept.accept!r} is shown the leaf alone: leave `transcript` out of what it `sees`"
    return ""
