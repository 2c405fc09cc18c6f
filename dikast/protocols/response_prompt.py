"""How responses that are to be compared, rated or ranked are shown to a judge, and what it is asked about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dikast.protocols.candidate_moves import RankMove, RateMove
from dikast.protocols.decide_move import DecideMove
from dikast.protocols.moves import SingleMove
from dikast.protocols.prompts import render_prompt
from dikast.protocols.verdict_formats import FORMATS
from dikast.protocols.visibility import labels_for
from dikast.records import Purpose, Question, Seat

COMPARING: tuple[Purpose, ...] = ("decide", "look", "compare")

# What templates read if the protocol has only the rubric's name.
_DEFAULT_RUBRIC: dict[str, Any] = {"asks": "", "criteria": (), "checklist": ()}


def names_of(move: SingleMove, n_candidates: int) -> tuple[str, ...]:
    """What the candidates are called before a judge, by their number; without the name of a tie."""
    if isinstance(move, DecideMove) and move.format != "strength":
        return FORMATS[move.format].names(n_candidates, False)
    return labels_for(range(n_candidates))


def is_pinned(move: SingleMove) -> bool:
    """Whether the reference is shown as a response that has the best score."""
    return isinstance(move, RateMove) and move.pinned


def with_pinned(question: Question) -> Question:
    """The question with its reference as the first response, and no longer as a reference."""
    return question.model_copy(update={"choices": (*question.references[:1], *question.choices), "references": ()})


def task_text(seat: Seat, question: Question, is_blind: bool) -> str:
    """The task alone, for a judge that answers it before it is shown a response or a reference."""
    hidden = {"choices": (), "references": (), "reference_solution": None}
    return responses_text(seat, question.model_copy(update=hidden), (), is_blind)


def responses_after_own_answer(seat: Seat, question: Question, names: Sequence[str]) -> str:
    """The responses, for a judge that was shown the task before, and has answered it."""
    sees = tuple(sight for sight in seat.sees if sight != "question")
    reader = seat.model_copy(update={"sees": sees})
    without_source = question.model_copy(update={"source": None})
    return responses_text(reader, without_source, names, is_blind=False, is_after_own_answer=True)


def responses_text(
    seat: Seat, question: Question, names: Sequence[str], is_blind: bool, *, is_after_own_answer: bool = False
) -> str:
    """The task and its responses, as much of the question as the seat may see."""
    return render_prompt(
        "responses",
        sees=seat.sees,
        question=question,
        # Not strict: a seat that does not see the choices has none to be called by a name.
        labelled=list(zip(names, question.choices, strict=False)),
        is_blind=is_blind,
        is_after_own_answer=is_after_own_answer,
    )


def response_values(move: SingleMove, n_candidates: int, last_move: SingleMove) -> dict[str, object]:
    """What the templates of a judge's tasks need to know of the move.

    Whatever is said of responses before the verdict is said by the rubric of the last move, which gives it.
    """
    rubric = _DEFAULT_RUBRIC
    if isinstance(last_move, DecideMove | RateMove | RankMove) and isinstance(last_move.rubric, dict):
        rubric = _DEFAULT_RUBRIC | last_move.rubric
    ties = isinstance(move, DecideMove | RankMove) and move.ties
    names = names_of(move, n_candidates)
    if ties and isinstance(move, DecideMove):
        names = FORMATS[move.format].names(n_candidates, True)
    elif ties and isinstance(move, RankMove) and move.by == "pairs":
        names = FORMATS["answer"].names(n_candidates, True)
    return {
        "criteria": render_prompt("criteria", rubric=rubric, made=()),
        "ties": ties,
        "names": names,
        "strengths": isinstance(move, DecideMove) and move.format == "strength",
        "reasoning": getattr(move, "reasoning", False),
        "pinned": is_pinned(move),
    }
