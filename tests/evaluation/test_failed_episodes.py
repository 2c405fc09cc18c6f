"""What failed episodes leave open."""

from __future__ import annotations

import pytest

from dikast.evaluation.failed_episodes import TriedEpisodes
from dikast.evaluation.item_credits import mean_credit
from dikast.gates import GateCell, decide, read_requirements
from dikast.metrics import Estimate

HALF = mean_credit([0.0, 1.0] * 50)


def test_without_failures_nothing_changes() -> None:
    assert TriedEpisodes(100, 0).bound(HALF) == HALF


@pytest.mark.parametrize("failed", [1, 25, 300])
def test_the_bound_holds_whatever_the_failed_ones_would_have_been(failed: int) -> None:
    bound = TriedEpisodes(100, failed).bound(HALF)
    assert bound.value == 0.5
    assert bound.low is not None
    assert bound.high is not None
    for n_right in (0, failed // 2, failed):
        assert bound.low <= (50 + n_right) / (100 + failed) <= bound.high


def test_what_is_not_known_has_no_bound() -> None:
    assert TriedEpisodes(0, 5).bound(Estimate(value=None)) == Estimate(value=None)


def test_a_gate_says_that_failures_leave_it_open() -> None:
    bound = TriedEpisodes(100, 100).bound(HALF)
    (check,) = decide(
        read_requirements(["accuracy>=0.3"], ["accuracy"]), [GateCell("mine", (), {"accuracy": bound})]
    ).checks
    assert (check.status, check.questions) == ("undecided", None)
    assert check.reason.endswith("the episodes that failed leave it open: run them again")
