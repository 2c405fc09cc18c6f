"""Which template a seat's system message and its task are written from.

Most are named by the kind of seat and by the purpose of the call. Each family of protocols has its exceptions.
"""

from __future__ import annotations

from dikast.protocols.accept_prompt import SYSTEM_TEMPLATES_OF_ACCEPTING, TASK_TEMPLATES_OF_ACCEPTING
from dikast.protocols.answer_move import AnswerMove
from dikast.protocols.criticise_move import CriticiseMove
from dikast.protocols.decide_move import DecideMove
from dikast.protocols.descent_prompt import descent_system
from dikast.protocols.protocol import Protocol
from dikast.protocols.response_prompt import COMPARING
from dikast.protocols.turn_context import TurnContext
from dikast.records import Purpose, Seat, SeatKind

# What is scored are answers and steps, and not speeches for a side.
_SCORES_OF_ANSWERS: dict[Purpose, str] = {"rate": "rate_answer", "score": "score_answers"}
# Where a worked solution is judged, seats of the same kinds have other tasks, and so other templates.
_SYSTEM_TEMPLATES_OF_GRADING = {"judge": "grader", "solver": "author", "critic": "advocate", "reader": "reader"}
_TASK_TEMPLATES_OF_GRADING = {
    ("speak", "solver"): "defend",
    ("speak", "critic"): "plead",
    ("ask", "judge"): "ask_dispute",
}
_TASK_TEMPLATES_BETWEEN_CHOICES: dict[tuple[Purpose, SeatKind], str] = {("speak", "adversary"): "sway"}
_TASK_TEMPLATES_OF_RESPONSES: dict[Purpose, str] = {"solve": "own_answer", "answer": "discuss"}


def system_template(protocol: Protocol, seat: Seat, is_open: bool) -> str:
    """The name of the template of the seat's system message. `is_open`: the question has no choices."""
    if protocol.grade is not None:
        return _SYSTEM_TEMPLATES_OF_GRADING[seat.kind]
    if only_guides(protocol, seat):
        return "guide"
    of_descent = descent_system(protocol, seat)
    if of_descent is not None:
        return of_descent
    if protocol.accepts:
        return SYSTEM_TEMPLATES_OF_ACCEPTING.get(seat.kind, "solver")
    if is_open:
        return "solver"
    if only_replies(protocol, seat):
        return "replier"
    return "assessor" if judges_responses(protocol, seat) else seat.kind


def task_template(protocol: Protocol, seat: Seat, at: TurnContext, is_open: bool) -> str:
    """The name of the template of the seat's task. `is_open`: the question has no choices."""
    if at.purpose == "ask" and at.about:
        return "ask_doubtful"
    if isinstance(protocol.move(at.move_id), CriticiseMove) and at.purpose in ("score", "rate"):
        return f"{at.purpose}_critique"
    if isinstance(protocol.move(at.move_id), AnswerMove) and at.purpose in _SCORES_OF_ANSWERS:
        return _SCORES_OF_ANSWERS[at.purpose]
    if only_replies(protocol, seat) and at.purpose in ("decide", "look"):
        return "reply_alone"
    if judges_responses(protocol, seat):
        return "compare" if at.purpose in COMPARING else _TASK_TEMPLATES_OF_RESPONSES.get(at.purpose, at.purpose)
    if is_open and at.purpose == "answer":
        return "answer_openly"
    return _template_of_family(protocol, seat, at)


def _template_of_family(protocol: Protocol, seat: Seat, at: TurnContext) -> str:
    """The name of the template that the family of the protocol has for such a task of such a seat."""
    if at.purpose == "accept" and "transcript" not in seat.sees:
        return "leaf"
    if protocol.accepts:
        return TASK_TEMPLATES_OF_ACCEPTING.get((at.purpose, seat.kind), at.purpose)
    if protocol.grade is None:
        return _TASK_TEMPLATES_BETWEEN_CHOICES.get((at.purpose, seat.kind), at.purpose)
    return _TASK_TEMPLATES_OF_GRADING.get((at.purpose, seat.kind), at.purpose)


def judges_responses(protocol: Protocol, seat: Seat) -> bool:
    """Whether the seat judges which response is better or how good one is, and not which answer is right."""
    return protocol.about == "responses" and seat.kind == "judge"


def only_guides(protocol: Protocol, seat: Seat) -> bool:
    """Whether all that the seat does is to score the answers and steps of others."""
    moves = [move for _, move, _ in protocol.numbered_moves()]
    guides = any(isinstance(move, AnswerMove) and seat.role in move.helpers for move in moves)
    return guides and not any(seat.role in move.actors for move in moves)


def only_replies(protocol: Protocol, seat: Seat) -> bool:
    """Whether the seat's verdict is how likely each choice is as its reply, so that it is asked for no label."""
    last = protocol.moves[-1]
    return isinstance(last, DecideMove) and last.route == "likelihood" and last.decide == seat.role
