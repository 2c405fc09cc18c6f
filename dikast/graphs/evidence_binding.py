"""How a machine's findings in a step bind what judges say about it."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records import Check, StepLabel
from dikast.rubrics import Rubric
from dikast.verify import calculates_with_letters, is_reading_of

CONTEST = "contest"
"""The checker's name on checks of a judge's own reading."""


def may_contest(label: StepLabel, step: str, refuted_claims: Sequence[str]) -> bool:
    """Whether the judge gives a reading of its own of refuted claims, and it is one of what the step says."""
    if not label.contest or not refuted_claims:
        return False
    return is_reading_of(label.contest, step, refuted_claims)


def bind(label: StepLabel, checks: Sequence[Check], contested: Sequence[Check], rubric: Rubric) -> StepLabel:
    """The label of a step, bound by the checks of its claims.

    A refuted claim makes the step incorrect, whatever the judge said. Only where the judge's own reading of it
    (`contested`: the checks of that reading) is verified, the judge's label stays, as `contested`. A step whose claims
    are all proved can't be a calculation error: that kind is removed, and what remains is contested. Unknown checks
    leave the judge's label unchanged.
    """
    label = label.model_copy(update={"checks": (*checks, *contested)})
    if any(check.status == "refuted" for check in checks):
        if _all_verified(contested):
            return label.model_copy(update={"decided_by": "contested"})
        return _refuted(label, checks, rubric)
    if label.decided_by == "verifier" and checks:
        return label.model_copy(update={"reason": _reason_without_judge(checks)})
    if _all_verified(checks) and all(check.strength == "proof" for check in checks):
        return _proved(label, rubric)
    return label


def _all_verified(checks: Sequence[Check]) -> bool:
    return bool(checks) and all(check.status == "verified" for check in checks)


def _reason_without_judge(checks: Sequence[Check]) -> str:
    if _all_verified(checks):
        return "its claims hold, which does not make it right"
    return "not all of its claims could be decided"


def _refuted(label: StepLabel, checks: Sequence[Check], rubric: Rubric) -> StepLabel:
    """The step is wrong. Of the judge's words, only what agrees with that is kept."""
    refutation = next(check for check in checks if check.status == "refuted")
    changes: dict[str, object] = {"label": "incorrect", "p_correct": 0.0}
    if label.label == "incorrect":
        changes |= {"decided_by": "both", "judged": None}
        if label.error_type is None:
            changes["error_type"] = calculation_error(refutation, rubric)
        return label.model_copy(update=changes)
    changes |= {
        "decided_by": "verifier",
        "judged": (label.judged or label.label) if label.decided_by == "judge" else None,
        "error_type": calculation_error(refutation, rubric),
        "explanation": f"{refutation.claim} does not hold ({refutation.evidence_text})",
        "fix": "",
        "reason": "a claim is refuted",
    }
    return label.model_copy(update=changes)


def _proved(label: StepLabel, rubric: Rubric) -> StepLabel:
    if label.label in ("correct", "neutral"):
        return label.model_copy(update={"decided_by": "both"})
    if label.error_type not in rubric.calculation_codes:
        return label
    reason = f"all claims of the step are proved, so it is not {label.error_type}"
    return label.model_copy(update={"error_type": None, "decided_by": "contested", "reason": reason})


def calculation_error(check: Check, rubric: Rubric) -> str | None:
    """The rubric's kind of error for a refuted claim: the symbolic one where the claim calculates with letters.

    A rubric lists its numeric kind before its symbolic one; None where it has neither.
    """
    codes = [kind.code for kind in rubric.errors if kind.is_calculation]
    if not codes:
        return None
    return codes[-1] if calculates_with_letters(check.claim) else codes[0]


def unseen(label: StepLabel, rubric: Rubric) -> StepLabel:
    """The label by a judge that could not see the images: an error of reading them is unknown, never guessed."""
    kind = rubric.error(label.error_type) if label.error_type else None
    if kind is None or not kind.is_visual:
        return label
    changes = {"label": "unknown", "error_type": None, "judged": label.label, "reason": "the judge can't see the image"}
    return label.model_copy(update=changes)
