"""Hypotheses that were named before: confirmed, not confirmed or undecided, adjusted for all that were registered."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from dikast.metrics import Comparison, Estimate, Hypothesis, decide_hypotheses


def hypothesis(**fields: Any) -> Hypothesis:
    return Hypothesis(**{"compare": ("debate", "direct"), "direction": "greater", "questions": 100, **fields})


def comparison(value: float = 0.2, p_value: float | None = 0.01, n: int = 100) -> Comparison:
    return Comparison(
        first="debate",
        second="direct",
        of="credit",
        difference=Estimate(value=value, n=n, clusters=n),
        p_value=p_value,
        is_exact=False,
        p_adjusted=p_value,
        correction="none",
        comparisons=1,
        detectable=None,
    )


@pytest.mark.parametrize(
    ("stated", "found", "conclusion", "reason"),
    [
        (hypothesis(), comparison(), "confirmed", ""),
        (hypothesis(), comparison(p_value=0.2), "not confirmed", ""),
        (hypothesis(), comparison(value=-0.2), "not confirmed", "the difference went the other way"),
        (hypothesis(direction="less"), comparison(value=-0.2), "confirmed", ""),
        (hypothesis(direction="different"), comparison(value=-0.2), "confirmed", ""),
        (hypothesis(alpha=0.001), comparison(), "not confirmed", ""),
        (hypothesis(), comparison(n=99), "undecided", "99 of 100 questions are decided by both"),
        (hypothesis(), comparison(n=140), "confirmed", ""),
        (hypothesis(), comparison(p_value=None), "undecided", "there is nothing to compare"),
        (hypothesis(), None, "undecided", "a cell has no episodes yet"),
    ],
)
def test_a_hypothesis_is_decided(stated: Hypothesis, found: Comparison | None, conclusion: str, reason: str) -> None:
    (decided,) = decide_hypotheses([stated], {} if found is None else {0: found})
    assert (decided.conclusion, decided.reason) == (conclusion, reason)


def test_a_stopping_rule_that_ended_the_run_decides_with_fewer_questions() -> None:
    (decided,) = decide_hypotheses([hypothesis()], {0: comparison(n=40)}, is_settled=True)
    assert decided.conclusion == "confirmed"


def test_p_values_are_adjusted_for_all_that_was_registered_even_what_was_not_run() -> None:
    stated = [hypothesis(), hypothesis(), hypothesis()]
    decided = decide_hypotheses(stated, {0: comparison(p_value=0.02), 1: comparison(p_value=0.001)})
    adjusted = [one.comparison.p_adjusted for one in decided if one.comparison is not None]
    assert adjusted == pytest.approx([0.04, 0.003])
    assert decided[0].comparison is not None
    assert decided[0].comparison.comparisons == 3


def test_a_statement_in_one_line() -> None:
    assert hypothesis().statement == "debate > direct in credit"
    assert hypothesis(direction="different", of="brier").statement == "debate ≠ direct in brier"


@pytest.mark.parametrize("wrong", [{"compare": ("a", "a")}, {"questions": 1}, {"alpha": 0}, {"direction": "up"}])
def test_what_is_no_hypothesis(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        hypothesis(**wrong)
