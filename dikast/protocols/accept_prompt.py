"""What is special in the prompts of a protocol in which an answer is accepted or rejected."""

from __future__ import annotations

from dikast.protocols.accept_move import STATEMENTS, AcceptMove
from dikast.protocols.message_context import MessageContext
from dikast.protocols.move_model import MoveModel
from dikast.protocols.visibility import labels_for
from dikast.records import Purpose, SeatKind

SYSTEM_TEMPLATES_OF_ACCEPTING: dict[SeatKind, str] = {"judge": "acceptor", "critic": "reviewer"}
"""The template of the system message, by the kind of seat; any other is that of a solver."""
TASK_TEMPLATES_OF_ACCEPTING: dict[tuple[Purpose, SeatKind], str] = {
    ("speak", "critic"): "criticise",
    ("speak", "solver"): "justify",
}
"""The template of a task, by its purpose and the kind of seat; any other is named by the purpose."""


def values_of_accepting(context: MessageContext, move: MoveModel) -> dict[str, object]:
    """The answer that is to be accepted or rejected, the last one given; and what the judge decides between.

    A judge of a leaf is shown no answer, and the leaf by values of its own.
    """
    answers = [turn.answer for turn in context.earlier_turns if turn.kind == "answer"]
    statements = move.statements if isinstance(move, AcceptMove) else STATEMENTS
    return {
        "answer": answers[-1] or "" if answers else "",
        "statements": list(zip(labels_for(context.order), (statements[i] for i in context.order), strict=True)),
    }
