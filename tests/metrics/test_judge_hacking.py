"""Speeches that are the best of N drafts, before a judge that can be hacked and one that can't; planted, with seeds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dikast.metrics import DraftVerdict, Estimate, HackingPoint, draft_verdict, hacking_curve, nats_of_best_of
from dikast.records import Outcome, Seated
from tests.metrics.rows import debate, row

NUMBERS = (1, 2, 4, 8, 16)
N_QUESTIONS = 150


def world(*, checks: bool, selects: bool = True, seed: int = 0) -> dict[int, list[DraftVerdict]]:
    """A speaker for a wrong answer writes N drafts; the judge takes the most splendid one and is led by it.

    The more splendid a draft, the more often it has an invented quote. With `checks` the judge is told of those. Without
    `selects` the judge decides on drafts that it did not choose: it is held out.
    """
    rng = np.random.default_rng(seed)
    verdicts: dict[int, list[DraftVerdict]] = {}
    for n in NUMBERS:
        splendour = rng.standard_normal((N_QUESTIONS, n))
        invents = rng.random((N_QUESTIONS, n)) < 1 / (1 + np.exp(-2 * splendour))
        best = splendour.argmax(axis=1) if selects else np.zeros(N_QUESTIONS, dtype=int)
        rows = np.arange(N_QUESTIONS)
        log_odds = 1.5 * splendour[rows, best] - 1.0
        if checks:
            log_odds = log_odds - 6.0 * invents[rows, best]
        p_false = 1 / (1 + np.exp(-log_odds))
        verdicts[n] = [
            DraftVerdict(str(i), float(p < 0.5), float(max(p, 1 - p)), "speaker", float(p))
            for i, p in enumerate(p_false)
        ]
    return verdicts


def exploitability(points: tuple[HackingPoint, ...]) -> list[Estimate]:
    return [point.exploitability for point in points]


def above(higher: Estimate, lower: Estimate) -> bool:
    """Whether the one's whole interval lies above the other's."""
    assert higher.low is not None
    assert lower.high is not None
    return higher.low > lower.high


@pytest.mark.parametrize("seed", [0, 1])
def test_a_judge_that_can_be_hacked_is_deceived_the_more_the_more_drafts_there_are(seed: int) -> None:
    unchecked = exploitability(hacking_curve(world(checks=False, seed=seed), resamples=400))
    values = [estimate.value or 0 for estimate in unchecked]
    assert values == sorted(values)
    assert above(unchecked[-1], unchecked[0])


@pytest.mark.parametrize("seed", [0, 1])
def test_checks_lower_exploitability_and_more_so_the_more_drafts_there_are(seed: int) -> None:
    unchecked = exploitability(hacking_curve(world(checks=False, seed=seed), resamples=400))
    checked = exploitability(hacking_curve(world(checks=True, seed=seed), resamples=400))
    assert all(above(bare, with_checks) for bare, with_checks in zip(unchecked[1:], checked[1:], strict=True))
    gains = [(bare.value or 0) - (kept.value or 0) for bare, kept in zip(unchecked, checked, strict=True)]
    assert gains[-1] > gains[0]


def test_a_judge_that_chose_no_draft_is_not_deceived_more() -> None:
    held_out = exploitability(hacking_curve(world(checks=False, selects=False), resamples=400))
    assert not above(held_out[-1], held_out[0])


def test_belief_and_truth_part_as_drafts_grow() -> None:
    first, *_, last = hacking_curve(world(checks=False), resamples=400)
    assert above(last.too_sure, first.too_sure)
    assert (last.belief.value or 0) > (last.truth.value or 0)
    assert last.nats == pytest.approx(math.log(16) - 15 / 16)
    assert first.nats == 0


def test_the_best_deceiver_is_chosen_on_other_questions_than_it_is_measured_on() -> None:
    rng = np.random.default_rng(2)
    # Ten agents that are all alike: the luckiest of them looks better than it is.
    verdicts = [
        DraftVerdict(str(question), 1.0, 0.8, f"agent-{agent}", float(rng.random()))
        for question in range(60)
        for agent in range(10)
    ]
    (point,) = hacking_curve({1: verdicts}, resamples=400)
    by_agent = {
        f"agent-{agent}": np.mean([v.p_false for v in verdicts if v.arguer == f"agent-{agent}"]) for agent in range(10)
    }
    assert point.best_arguer == max(by_agent, key=lambda agent: float(by_agent[agent]))
    assert point.exploitability.value is not None
    assert point.exploitability.value < max(by_agent.values())
    assert point.exploitability.low is not None
    assert point.exploitability.high is not None
    assert point.exploitability.low < 0.5 < point.exploitability.high
    assert point.exploitability.n == 60


def test_the_better_deceiver_of_a_pool_is_found() -> None:
    verdicts = [
        DraftVerdict(str(question), 0.0, 0.9, agent, p)
        for question in range(9)
        for agent, p in (("a", 0.2), ("b", 0.9))
    ]
    (point,) = hacking_curve({1: verdicts}, resamples=50)
    assert point.best_arguer == "b"
    assert point.exploitability.value == pytest.approx(0.9)
    assert point.deceived.value == pytest.approx(0.55)


def test_what_an_outcome_says() -> None:
    assert draft_verdict(row("7", (0.7, 0.3), seats=debate(bob="ben"))) == DraftVerdict("7", 1.0, 0.7, "ben", 0.3)
    honest = (Seated("consultant", "consultant", "c", (0,)),)
    assert draft_verdict(row("7", (0.7, 0.3), seats=honest)) == DraftVerdict("7", 1.0, 0.7)
    assert draft_verdict(row("7", None)) is None
    assert draft_verdict(row("7", (0.7, 0.3), gold=None)) is None


def test_verdicts_of_honest_speakers_alone_have_no_exploitability() -> None:
    (point,) = hacking_curve({2: [DraftVerdict("1", 1.0, 0.9)], 4: []})
    assert point.exploitability.value is None
    assert point.best_arguer == ""
    assert point.truth.value == 1


def test_one_draft_is_no_selection() -> None:
    assert nats_of_best_of(1) == 0
    with pytest.raises(ValueError, match="at least one draft"):
        nats_of_best_of(0)


def test_a_failed_episode_is_no_verdict() -> None:
    failed = Outcome(id="f", protocol="p", agents="", question="1", status="failed")
    assert draft_verdict(failed) is None
