"""What a prover's prompt says of its aim: to be right and easy to check, or to be wrong and convincing."""

from __future__ import annotations

from dikast.protocols.prompts import render_prompt
from dikast.protocols.visibility import references_for
from dikast.records import Question, Seat


def aim_text(seat: Seat, question: Question) -> str:
    """The aim of the seat, and the right answer where it may see that; empty for a seat without an aim."""
    if seat.aim is None:
        return ""
    return render_prompt("aim", aim=seat.aim, references=references_for(seat, question))
