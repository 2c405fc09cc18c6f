"""What a judge is asked to write: the form of its verdict, and what its reasons begin with."""

from __future__ import annotations

from collections.abc import Mapping

from dikast.protocols.accept_move import AcceptMove
from dikast.protocols.candidate_moves import RankMove, RateMove
from dikast.protocols.criteria_move import CriteriaMove
from dikast.protocols.decide_move import DecideMove
from dikast.protocols.moves import SingleMove
from dikast.protocols.prompts import render_prompt
from dikast.protocols.turn_context import TurnContext
from dikast.protocols.verdict_formats import FORMATS

JUDGING = ("decide", "look", "assess", "rank", "compare", "criterion")
ASKS_FOR_CHOICE = ("decide", "look", "choose", "answer", "compare", "accept")


def verdict_form(move: SingleMove, at: TurnContext, n_choices: int) -> str:
    """How the choice is to be stated; empty if the call asks for none."""
    if at.purpose not in ASKS_FOR_CHOICE:
        return ""
    return choice_form(move, n_choices)


def choice_form(move: SingleMove, n_choices: int) -> str:
    """How a reply to this move states its choice."""
    return render_prompt(
        "verdict_form",
        labels=form_names(move, n_choices),
        line=line_of(move),
        stated=isinstance(move, DecideMove | AcceptMove) and move.route == "probabilities",
        reasoning=getattr(move, "reasoning", False),
        certainty=certainty_text(move),
        states=isinstance(move, AcceptMove),
        words=move.words if isinstance(move, AcceptMove) else None,
    )


def form_names(move: SingleMove, n_choices: int) -> tuple[str, ...]:
    """What a reply may name: the choices as shown, and a tie if it may call one."""
    row = FORMATS[move.format if isinstance(move, DecideMove) else "answer"]
    return row.names(n_choices, isinstance(move, DecideMove | RankMove) and move.ties)


def line_of(move: SingleMove) -> str:
    """The line in which a reply names a choice."""
    return FORMATS[move.format if isinstance(move, DecideMove) else "answer"].written("<label>")


def first_text(move: SingleMove, at: TurnContext, values: Mapping[str, object]) -> str:
    """What a judge's reasons are to begin with, where the move says so."""
    if at.purpose not in JUDGING or not isinstance(move, DecideMove | RateMove | RankMove | CriteriaMove):
        return ""
    if move.first is None:
        return ""
    return render_prompt("first", first=move.first, responses=values["responses"])


def certainty_text(move: SingleMove) -> str:
    """What a certainty means, where the move asks for one."""
    if not isinstance(move, DecideMove | RateMove) or not move.certainty:
        return ""
    return render_prompt("certainty")
