"""How a worked solution is shown to a seat: its steps, what a machine found in them, and the references."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from dikast.protocols.process_moves import SolveMove
from dikast.protocols.prompts import render_prompt
from dikast.protocols.protocol import Protocol
from dikast.protocols.turn_context import TurnContext
from dikast.protocols.visibility import references_for
from dikast.records import PROBLEM, Check, Question, Seat, Turn

FINAL_ANSWER_KEY = "solution/answer"
_SHOWN_EVIDENCE = 400


def step_key(step: int) -> str:
    """How a check says that it is about this step (0-based) of the solution."""
    return f"solution/{step}"


def shows_checks(protocol: Protocol, seat: Seat) -> bool:
    """Whether this seat is shown what the machine found in the solution."""
    grade = protocol.grade
    if grade is None or grade.grounding == "none" or "checks" not in seat.sees:
        return False
    if isinstance(grade.rubric, str):
        return True
    return bool(grade.rubric.get("shows_checks", True))


def solution_text(
    protocol: Protocol, seat: Seat, question: Question, checks: Iterable[Check], steps: Collection[int] | None = None
) -> str:
    """The solution as this seat is shown it, or only some of its steps; empty if it is shown none."""
    solution = question.solution
    if solution is None or "solution" not in seat.sees:
        return ""
    shown_checks = list(checks) if shows_checks(protocol, seat) else []
    is_part = steps is not None
    items = []
    for i, text in enumerate(solution.steps):
        if steps is None or i in steps:
            items.append({"number": i + 1, "text": text, "checks": check_rows(shown_checks, step_key(i))})
    answer_checks: list[dict[str, str]] = []
    # How the answer compares with the reference reveals the reference: only for seats that see the reference.
    if not is_part and "reference" in seat.sees:
        answer_checks = check_rows(shown_checks, FINAL_ANSWER_KEY)
    return render_prompt(
        "solution",
        items=items,
        answer=None if is_part else solution.answer,
        answer_checks=answer_checks,
        references=references_for(seat, question),
        reference_solution=question.reference_solution if "reference_solution" in seat.sees else None,
        is_part=is_part,
    )


def check_rows(checks: Iterable[Check], about: str) -> list[dict[str, str]]:
    """What was found about a step, one row for each claim: claim, reading, status, evidence."""
    return [
        {
            "claim": check.claim,
            "reading": check.reading or "",
            "status": _status(check),
            "evidence": evidence_text(check),
        }
        for check in checks
        if check.about == about
    ]


def _status(check: Check) -> str:
    match check.status:
        case "verified":
            return f"HOLDS ({check.strength or 'proof'})"
        case "refuted":
            return "DOES NOT HOLD"
        case _:
            return f"NOT DECIDED ({check.reason})"


def evidence_text(check: Check) -> str:
    """The evidence of a refutation in one line; empty for any other check."""
    if check.status != "refuted":
        return ""
    text = check.evidence_text
    return text if len(text) <= _SHOWN_EVIDENCE else f"{text[:_SHOWN_EVIDENCE]}…"


def premises_text(premises: Sequence[int] | None, step: int) -> str:
    """What a step rests on, in words, numbered from 1."""
    if premises is None:
        return "all steps before it" if step else "what the problem gives"
    parts = []
    if PROBLEM in premises:
        parts.append("what the problem gives")
    numbers = [str(premise + 1) for premise in premises if premise != PROBLEM]
    if len(numbers) == 1:
        parts.append(f"step {numbers[0]}")
    elif numbers:
        parts.append(f"steps {', '.join(numbers)}")
    return " and ".join(parts) or "nothing before it"


def task_values(
    protocol: Protocol, question: Question, seat: Seat, at: TurnContext, earlier: Sequence[Turn], is_blind: bool
) -> dict[str, Any]:
    """What the instructions for judging a worked solution mention, from the turns that the seat has seen."""
    own = next((turn for turn in earlier if turn.kind == "solution" and turn.seat == seat.name), None)
    accusation = next((turn for turn in reversed(earlier) if turn.kind == "accusation"), None)
    rubric = rubric_values(protocol)
    return {
        "n_steps": 0 if question.solution is None else len(question.solution.steps),
        "step": None,
        "steps": [step + 1 for step in at.about],
        "stands": seat.stands,
        "agreed": None if own is None else own.agreed,
        "attempts": _n_attempts(protocol, own),
        "has_heard": any(turn.seat != seat.name for turn in earlier),
        "accused": accusation.about_steps[0] + 1 if accusation and accusation.about_steps else None,
        "is_blind": is_blind and bool(question.images),
        # Where findings are only shown, nothing is checked again: the judge has the last word anyway.
        "contests": rubric["grounding"] == "binding" and shows_checks(protocol, seat),
        **rubric,
    }


def _n_attempts(protocol: Protocol, solved: Turn | None) -> int:
    """How often the seat tried to solve the problem itself."""
    if solved is None:
        return 0
    moves = {move_id: move for move_id, move, _ in protocol.numbered_moves()}
    move = moves[solved.move]
    return move.samples if isinstance(move, SolveMove) else 0


def rubric_values(protocol: Protocol) -> dict[str, Any]:
    """What the templates say about the rubric: its kinds of error, its criteria for the judge, its language."""
    grade = protocol.grade
    rubric: dict[str, Any] = {}
    if grade is not None and isinstance(grade.rubric, dict):
        rubric = grade.rubric
    criteria = rubric.get("criteria") or ()
    return {
        "errors": rubric.get("errors") or (),
        "criteria": [criterion for criterion in criteria if criterion["measure"] == "judge"],
        "language": rubric.get("language", "English"),
        "grounding": "none" if grade is None else grade.grounding,
    }
