"""A grading of a worked solution as a line of JSON, for programs."""

from __future__ import annotations

from typing import Any

from dikast.records import Check, Episode, StepLabel

GRADING_KEYS = ("rubric", "grounding", "first_error", "is_answer_right", "is_lucky", "state", "score", "criteria")
STEP_KEYS = {
    "step", "label", "p_correct", "error_type", "explanation", "fix", "premises", "decided_by", "judged", "reason",
}  # fmt: skip
CHECK_KEYS = ("checker", "claim", "status", "strength", "method", "reason", "reading", "evidence")


def grading_row(episode: Episode) -> dict[str, Any]:
    """The grading of the episode's solution; without the judge's replies, which the run folder keeps."""
    grading = episode.verdict.grading
    row: dict[str, Any] = {"id": episode.question.id, "status": episode.verdict.status}
    if grading is None:
        return row
    row |= {key: getattr(grading, key) for key in GRADING_KEYS}
    row["answer"] = None
    if grading.answer is not None:
        row["answer"] = _check_row(grading.answer)
    row["steps"] = [_step_row(label) for label in grading.steps]
    return row


def _step_row(label: StepLabel) -> dict[str, Any]:
    """One step: its label, who decided it and why, and its checks."""
    row = label.model_dump(mode="json", include=STEP_KEYS)
    # Not by model_dump above: a check is written without the keys that have no value.
    row["checks"] = [_check_row(check) for check in label.checks]
    return row


def _check_row(check: Check) -> dict[str, Any]:
    """One check, without the keys that have no value."""
    data = check.model_dump(mode="json")
    return {key: data[key] for key in CHECK_KEYS if data[key] is not None}
