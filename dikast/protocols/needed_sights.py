"""What the roles of a move that assesses responses must see for their part, and what they may not."""

from __future__ import annotations

from collections.abc import Mapping

from dikast.protocols.claims_move import ClaimsMove
from dikast.protocols.credit_move import CreditMove
from dikast.protocols.requirements_move import RequirementsMove
from dikast.protocols.roles import Role
from dikast.records import Record


def sight_fault(move: Record, roles: Mapping[str, Role]) -> str:
    """Why the roles of this move can't do their part; empty where they can."""
    match move:
        case ClaimsMove():
            return _claims_fault(move, roles)
        case RequirementsMove():
            return _requirements_fault(move, roles)
        case CreditMove():
            return _extraction_fault(move, roles) or _credit_fault(move, roles)
        case _:
            return ""


def _claims_fault(move: ClaimsMove, roles: Mapping[str, Role]) -> str:
    """Who splits sees the responses, and who judges sees what claims are held against."""
    if "choices" not in roles[move.splitter].sees:
        return f"{move.splitter!r} splits responses, so it must see them: list `choices` in its `sees`"
    sights = {"source": ("source",), "reference": ("reference", "corrupted_reference")}.get(move.against)
    if sights and not set(sights) & set(roles[move.claims].sees):
        return f"{move.claims!r} holds claims against the {move.against}: list `{sights[0]}` in its `sees`"
    return ""


def _requirements_fault(move: RequirementsMove, roles: Mapping[str, Role]) -> str:
    """Who reads responses for requirements does not know the task, and who judges does."""
    sees = roles[move.read_by].sees
    if "question" in sees or "choices" not in sees:
        return f"{move.read_by!r} answers from the response alone: it `sees` the `choices` and not the `question`"
    if "question" not in roles[move.requirements].sees:
        return f"{move.requirements!r} takes the task apart: list `question` in its `sees`"
    return ""


def _extraction_fault(move: CreditMove, roles: Mapping[str, Role]) -> str:
    """Who takes steps out of a response sees nothing else, by which it could mend or complete them."""
    if move.extract_by is None or roles[move.extract_by].sees == ("choices",):
        return ""
    return f"{move.extract_by!r} takes steps out of the response alone: it `sees` the `choices` and nothing else"


def _credit_fault(move: CreditMove, roles: Mapping[str, Role]) -> str:
    """Who gives credit sees what it is given for."""
    needed = {
        "cot-e": ("question",),
        "reference-steps": ("question", "choices", "reference_solution"),
        "chain": ("question", "choices"),
    }
    for sight in needed[move.way]:
        if sight not in roles[move.credit].sees:
            return f"{move.credit!r} gives credit by `way: {move.way}`: list `{sight}` in its `sees`"
    return ""
