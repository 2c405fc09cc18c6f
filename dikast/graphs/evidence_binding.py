"""Grounding: how what a machine found in a step binds what judges said of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dikast.records import Check, StepLabel
from dikast.rubrics import Rubric
from dikast.verify import plain

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_COMPARISON = re.compile(r"[<>!]|\\(?:l|g)(?:eq?|t)\b|\\(?:neq?|approx|sim)\b")
_LETTER = re.compile(r"(?<![A-Za-z\\])[A-Za-z](?![A-Za-z])")
CONTEST = "contest"


def may_contest(label: StepLabel, step: str, claims: Sequence[str]) -> bool:
    """Whether the judge's own reading of the refuted `claims` is one of them, and of what the step says.

    Its numbers must stand in the step, in that order, and those of every claim in it: a reading puts in brackets and
    signs, but no number, and leaves none out. Nor does it compare by another sign than the step does (`≥` for `=`), or
    leave out the letters of a claim.
    """
    if not label.contest:
        return False
    reading, whole = plain(label.contest), plain(step)
    numbers, letters = _NUMBER.findall(reading), set(_LETTER.findall(reading))
    compares = set(_COMPARISON.findall(reading)) <= set(_COMPARISON.findall(whole))
    covers = all(
        _is_within(_NUMBER.findall(claim), numbers) and set(_LETTER.findall(claim)) <= letters
        for claim in map(plain, claims)
    )
    return bool(numbers) and compares and covers and _is_within(numbers, _NUMBER.findall(whole))


def _is_within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether all of the part stands in the whole, in its order."""
    rest = iter(whole)
    return all(one in rest for one in part)


def bind(label: StepLabel, checks: Sequence[Check], contested: Sequence[Check], rubric: Rubric) -> StepLabel:
    """The label of a step, bound by the checks of its claims.

    A refuted claim makes the step incorrect, whatever the judge said; only where the judge's own reading of it
    (`contested`: the checks of that reading) is verified does the judge's label stand, as `contested`. A step whose
    claims are all proved can't be a calculation error: that kind is struck, and what remains is contested. Anything
    unknown leaves the judge's label alone.
    """
    label = label.model_copy(update={"checks": (*checks, *contested)})
    if any(check.status == "refuted" for check in checks):
        is_upheld = bool(contested) and all(check.status == "verified" for check in contested)
        return label.model_copy(update={"decided_by": "contested"}) if is_upheld else _refuted(label, checks, rubric)
    if label.decided_by == "verifier" and checks:
        holds = all(check.status == "verified" for check in checks)
        told = "its claims hold, which does not make it right" if holds else "not all of its claims could be decided"
        return label.model_copy(update={"reason": told})
    if checks and all(check.status == "verified" and check.strength == "proof" for check in checks):
        return _proved(label, rubric)
    return label


def _refuted(label: StepLabel, checks: Sequence[Check], rubric: Rubric) -> StepLabel:
    """The step is wrong; of the judge's words, only what agrees with that is kept."""
    agrees = label.label == "incorrect"
    first = next(check for check in checks if check.status == "refuted")
    changes: dict[str, object] = {
        "label": "incorrect",
        "p_correct": 0.0,
        "decided_by": "both" if agrees else "verifier",
        "judged": None if agrees or label.decided_by != "judge" else label.judged or label.label,
    }
    if not agrees or label.error_type is None:
        changes["error_type"] = calculation_error(first, rubric)
    if not agrees:
        told = f"{first.claim} does not hold ({first.evidence_text})"
        changes |= {"explanation": told, "fix": "", "reason": "a claim is refuted"}
    return label.model_copy(update=changes)


def _proved(label: StepLabel, rubric: Rubric) -> StepLabel:
    if label.label in ("correct", "neutral"):
        return label.model_copy(update={"decided_by": "both"})
    if label.error_type in rubric.calculation_codes:
        reason = f"all claims of the step are proved, so it is not {label.error_type}"
        return label.model_copy(update={"error_type": None, "decided_by": "contested", "reason": reason})
    return label


def calculation_error(check: Check, rubric: Rubric) -> str | None:
    """The rubric's kind of error for a refuted claim: the symbolic one where letters were calculated with."""
    kinds = [kind.code for kind in rubric.errors if kind.is_calculation]
    if not kinds:
        return None
    has_letters = bool(re.search(r"[A-Za-z]", re.sub(r"\\[A-Za-z]+|\b[A-Za-z]{2,}\b", "", check.claim)))
    return kinds[-1] if has_letters else kinds[0]


def unseen(label: StepLabel, rubric: Rubric) -> StepLabel:
    """The label by a judge that could not see the images: an error of reading them is unknown, never guessed."""
    kind = rubric.error(label.error_type) if label.error_type else None
    if kind is None or not kind.is_visual:
        return label
    changes = {"label": "unknown", "error_type": None, "judged": label.label, "reason": "the judge can't see the image"}
    return label.model_copy(update=changes)
