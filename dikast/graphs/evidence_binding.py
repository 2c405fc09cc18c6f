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
    refuted = [check for check in checks if check.status == "refuted"]
    if refuted:
        if _all_verified(contested):
            return label.model_copy(update={"decided_by": "contested"})
        return _refuted(label, refuted[0], rubric)
    # A label by the verifier is the one of a step that no judge labelled.
    if label.decided_by == "verifier":
        return _without_judge(label, checks)
    if _all_verified(checks) and {check.strength for check in checks} == {"proof"}:
        return _proved(label, rubric)
    return label


def _all_verified(checks: Sequence[Check]) -> bool:
    """Whether every check is `verified`, and there is one."""
    return {check.status for check in checks} == {"verified"}


def _without_judge(label: StepLabel, checks: Sequence[Check]) -> StepLabel:
    """The label of a step that only the machine has looked at; unchanged where it found no claim."""
    if not checks:
        return label
    reason = "not all of its claims could be decided"
    if _all_verified(checks):
        reason = "its claims hold, which does not make it right"
    return label.model_copy(update={"reason": reason})


def _refuted(label: StepLabel, refutation: Check, rubric: Rubric) -> StepLabel:
    """The step is wrong. Of the judge's words, only what agrees with that is kept."""
    changes: dict[str, object] = {
        "label": "incorrect",
        "p_correct": 0.0,
        "error_type": calculation_error(refutation, rubric),
    }
    if label.label == "incorrect":
        changes |= {"decided_by": "both", "judged": None}
        if label.error_type is not None:
            # The judge's kind of error may say more than that the calculation is wrong.
            changes["error_type"] = label.error_type
        return label.model_copy(update=changes)
    judged = None
    if label.decided_by == "judge":
        judged = label.judged or label.label
    changes |= {
        "decided_by": "verifier",
        "judged": judged,
        "explanation": f"{refutation.claim} does not hold ({refutation.evidence_text})",
        "fix": "",
        "reason": "a claim is refuted",
    }
    return label.model_copy(update=changes)


def _proved(label: StepLabel, rubric: Rubric) -> StepLabel:
    """All claims of the step are proved: it is no calculation error, but it may be wrong in another way."""
    if label.label in ("correct", "neutral"):
        return label.model_copy(update={"decided_by": "both"})
    if label.error_type not in rubric.calculation_codes:
        return label
    changes = {
        "error_type": None,
        "decided_by": "contested",
        "reason": f"all claims of the step are proved, so it is not {label.error_type}",
    }
    return label.model_copy(update=changes)


def calculation_error(check: Check, rubric: Rubric) -> str | None:
    """The rubric's kind of error for a refuted claim: the symbolic one where the claim calculates with letters.

    A rubric lists its numeric kind before its symbolic one; None where it has neither.
    """
    codes = [kind.code for kind in rubric.errors if kind.is_calculation]
    if not codes:
        return None
    if calculates_with_letters(check.claim):
        return codes[-1]
    return codes[0]


def unseen(label: StepLabel, rubric: Rubric) -> StepLabel:
    """The label by a judge that could not see the images: an error of reading them is unknown, never guessed."""
    if not label.error_type:
        return label
    kind = rubric.error(label.error_type)
    if kind is None or not kind.is_visual:
        return label
    changes = {
        "label": "unknown",
        "error_type": None,
        "judged": label.label,
        "reason": "the judge can't see the image",
    }
    return label.model_copy(update=changes)
