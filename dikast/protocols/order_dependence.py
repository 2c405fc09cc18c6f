"""Whether what is said before a verdict depends on the order in which the choices are shown."""

from __future__ import annotations

from dikast.protocols.answer_move import AnswerMove
from dikast.protocols.check_move import CheckMove
from dikast.protocols.debate_moves import AskMove, ChooseMove, SpeakMove
from dikast.protocols.delegate_move import DelegateMove
from dikast.protocols.examine_move import ExamineMove
from dikast.protocols.moves import SingleMove
from dikast.protocols.predict_move import PredictMove
from dikast.protocols.protocol_parts import ProtocolParts
from dikast.protocols.rounds import Rounds


def is_order_free(protocol: ProtocolParts) -> bool:
    """Whether nothing said before the verdict depends on the order in which the choices were shown.

    Then the same transcript can be judged in both orders. Otherwise the episode must run again in the other order.
    """
    # Where an answer is accepted, only the judge is shown labels, and at its end.
    if protocol.accepts:
        return True
    return not any(_depends_on_order(protocol, move, rounds) for _, move, rounds in protocol.numbered_moves())


def _depends_on_order(protocol: ProtocolParts, move: SingleMove, rounds: Rounds | None) -> bool:
    """Whether the turns of this move may depend on the order of the choices.

    They do if a seat that makes them was shown labels, or if seats speak one after the other.
    """
    if rounds is not None and rounds.until not in (None, "concession"):
        # Rounds end by a belief or by answers, which were given under labels. Debaters see none.
        return True
    match move:
        case AskMove(except_last=True) if rounds is not None:
            # There is a question after each round but the last, so none if there is only one round.
            return rounds.rounds > 1
        # Who is cross-examined later knows of what was asked before.
        case ChooseMove() | AnswerMove() | AskMove() | PredictMove() | ExamineMove():
            return True
        case DelegateMove():
            return "choices" in protocol.roles[move.delegate].sees
        case CheckMove(by=by) if any(protocol.roles[name].argues is None for name in by):
            # Who chooses what is checked is shown labels, unless it argues.
            return True
        case CheckMove(reader=str(reader)):
            # A reader that sees choices sees them under labels.
            return "choices" in protocol.roles[reader].sees
        case SpeakMove():
            return _speech_depends_on_order(protocol, move)
        case _:
            return False


def _speech_depends_on_order(protocol: ProtocolParts, move: SpeakMove) -> bool:
    """Whether speeches depend on the order: by who scores their drafts, or by who speaks first."""
    helpers_argue = [protocol.roles[name].argues is not None for name in move.helpers]
    # A seat that argues for no answer is shown labels, also where it scores or criticises drafts.
    if not all(helpers_argue):
        return True
    # So is an adversary, which argues for no answer.
    if any(protocol.roles[name].kind == "adversary" for name in move.speak):
        return True
    sides = [protocol.roles[name].argues for name in move.speak]
    # A role with `argues: each` has a seat for every choice, so at least two.
    n_speakers = len(sides) + sides.count("each")
    return move.order == "sequential" and n_speakers > 1
