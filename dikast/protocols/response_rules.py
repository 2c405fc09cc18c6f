"""What a protocol about responses is like, and what only such a protocol may have."""

from __future__ import annotations

from dikast.errors import FieldError
from dikast.protocols.accept_move import AcceptMove
from dikast.protocols.candidate_moves import RankMove, RateMove
from dikast.protocols.claims_move import ClaimsMove
from dikast.protocols.credit_move import CreditMove
from dikast.protocols.criteria_move import CriteriaMove
from dikast.protocols.decide_move import DecideMove
from dikast.protocols.needed_sights import sight_fault
from dikast.protocols.process_moves import SolveMove
from dikast.protocols.protocol_parts import ProtocolParts
from dikast.protocols.requirements_move import RequirementsMove
from dikast.protocols.rules_move import RulesMove
from dikast.protocols.verify_move import VerifyMove

CANDIDATE_MOVES = (RateMove, RankMove, RulesMove, ClaimsMove, RequirementsMove, CriteriaMove, CreditMove)
"""The moves that say how good candidates are, and not which of them is right."""


def only_responses_are_compared(protocol: ProtocolParts) -> None:
    """Raises ValueError for what is said of responses in a protocol about right and wrong answers."""
    last = protocol.moves[-1]
    if protocol.about == "responses":
        if isinstance(last, VerifyMove | AcceptMove):
            raise ValueError(f"`{last.key}` is about answers, and responses are judged: leave `about` out")
        return
    if isinstance(last, CANDIDATE_MOVES):
        raise ValueError(f"`{last.key}` says how good candidates are, not which is right: write `about: responses`")
    if isinstance(last, DecideMove) and (last.ties or last.rubric is not None):
        raise ValueError("one answer is right, so there are no `ties` and no `rubric`: write `about: responses`")
    if isinstance(last, DecideMove) and last.verifier:
        raise ValueError("a `verifier` compares responses with references: write `about: responses`")


def single_candidates_are_shown_alone(protocol: ProtocolParts) -> None:
    """Raises FieldError if something is said before candidates are shown one or two at a time: for which is unclear."""
    last = protocol.moves[-1]
    said = [move for move in protocol.moves[:-1] if not isinstance(move, SolveMove)]
    if not isinstance(last, CANDIDATE_MOVES) or last.shows_all or not said:
        return
    fault = f"`{last.key}` shows one or two candidates at a time here, so nothing can be said of them all before"
    raise FieldError(fault, "moves", len(protocol.moves) - 1)


def roles_see_what_their_part_needs(protocol: ProtocolParts) -> None:
    """Raises FieldError if the roles of the last move lack a sight that it needs, or have one that spoils it."""
    fault = sight_fault(protocol.moves[-1], protocol.roles)
    if fault:
        raise FieldError(fault, "moves", len(protocol.moves) - 1)


def pinned_references_are_seen(protocol: ProtocolParts) -> None:
    """Raises FieldError if a reference is to be shown as a response to a judge that may not see it."""
    last = protocol.moves[-1]
    if isinstance(last, RateMove) and last.pinned and "reference" not in protocol.roles[last.rate].sees:
        fault = f"a `pinned` reference is shown to {last.rate!r}: add `reference` to what it `sees`"
        raise FieldError(fault, "roles", last.rate, "sees")
