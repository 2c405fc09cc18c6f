"""A grading of a worked solution as text: one sign a step, or every step with its label and checks."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.cli.quote_lines import on_one_line, quoted_lines
from dikast.records import Check, GradeState, Grading, Label, StepLabel

SIGNS: dict[Label | None, str] = {
    "correct": "✓", "neutral": "~", "incorrect": "✗", "inherited": "↳", "unknown": "?", None: "!",
}  # fmt: skip
LEGEND = "✓ correct  ~ neutral  ✗ incorrect  ↳ inherited  ? unknown  = unknown, its claims hold  ! unparsed"
MOST_SIGNS = 60
STATE_LINES: dict[GradeState, str] = {
    "error not located": "error not located: the final answer is wrong, and every step is labelled as right",
    "right by a wrong way": "right by a wrong way: the final answer is right, and a step is labelled as wrong",
}


def signs(grading: Grading) -> str:
    """One sign a step; of a very long solution the first signs, and the number of steps."""
    text = "".join(_sign(label) for label in grading.steps)
    if len(text) <= MOST_SIGNS:
        return text
    return f"{text[:MOST_SIGNS]}… ({len(text)})"


def grading_lines(grading: Grading, steps: tuple[str, ...]) -> Iterator[str]:
    """The grading as lines to read: each step with its label, who decided it, why, and what was checked."""
    for label, text in zip(grading.steps, steps, strict=True):
        yield f"\n{SIGNS[label.label]} step {label.step + 1}: {_label_text(label)}"
        yield from quoted_lines(text)
        if label.explanation:
            yield f"  why: {on_one_line(label.explanation)}"
        if label.fix:
            yield f"  fix: {on_one_line(label.fix)}"
        for check in label.checks:
            yield _check_line(check)
    # Of a solution, not of a step: what all the labels come to.
    first = "none found"
    if grading.first_error is not None:
        first = f"step {grading.first_error + 1}"
    answer = {True: "right", False: "wrong", None: "not known to be right or wrong"}[grading.is_answer_right]
    score = "none"
    if grading.score is not None:
        score = f"{grading.score:g}"
    yield f"\nfirst error: {first}; final answer: {answer}; score by {grading.rubric}: {score}"
    if grading.state is not None:
        yield STATE_LINES[grading.state]


def _sign(label: StepLabel) -> str:
    """The sign of one step."""
    if label.label == "unknown" and label.checks:
        statuses = {check.status for check in label.checks}
        if statuses == {"verified"}:
            # A step whose claims hold may be wrong in what it does not claim: it is not called correct.
            return "="
    return SIGNS[label.label]


def _label_text(label: StepLabel) -> str:
    """The label with its kind of error, its probability, and who decided it."""
    parts: list[str] = [label.label or "unparsed"]
    if label.error_type:
        parts.append(label.error_type)
    if label.p_correct is not None:
        parts.append(f"p = {label.p_correct:.2f}")
    if label.decided_by == "contested":
        parts.append("contested")
    else:
        parts.append(f"decided by {label.decided_by}")
    if label.judged:
        parts.append(f"the judge had said {label.judged}")
    if label.reason:
        parts.append(on_one_line(label.reason))
    return ", ".join(parts)


def _check_line(check: Check) -> str:
    """One check: its result, how strong the evidence is or why there is none, the claim, and the evidence."""
    strength = ""
    if check.strength:
        strength = f" by {check.strength}"
    elif check.reason:
        strength = f" ({check.reason})"
    evidence = ""
    if check.evidence:
        evidence = f" [{on_one_line(check.evidence_text)}]"
    return f"  {check.checker} {check.status}{strength}: “{on_one_line(check.claim)}”{evidence}"
