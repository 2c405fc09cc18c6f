"""What a protocol needs for its one verdict, which ends it."""

from __future__ import annotations

from collections import defaultdict

from dikast.errors import FieldError
from dikast.own_prompts import check_prompts
from dikast.protocols.accept_move import AcceptMove
from dikast.protocols.acceptance_rules import acceptance_fault
from dikast.protocols.answer_move import AnswerMove, VoteMove
from dikast.protocols.candidate_moves import RankMove, RateMove
from dikast.protocols.criticise_move import CriticiseMove
from dikast.protocols.debate_moves import ChooseMove
from dikast.protocols.decide_move import DecideMove
from dikast.protocols.order_dependence import is_order_free
from dikast.protocols.panel import PanelMove
from dikast.protocols.process_moves import GradeMove
from dikast.protocols.protocol_parts import ProtocolParts
from dikast.protocols.response_rules import CANDIDATE_MOVES
from dikast.protocols.rounds import BeliefAtLeast, Rounds
from dikast.protocols.rules import require
from dikast.protocols.truth_serum_move import TruthSerumMove
from dikast.protocols.verify_move import VerifyMove


def prompts_can_be_used(protocol: ProtocolParts) -> None:
    """Raises FieldError for a template that can't be filled in, or has no place in this protocol."""
    last = protocol.moves[-1]
    if protocol.prompts and not isinstance(last, DecideMove | RateMove | RankMove):
        raise FieldError("`prompts` are for a judge that decides, rates or ranks: leave them out", "prompts")
    check_prompts(protocol.prompts)


def ends_in_one_verdict(protocol: ProtocolParts) -> None:
    """Raises ValueError if there is not one verdict, at the end, or if it lacks what it rests on."""
    last = protocol.moves[-1]
    verdicts = protocol.moves_of(
        DecideMove, VoteMove, TruthSerumMove, VerifyMove, AcceptMove, GradeMove, *CANDIDATE_MOVES
    )
    voters: set[str] = set()
    for counting in (*protocol.moves_of(VoteMove), *protocol.moves_of(VerifyMove)):
        voters.update(counting.actors)
    answered: set[str] = set()
    for answer in protocol.moves_of(AnswerMove):
        answered.update(answer.answer)
    waits_for_belief = any(isinstance(block.until, BeliefAtLeast) for block in protocol.moves_of(Rounds))
    require(
        (
            verdicts == [last],
            "the moves must end in one `decide`, `vote`, `truth_serum`, `verify`, `accept`, `rate`, `rank`, `rules`, "
            "`claims`, `requirements`, `criteria`, `credit` or `grade`, and have no other",
        ),
        (
            bool(protocol.roles) or isinstance(last, GradeMove),
            "at least one role is needed, unless a machine grades alone (`grade: []`)",
        ),
        (
            answered >= voters,
            "only roles that gave an `answer` can vote or be verified",
        ),
        (
            isinstance(last, DecideMove) or not waits_for_belief,
            "`until: {p_at_least: …}` needs a judge's belief, so a protocol that ends in `decide`",
        ),
    )


def answers_can_be_accepted(protocol: ProtocolParts) -> None:
    """Raises FieldError where an answer is to be accepted that is not one, or where something gives it away."""
    last = protocol.moves[-1]
    if not isinstance(last, AcceptMove):
        if protocol.moves_of(CriticiseMove):
            raise ValueError("`criticise` is about an answer that is accepted or rejected: end in `accept: judge`")
        return
    fault = acceptance_fault(last, protocol.roles, (move for _, move, _ in protocol.numbered_moves()))
    if fault:
        raise FieldError(fault, "moves", len(protocol.moves) - 1)


def panels_can_have_their_quorum(protocol: ProtocolParts) -> None:
    """Raises FieldError for a quorum of more judges than there are."""
    last = protocol.moves[-1]
    if not isinstance(last, PanelMove) or last.panel is None or last.panel.quorum is None:
        return
    n_judges = sum(protocol.roles[name].count for name in last.judges)
    if last.panel.quorum > n_judges:
        fault = f"a quorum of {last.panel.quorum} can't be reached by {n_judges} judges"
        raise FieldError(fault, "moves", len(protocol.moves) - 1, "panel", "quorum")


def orders_can_be_shown(protocol: ProtocolParts) -> None:
    """Raises FieldError if the verdict is taken in orders in which what was said before would not fit."""
    last = protocol.moves[-1]
    if isinstance(last, DecideMove) and last.orders is not None and not is_order_free(protocol):
        fault = "what is said before the verdict depends on the order shown: leave `orders` out, and use `swap`"
        raise FieldError(fault, "moves", len(protocol.moves) - 1, "orders")


def sides_are_chosen_once(protocol: ProtocolParts) -> None:
    """Raises ValueError unless the one open role has the one `choose` move, which comes first."""
    roles_arguing: defaultdict[object, list[str]] = defaultdict(list)
    for name, role in protocol.roles.items():
        roles_arguing[role.argues].append(name)
    other = next(iter(roles_arguing["other"]), "")
    choosers = [move.choose for move in protocol.moves_of(ChooseMove)]
    is_chosen_first = isinstance(protocol.moves[0], ChooseMove)
    require(
        (
            choosers == roles_arguing["chosen"] and len(choosers) <= 1,
            "a role with `argues: chosen` needs one `choose` move of its own, and only such a role",
        ),
        (
            bool(choosers) or not other,
            f"{other!r} argues for the other answer, but no role chooses one",
        ),
        (
            is_chosen_first or not choosers,
            "`choose` must be the first move",
        ),
    )
