"""What a protocol must be like for an answer that is given in it to be accepted or rejected fairly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dikast.protocols.accept_move import AcceptMove
from dikast.protocols.answer_move import AnswerMove
from dikast.protocols.check_move import CheckMove
from dikast.protocols.criticise_move import CriticiseMove
from dikast.protocols.debate_moves import SpeakMove
from dikast.protocols.moves import SingleMove
from dikast.protocols.roles import Role


def acceptance_fault(accept: AcceptMove, roles: Mapping[str, Role], moves: Iterable[SingleMove]) -> str:
    """Why an answer can't be accepted or rejected by this move, the last of these; empty where it can."""
    answering: set[str] = set()
    for move in moves:
        if isinstance(move, CriticiseMove) and not answering:
            return "`criticise` is about an answer: let a role `answer` before it"
        if isinstance(move, AnswerMove):
            answering.update(move.answer)
        if isinstance(move, CheckMove) and move.check == "answers":
            return "`check: answers` would tell the judge whether the answer is right: leave it out"
        if isinstance(move, SpeakMove) and (move.best_of or move.refine):
            return "drafts are scored by the choice they argue for, and here is none: leave `best_of` and `refine` out"
    return _fault_of_answer(accept, roles, answering) or _fault_of_roles(roles)


def _fault_of_answer(accept: AcceptMove, roles: Mapping[str, Role], answering: set[str]) -> str:
    """There is one answer, by one seat that is not the judge, and the judge is shown it."""
    if len(answering) != 1:
        return "`accept` is about one answer: let one role `answer` before it"
    (name,) = answering
    if name == accept.accept or roles[name].count > 1:
        return f"`accept` is about the answer of one seat other than the judge, and {name!r} is not one"
    if accept.about == "answer" and "transcript" not in roles[accept.accept].sees:
        return f"{accept.accept!r} must be shown the answer: add `transcript` to what it `sees`"
    return ""


def _fault_of_roles(roles: Mapping[str, Role]) -> str:
    """No role argues for a choice."""
    for name, role in roles.items():
        if role.argues is not None:
            return f"{name!r} argues for a choice, and where an answer is accepted there are none: make it a critic"
    return ""
