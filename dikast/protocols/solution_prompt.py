"""How a worked solution is shown to a seat: its steps, what a machine found in them, and the references."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from dikast.protocols.debate_moves import AskMove
from dikast.protocols.process_moves import GradeMove, LabelMove, SolveMove
from dikast.protocols.prompts import render_prompt
from dikast.protocols.protocol import Protocol
from dikast.protocols.step_label_forms import ExplanationsAsked
from dikast.protocols.turn_context import TurnContext
from dikast.protocols.visibility import references_for
from dikast.records import PROBLEM, Check, Question, Seat, Turn

FINAL_ANSWER_KEY = "solution/answer"
_SHOWN_EVIDENCE = 400  # characters

# What templates read if the protocol has only the rubric's name.
_DEFAULT_RUBRIC: dict[str, Any] = {"errors": (), "criteria": (), "language": "English", "shows_checks": True}


def step_key(step: int) -> str:
    """How a check says that it is about this step (0-based) of the solution."""
    return f"solution/{step}"


def shows_checks(protocol: Protocol, seat: Seat) -> bool:
    """Whether this seat is shown what the machine found in the solution.

    The protocol's grounding, its rubric and the sights of the seat must all allow it. It is never so in a protocol
    that decides between choices.
    """
    grade = protocol.grade
    if grade is None or grade.grounding == "none":
        return False
    if "checks" not in seat.sees:
        return False
    return bool(_rubric_of(grade)["shows_checks"])


def _rubric_of(grade: GradeMove | None) -> dict[str, Any]:
    """The fields of the rubric as JSON values, with a default for each that is missing.

    All are defaults if the protocol has only the rubric's name. Before an episode runs, the rubric is written out.
    """
    if grade is None or isinstance(grade.rubric, str):
        return _DEFAULT_RUBRIC
    return _DEFAULT_RUBRIC | grade.rubric


def solution_text(
    protocol: Protocol, seat: Seat, question: Question, checks: Iterable[Check], steps: Collection[int] | None = None
) -> str:
    """The solution as this seat is shown it, with what the machine found if the seat may know it.

    `steps` are the steps (0-based) that are shown, by default all; with them, the final answer is left out. The text is
    empty if the seat may not see the solution.
    """
    solution = question.solution
    if solution is None or "solution" not in seat.sees:
        return ""
    shown_checks: list[Check] = []
    if shows_checks(protocol, seat):
        shown_checks += checks
    items = []
    for i, text in enumerate(solution.steps):
        if steps is None or i in steps:
            items.append({"number": i + 1, "text": text, "checks": check_rows(shown_checks, step_key(i))})
    answer = None
    answer_checks: list[dict[str, str]] = []
    if steps is None:
        answer = solution.answer
        # How the answer compares with the reference reveals the reference: only for seats that see the reference.
        if "reference" in seat.sees:
            answer_checks = check_rows(shown_checks, FINAL_ANSWER_KEY)
    return render_prompt(
        "solution",
        items=items,
        answer=answer,
        answer_checks=answer_checks,
        references=references_for(seat, question),
        reference_solution=question.reference_solution if "reference_solution" in seat.sees else None,
        is_part=steps is not None,
    )


def check_rows(checks: Iterable[Check], about: str) -> list[dict[str, str]]:
    """What was found about a step, one row for each claim: claim, reading, status, evidence.

    `about` is the key of the step, or of the final answer. All values are texts; a missing one is empty.
    """
    rows: list[dict[str, str]] = []
    for check in checks:
        if check.about != about:
            continue
        row = {
            "claim": check.claim,
            "reading": check.reading or "",
            "status": _status(check),
            "evidence": evidence_text(check),
        }
        rows.append(row)
    return rows


def _status(check: Check) -> str:
    """The finding in capitals, so that it stands out from the quoted claim, with how sure or why undecided."""
    words = {
        "verified": f"HOLDS ({check.strength or 'proof'})",
        "refuted": "DOES NOT HOLD",
        "unknown": f"NOT DECIDED ({check.reason})",
    }
    status = words[check.status]
    if check.status == "verified" and check.inherited is not None:
        return f"{status} as it is written, but takes over {check.inherited.text}"
    return status


def evidence_text(check: Check) -> str:
    """The evidence of a refutation in one line, cut if it is long; empty for any other check.

    A proof needs no evidence: the judge reads the method's strength instead.
    """
    if check.status != "refuted":
        return ""
    text = check.evidence_text
    if len(text) <= _SHOWN_EVIDENCE:
        return text
    return f"{text[:_SHOWN_EVIDENCE]}…"


def premises_text(premises: Sequence[int] | None, step: int) -> str:
    """What a step (0-based) rests on, in words, with steps numbered from 1.

    `premises` are steps (0-based) and PROBLEM. None means that no judge was asked for them.
    """
    if premises is None:
        return "all steps before it" if step else "what the problem gives"
    if not premises:
        return "nothing before it"
    parts: list[str] = []
    if PROBLEM in premises:
        parts.append("what the problem gives")
    numbers = [str(premise + 1) for premise in premises if premise != PROBLEM]
    if numbers:
        noun = "step" if len(numbers) == 1 else "steps"
        parts.append(f"{noun} {', '.join(numbers)}")
    return " and ".join(parts)


def task_values(
    protocol: Protocol, question: Question, seat: Seat, at: TurnContext, earlier: Sequence[Turn], is_blind: bool
) -> dict[str, Any]:
    """The values that the templates for judging a worked solution mention, from the turns that the seat has seen.

    `is_blind` says that the seat's agent takes no images. Steps are numbered from 1.
    """
    own_solution: Turn | None = None
    accused: int | None = None
    has_heard = False
    for turn in earlier:
        is_own = turn.seat == seat.name
        has_heard = has_heard or not is_own
        if is_own and turn.kind == "solution":
            own_solution = own_solution or turn
        elif turn.kind == "accusation":
            # The last accusation counts. One that could not be read is about no step.
            accused = next((step + 1 for step in turn.about_steps), None)
    rubric = rubric_values(protocol)
    n_steps = 0
    if question.solution is not None:
        n_steps = len(question.solution.steps)
    return {
        "n_steps": n_steps,
        "step": None,
        "steps": [step + 1 for step in at.about],
        "stands": seat.stands,
        "agreed": None if own_solution is None else own_solution.agreed,
        "attempts": _n_attempts(protocol, own_solution),
        "has_heard": has_heard,
        "accused": accused,
        "is_blind": is_blind and bool(question.images),
        "contests": asks_for_contests(protocol, seat),
        **_label_values(protocol, at),
        **rubric,
    }


def _label_values(protocol: Protocol, at: TurnContext) -> dict[str, object]:
    """What the move that is made asks for beside the labels."""
    move = protocol.move(at.move_id)
    if isinstance(move, LabelMove):
        move = asked_of_labels(protocol, move, at.move_id)
        return {"details": move.details, "p_correct": move.p_correct}
    return {"details": "none", "p_correct": False}


def asked_of_labels(protocol: Protocol, move: LabelMove, move_id: str) -> LabelMove:
    """The move with what its judges are asked for beside the labels.

    Labels that only tell which steps to ask about need probabilities, and no reasons: later labels are graded.
    """
    asks_doubtful = any(ask.doubtful for ask in protocol.moves_of(AskMove))
    is_last = protocol.moves_of(LabelMove)[-1] is protocol.move(move_id)
    if is_last or not asks_doubtful:
        return move
    return move.model_copy(update={"details": "none", "p_correct": True})


def asks_for_contests(protocol: Protocol, seat: Seat) -> bool:
    """Whether this seat may say how a claim that a machine refuted is meant.

    Findings that are only shown can't override the judge, so that it has nothing to contest.
    """
    grade = protocol.grade
    return grade is not None and grade.grounding == "binding" and shows_checks(protocol, seat)


def explain_prompt(protocol: Protocol, asked: ExplanationsAsked) -> str:
    """What a judge is asked after its labels: about the steps that it calls wrong, and those that it may contest."""
    return render_prompt(
        "explain",
        incorrect=[step + 1 for step in asked.incorrect],
        inherited=[step + 1 for step in asked.inherited],
        contested=[step + 1 for step in asked.contested],
        **rubric_values(protocol),
    )


def _n_attempts(protocol: Protocol, solution: Turn | None) -> int:
    """How often the seat tried to solve the problem itself; 0 without a turn that holds its own solution."""
    if solution is None:
        return 0
    move = protocol.move(solution.move)
    return move.samples if isinstance(move, SolveMove) else 0


def rubric_values(protocol: Protocol) -> dict[str, Any]:
    """What the templates say about the rubric: its kinds of error, its criteria for the judge, its language.

    The other criteria are measured by a machine, so that a judge is not asked about them.
    """
    grade = protocol.grade
    rubric = _rubric_of(grade)
    criteria = [criterion for criterion in rubric["criteria"] if criterion["measure"] == "judge"]
    return {
        "errors": rubric["errors"],
        "criteria": criteria,
        "language": rubric["language"],
        "grounding": "none" if grade is None else grade.grounding,
    }
