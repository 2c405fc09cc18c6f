"""How a worked solution is laid before a seat: its steps, what a machine found in them, and the references."""

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
    if grade is None or "checks" not in seat.sees or grade.grounding == "none":
        return False
    return not isinstance(grade.rubric, dict) or bool(grade.rubric.get("shows_checks", True))


def solution_text(
    protocol: Protocol, seat: Seat, question: Question, checks: Iterable[Check], steps: Collection[int] | None = None
) -> str:
    """The solution as this seat is shown it, or only some of its steps; empty if it is shown none."""
    if question.solution is None or "solution" not in seat.sees:
        return ""
    shown = [i for i in range(len(question.solution.steps)) if steps is None or i in steps]
    found = list(checks) if shows_checks(protocol, seat) else []
    return render_prompt(
        "solution",
        items=[
            {"number": i + 1, "text": question.solution.steps[i], "checks": table(found, step_key(i))} for i in shown
        ],
        answer=question.solution.answer if steps is None else None,
        # How the answer compares with the reference tells the reference: only for those who are told that.
        answer_checks=table(found, FINAL_ANSWER_KEY) if steps is None and "reference" in seat.sees else [],
        references=references_for(seat, question),
        reference_solution=question.reference_solution if "reference_solution" in seat.sees else None,
        is_part=steps is not None,
    )


def table(checks: Iterable[Check], about: str) -> list[dict[str, str]]:
    """What was found about a step, a row a claim: span, reading, status, evidence."""
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
    earlier = [str(p + 1) for p in premises if p != PROBLEM]
    named = f"step{'s' if len(earlier) > 1 else ''} {', '.join(earlier)}" if earlier else ""
    given = "what the problem gives" if PROBLEM in premises else ""
    return " and ".join(part for part in (given, named) if part) or "nothing before it"


def task_values(
    protocol: Protocol, question: Question, seat: Seat, cue: TurnContext, earlier: Sequence[Turn], is_blind: bool
) -> dict[str, Any]:
    """What the instructions for judging a worked solution speak of, from the turns that the seat has seen."""
    own = next((turn for turn in earlier if turn.kind == "solution" and turn.seat == seat.name), None)
    solved = None if own is None else next(move for at, move, _ in protocol.steps() if at == own.move)
    accused = next((turn.about_steps for turn in reversed(earlier) if turn.kind == "accusation"), ())
    rubric = rubric_values(protocol)
    return {
        "n_steps": len(question.solution.steps) if question.solution is not None else 0,
        "step": None,
        "steps": [number + 1 for number in cue.about],
        "stands": seat.stands,
        "agreed": own.agreed if own is not None else None,
        "attempts": solved.samples if isinstance(solved, SolveMove) else 0,
        "has_heard": any(turn.seat != seat.name for turn in earlier),
        "accused": accused[0] + 1 if accused else None,
        "is_blind": bool(question.images) and is_blind,
        # Where findings are only shown, nothing is checked again: the judge has the last word anyway.
        "contests": shows_checks(protocol, seat) and rubric["grounding"] == "binding",
        **rubric,
    }


def rubric_values(protocol: Protocol) -> dict[str, Any]:
    """What the templates say of the rubric: its kinds of error, its criteria for the judge, its language."""
    grade = protocol.grade
    rubric = grade.rubric if grade is not None and isinstance(grade.rubric, dict) else {}
    criteria: Any = rubric.get("criteria") or ()
    return {
        "errors": rubric.get("errors") or (),
        "criteria": [c for c in criteria if c["measure"] == "judge"],
        "language": rubric.get("language", "English"),
        "grounding": grade.grounding if grade is not None else "none",
    }
