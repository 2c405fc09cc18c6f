"""How a machine's findings in a step bind what a judge said about it."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from dikast.graphs.error_propagation import inherit
from dikast.graphs.evidence_binding import bind, calculation_error, may_contest, unseen
from dikast.records import Check, Label, StepLabel
from dikast.rubrics import load_rubric

RUBRIC = load_rubric("projudge")


def check(status: Literal["verified", "refuted", "unknown"], claim: str = "2 + 2 = 5", **fields: Any) -> Check:
    strength = {"verified": "proof"}.get(status)
    reason = {"unknown": "parse"}.get(status)
    return Check.model_validate(
        {
            "checker": "steps",
            "status": status,
            "claim": claim,
            "method": "exact",
            "strength": strength,
            "reason": reason,
        }
        | fields
    )


PROVED, REFUTED, UNKNOWN = check("verified"), check("refuted"), check("unknown")
ROUNDED = check("verified", strength="rounded")


@pytest.mark.parametrize(
    ("said", "error", "checks", "label", "kept_error", "decided_by"),
    [
        # A refuted claim makes the step wrong, whoever said otherwise.
        ("correct", None, [REFUTED], "incorrect", "NC", "verifier"),
        ("neutral", None, [REFUTED], "incorrect", "NC", "verifier"),
        ("unknown", None, [REFUTED], "incorrect", "NC", "verifier"),
        ("inherited", "RE", [REFUTED], "incorrect", "NC", "verifier"),
        (None, None, [REFUTED], "incorrect", "NC", "verifier"),
        ("correct", None, [PROVED, REFUTED, UNKNOWN], "incorrect", "NC", "verifier"),
        # Where judge and machine agree, the judge's words stand.
        ("incorrect", "KE", [REFUTED], "incorrect", "KE", "both"),
        ("incorrect", None, [REFUTED], "incorrect", "NC", "both"),
        ("correct", None, [PROVED], "correct", None, "both"),
        ("neutral", None, [PROVED], "neutral", None, "both"),
        # A step whose claims are all proved can't be a calculation error; it may be wrong in another way.
        ("incorrect", "NC", [PROVED], "incorrect", None, "contested"),
        ("incorrect", "SC", [PROVED, PROVED], "incorrect", None, "contested"),
        ("incorrect", "RE", [PROVED], "incorrect", "RE", "judge"),
        ("inherited", None, [PROVED], "inherited", None, "judge"),
        ("unknown", None, [PROVED], "unknown", None, "judge"),
        # What is not proved, or not all of it, leaves the judge alone.
        ("incorrect", "NC", [ROUNDED], "incorrect", "NC", "judge"),
        ("incorrect", "NC", [PROVED, UNKNOWN], "incorrect", "NC", "judge"),
        ("incorrect", "NC", [UNKNOWN], "incorrect", "NC", "judge"),
        ("correct", None, [UNKNOWN], "correct", None, "judge"),
        ("correct", None, [], "correct", None, "judge"),
        (None, None, [PROVED], None, None, "judge"),
    ],
)
def test_what_binds_what(
    said: Label | None, error: str | None, checks: list[Check], label: Label, kept_error: str | None, decided_by: str
) -> None:
    bound = bind(StepLabel(step=0, label=said, error_type=error, p_correct=0.8), checks, [], RUBRIC)
    assert (bound.label, bound.error_type, bound.decided_by) == (label, kept_error, decided_by)
    assert bound.checks == tuple(checks)
    if decided_by == "verifier":
        assert bound.judged == said
        assert bound.p_correct == 0


@pytest.mark.parametrize(
    ("contested", "label", "decided_by"),
    [
        ([PROVED], "correct", "contested"),
        ([ROUNDED], "correct", "contested"),
        ([PROVED, UNKNOWN], "incorrect", "verifier"),
        ([UNKNOWN], "incorrect", "verifier"),
        ([REFUTED], "incorrect", "verifier"),
        ([], "incorrect", "verifier"),
    ],
)
def test_a_contested_reading_stands_only_if_all_of_it_is_verified(
    contested: list[Check], label: Label, decided_by: str
) -> None:
    bound = bind(StepLabel(step=0, label="correct"), [REFUTED], contested, RUBRIC)
    assert (bound.label, bound.decided_by) == (label, decided_by)
    assert bound.checks == (REFUTED, *contested)


@pytest.mark.parametrize(
    ("step", "claims", "reading", "is_one"),
    [
        ("1/2x = 3 gives 6", ["1/2x = 3"], "(1/2)*x = 3", True),
        ("1/2x = 3 gives 6", ["1/2x = 3"], "1/(2*x) = 3", True),
        ("twice 8, and 1: 2 * 8 = 17", ["2 * 8 = 17"], "8 * 2 + 1 = 17", False),  # another order
        ("2 * 8, and 1, = 17", ["2 * 8 = 17"], "2 * 8 + 1 = 17", True),
        ("10 % of 80 is 8", ["10 % of 80 is 8"], "10/100 * 80 = 8", False),  # 100 stands nowhere
        ("36 - 4 = 31", ["36 - 4 = 31"], "36 - 4 = 32", False),  # another number
        ("36 - 4 = 31", ["36 - 4 = 31"], "31 = 36 - 5", False),
        ("36 - 4 = 31", ["36 - 4 = 31"], "4 = 36 - 31", False),  # another order
        ("36 - 4 = 31", ["36 - 4 = 31"], "4 = 4", False),  # a number left out
        ("36 - 4 = 31", ["36 - 4 = 31"], "36 - 4 >= 31", False),  # another comparison
        ("36 - 4 = 31", ["36 - 4 = 31"], r"36 - 4 \geq 31", False),
        ("so -3² = 10¹ - 1", ["-3^{2} = 10^{1} - 1"], "(-3)^2 = 10^1 - 1", True),
        ("36 - 4 = 31", ["36 - 4 = 31"], "36 - 4 ≥ 31", False),
        ("½ · ６ = 2", [r"(1/2) \cdot 6 = 2"], "1/2 * 6 = 2", True),
        ("36 - 4 > 33", ["36 - 4 > 33"], "36 + -4 > 33", True),
        ("5 + 3 = 8, 2 * 8 = 17", ["2 * 8 = 17"], "5 + 3 = 8", False),  # another claim of the step
        ("2 + 2 = 5, 6 - 1 = 4", ["2 + 2 = 5", "6 - 1 = 4"], "2 + 2 = 5", False),  # one of two
        ("(a + b)^2 = a^2 + b^2", ["(a + b)^2 = a^2 + b^2"], "2 = 2 = 2", False),  # no letter of it
        ("36 - 4 = 31", ["36 - 4 = 31"], "x = x", False),  # no number at all
        ("36 - 4 = 31", ["36 - 4 = 31"], None, False),
    ],
)
def test_a_reading_must_be_of_what_the_step_says(
    step: str, claims: list[str], reading: str | None, is_one: bool
) -> None:
    assert may_contest(StepLabel(step=0, contest=reading), step, claims) is is_one


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("36 - 4 = 31", "NC"),
        ("(a + b)^2 = a^2 + b^2", "SC"),
        (r"\frac{1}{2} + 1 = 2", "NC"),
        ("3 boxes = 4 boxes", "NC"),
    ],
)
def test_the_kind_of_a_refuted_calculation(claim: str, kind: str) -> None:
    assert calculation_error(check("refuted", claim), RUBRIC) == kind


def test_a_rubric_without_calculation_errors_names_none() -> None:
    assert calculation_error(REFUTED, load_rubric("prmbench")) is None or load_rubric("prmbench").calculation_codes


def test_only_what_is_visual_is_unknown_to_the_blind() -> None:
    assert unseen(StepLabel(step=0, label="incorrect", error_type="VI"), RUBRIC).label == "unknown"
    assert unseen(StepLabel(step=0, label="incorrect", error_type="RE"), RUBRIC).label == "incorrect"
    assert unseen(StepLabel(step=0, label="correct"), RUBRIC).label == "correct"


def test_what_the_judge_had_said_is_kept_however_often_it_is_overruled() -> None:
    blind = unseen(StepLabel(step=1, label="incorrect", error_type="VI", premises=(0,)), RUBRIC)
    assert bind(blind, [REFUTED], [], RUBRIC).judged == "incorrect"
    assert inherit([StepLabel(step=0, label="incorrect"), blind])[1].judged == "incorrect"
