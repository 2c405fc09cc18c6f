"""The form in which the replies that make a verdict are wanted, in the words that their seats are sent, or in short."""

from __future__ import annotations

from dikast.protocols.accept_move import STATEMENTS, AcceptMove
from dikast.protocols.answer_move import AnswerMove
from dikast.protocols.candidate_moves import RankMove, RateMove
from dikast.protocols.claims_move import ClaimsMove
from dikast.protocols.credit_move import CreditMove
from dikast.protocols.criteria_move import CriteriaMove
from dikast.protocols.decide_move import DecideMove
from dikast.protocols.process_moves import LabelMove
from dikast.protocols.protocol import Protocol
from dikast.protocols.requirements_move import RequirementsMove
from dikast.protocols.rules_move import RulesMove
from dikast.protocols.verdict_prompt import choice_form

_LABELS_OF_ALL = 'one JSON object with a label for each step, {"1": "correct", …}'
_LABEL_OF_ONE = 'one JSON object for each step, {"label": "correct"}'
_SCORES = "a score for each response, on the scale of the rubric and in the form that the prompt gives"
_ITEMS = "a list of what to check for, then scores or an answer to each item, in the forms that the prompts give"
_BY_CRITERIA = "by each criterion, the better response or a tie, in the form that the prompt gives"
_PART_BY_PART = "an answer about each part of each response, in the form that the prompt gives"
_OPEN_ANSWER = "the final answer on a last line, `Answer: <your final answer>`"
_ORDER = "the responses in order, the best first, in the form that the prompt gives"


def wanted_form(protocol: Protocol, n_choices: int) -> str:
    """How a reply is wanted on which the verdict rests: of a judge that decides or labels steps, or of a voter.

    `n_choices` is how many choices there are. The text is one line; empty where no agent makes the verdict.
    """
    last = protocol.moves[-1]
    if isinstance(last, DecideMove | AcceptMove):
        return _choice_form(last, len(STATEMENTS) if protocol.accepts else n_choices)
    if isinstance(last, RateMove):
        return _SCORES if last.checklist is None else _ITEMS
    if isinstance(last, RankMove):
        return _ORDER
    if isinstance(last, CriteriaMove):
        return _BY_CRITERIA
    if isinstance(last, RulesMove | ClaimsMove | RequirementsMove | CreditMove):
        return _PART_BY_PART
    for label_move in protocol.moves_of(LabelMove):
        return _LABELS_OF_ALL if label_move.each == "solution" else _LABEL_OF_ONE
    for answer_move in protocol.moves_of(AnswerMove):
        return _choice_form(answer_move, n_choices) if n_choices else _OPEN_ANSWER
    return ""


def _choice_form(move: DecideMove | AnswerMove | AcceptMove, n_choices: int) -> str:
    """What the prompt says of the form of a choice, on one line."""
    return " ".join(choice_form(move, n_choices).split())
