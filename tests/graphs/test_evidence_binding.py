"""How a machine's findings in a step bind the judge's label of it."""

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
    ("judged", "error", "checks", "label", "final_error", "decided_by"),
    [
        # A refuted claim makes the step incorrect, whatever the judge said.
        ("correct", None, [REFUTED], "incorrect", "NC", "verifier"),
        ("neutral", None, [REFUTED], "incorrect", "NC", "verifier"),
        ("unknown", None, [REFUTED], "incorrect", "NC", "verifier"),
        ("inherited", "RE", [REFUTED], "incorrect", "NC", "verifier"),
        (None, None, [REFUTED], "incorrect", "NC", "verifier"),
        ("correct", None, [PROVED, REFUTED, UNKNOWN], "incorrect", "NC", "verifier"),
        # Where judge and machine agree, the judge's kind of error stays.
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
        # Claims that are not proved, or not all of them, leave the judge's label unchanged.
        ("incorrect", "NC", [ROUNDED], "incorrect", "NC", "judge"),
        ("incorrect", "NC", [PROVED, UNKNOWN], "incorrect", "NC", "judge"),
        ("incorrect", "NC", [UNKNOWN], "incorrect", "NC", "judge"),
        ("correct", None, [UNKNOWN], "correct", None, "judge"),
        ("correct", None, [], "correct", None, "judge"),
        (None, None, [PROVED], None, None, "judge"),
    ],
)
def test_a_label_is_bound_by_the_checks_of_its_step(
    judged: Label | None, error: str | None, checks: list[Check], label: Label, final_error: str | None, decided_by: str
) -> None:
    bound = bind(StepLabel(step=0, label=judged, error_type=error, p_correct=0.8), checks, [], RUBRIC)
    assert (bound.label, bound.error_type, bound.decided_by) == (label, final_error, decided_by)
    assert bound.checks == tuple(checks)
    if decided_by == "verifier":
        assert bound.judged == judged
        assert bound.p_correct == 0


@pytest.mark.parametrize(
    ("contested", "label", "decided_by"),
    [
        ([PROVED], "correct", "contested"),  # the judge's reading is right
        ([ROUNDED], "correct", "contested"),  # right after rounding
        ([PROVED, UNKNOWN], "incorrect", "verifier"),  # one part of it is undecided
        ([UNKNOWN], "incorrect", "verifier"),  # undecided
        ([REFUTED], "incorrect", "verifier"),  # the judge's reading is wrong too
        ([], "incorrect", "verifier"),  # the judge gave no reading of its own
    ],
)
def test_a_judges_reading_is_accepted_only_if_all_of_it_is_verified(
    contested: list[Check], label: Label, decided_by: str
) -> None:
    bound = bind(StepLabel(step=0, label="correct"), [REFUTED], contested, RUBRIC)
    assert (bound.label, bound.decided_by) == (label, decided_by)
    assert bound.checks == (REFUTED, *contested)


@pytest.mark.parametrize(
    ("step", "claims", "reading", "is_accepted"),
    [
        ("1/2x = 3 gives 6", ["1/2x = 3"], "(1/2)*x = 3", True),  # one way to read 1/2x
        ("1/2x = 3 gives 6", ["1/2x = 3"], "1/(2*x) = 3", True),  # the other way
        ("twice 8, and 1: 2 * 8 = 17", ["2 * 8 = 17"], "8 * 2 + 1 = 17", False),  # another order
        ("2 * 8, and 1, = 17", ["2 * 8 = 17"], "2 * 8 + 1 = 17", True),  # words read as a sum
        ("10 % of 80 is 8", ["10 % of 80 is 8"], "10/100 * 80 = 8", False),  # 100 is not in the step
        ("36 - 4 = 31", ["36 - 4 = 31"], "36 - 4 = 32", False),  # another number
        ("36 - 4 = 31", ["36 - 4 = 31"], "31 = 36 - 5", False),  # another number, sides exchanged
        ("36 - 4 = 31", ["36 - 4 = 31"], "4 = 36 - 31", False),  # another order
        ("36 - 4 = 31", ["36 - 4 = 31"], "4 = 4", False),  # a number left out
        ("36 - 4 = 31", ["36 - 4 = 31"], "36 - 4 >= 31", False),  # another comparison
        ("36 - 4 = 31", ["36 - 4 = 31"], r"36 - 4 \geq 31", False),  # the same in LaTeX
        ("so -3² = 10¹ - 1", ["-3^{2} = 10^{1} - 1"], "(-3)^2 = 10^1 - 1", True),  # superscript digits
        ("36 - 4 = 31", ["36 - 4 = 31"], "36 - 4 ≥ 31", False),  # the same in Unicode
        ("½ · ６ = 2", [r"(1/2) \cdot 6 = 2"], "1/2 * 6 = 2", True),  # a fraction and a full-width digit
        ("36 - 4 > 33", ["36 - 4 > 33"], "36 + -4 > 33", True),  # a difference as a sum
        ("5 + 3 = 8, 2 * 8 = 17", ["2 * 8 = 17"], "5 + 3 = 8", False),  # another claim of the step
        ("2 + 2 = 5, 6 - 1 = 4", ["2 + 2 = 5", "6 - 1 = 4"], "2 + 2 = 5", False),  # one of two
        ("(a + b)^2 = a^2 + b^2", ["(a + b)^2 = a^2 + b^2"], "2 = 2 = 2", False),  # no letter of it
        ("36 - 4 = 31", ["36 - 4 = 31"], "x = x", False),  # no number at all
        ("36 - 4 = 31", ["36 - 4 = 31"], None, False),  # no reading at all
    ],
)
def test_a_judges_reading_must_have_the_numbers_and_the_order_of_the_step(
    step: str, claims: list[str], reading: str | None, is_accepted: bool
) -> None:
    assert may_contest(StepLabel(step=0, contest=reading), step, claims) is is_accepted


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("36 - 4 = 31", "NC"),  # numbers only
        ("(a + b)^2 = a^2 + b^2", "SC"),  # variables
        (r"\frac{1}{2} + 1 = 2", "NC"),  # a LaTeX command is not a variable
        ("3 boxes = 4 boxes", "NC"),  # nor is a word
    ],
)
def test_a_refuted_claim_is_a_numeric_or_a_symbolic_error(claim: str, kind: str) -> None:
    assert calculation_error(check("refuted", claim), RUBRIC) == kind


def test_a_rubric_without_calculation_errors_gives_a_refuted_claim_no_kind() -> None:
    assert calculation_error(REFUTED, load_rubric("prmbench")) is None or load_rubric("prmbench").calculation_codes


def test_a_blind_judges_label_is_unknown_only_for_visual_errors() -> None:
    assert unseen(StepLabel(step=0, label="incorrect", error_type="VI"), RUBRIC).label == "unknown"
    assert unseen(StepLabel(step=0, label="incorrect", error_type="RE"), RUBRIC).label == "incorrect"
    assert unseen(StepLabel(step=0, label="correct"), RUBRIC).label == "correct"


def test_the_judges_own_label_is_kept_even_if_it_is_overruled_twice() -> None:
    blind = unseen(StepLabel(step=1, label="incorrect", error_type="VI", premises=(0,)), RUBRIC)
    assert bind(blind, [REFUTED], [], RUBRIC).judged == "incorrect"
    assert inherit([StepLabel(step=0, label="incorrect"), blind])[1].judged == "incorrect"
