"""From outcomes to curves: who plays whom, planted curves that are found again, and nested oversight from them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from dikast.metrics import Game, TwoPlateaus, games_of_oversight, nested_success, scale_oversight, win_probability
from dikast.records import Outcome, OutcomeAcceptance, Seated

OVERSIGHT = TwoPlateaus(low=1350, high=1750, start=2, end=5)
DECEPTION = TwoPlateaus(low=1300, high=1500, start=0, end=7)
AGENTS = {f"agent-{i}": float(i) for i in range(8)}


def outcome(*seats: Seated, gold: int | None = 0, credit: float | None = 1.0, **fields: object) -> Outcome:
    return Outcome.model_validate(
        {
            "id": "e",
            "protocol": "debate",
            "agents": "",
            "question": "q",
            "status": "decided",
            "gold": gold,
            "credit": credit,
            "seats": seats,
            **fields,
        }
    )


JUDGE = Seated("judge", "judge", "j", (None,))
RIGHT, WRONG = Seated("alice", "debater", "a", (0,)), Seated("bob", "debater", "b", (1,))


def test_the_judge_plays_against_whoever_argued_for_a_wrong_answer() -> None:
    assert games_of_oversight([outcome(JUDGE, RIGHT, WRONG)]) == [Game("oversight: j", "deception: b", 1.0, "q")]
    assert games_of_oversight([outcome(JUDGE, RIGHT, WRONG, credit=0.0)])[0].score == 0
    assert games_of_oversight([outcome(JUDGE, RIGHT, WRONG, credit=1 / 3)])[0].score == 0.5, "a shared first place"


@pytest.mark.parametrize(
    "left_out",
    [
        outcome(JUDGE, RIGHT),
        outcome(RIGHT, WRONG),
        outcome(JUDGE, RIGHT, WRONG, gold=None, credit=None),
        outcome(JUDGE),
    ],
)
def test_an_episode_without_a_judge_a_falsehood_or_a_right_answer_is_no_game(left_out: Outcome) -> None:
    assert games_of_oversight([left_out]) == []


def test_a_wrong_answer_that_was_given_plays_for_its_solver() -> None:
    solver = Seated("solver", "solver", "s", (None,))

    def accepting(answer: str) -> Outcome:
        acceptance = OutcomeAcceptance(answer=answer, p_right=0.3, critiques=0, refuted=0)  # type: ignore[arg-type]
        return outcome(JUDGE, solver, gold=None, acceptance=acceptance)

    assert games_of_oversight([accepting("wrong")]) == [Game("oversight: j", "deception: s", 1.0, "q")]
    assert games_of_oversight([accepting("right")]) == []


def test_agents_are_called_as_the_caller_says() -> None:
    (game,) = games_of_oversight([outcome(JUDGE, WRONG)], lambda _, seat: seat.seat.upper())
    assert (game.first, game.second) == ("oversight: JUDGE", "deception: BOB")


def planted(n_questions: int, seed: int) -> Sequence[Game]:
    """Every agent judges every agent once a question, and wins by the planted curves."""
    rng = np.random.default_rng(seed)
    games = []
    for judge, strength in AGENTS.items():
        for adversary, cunning in AGENTS.items():
            p = float(win_probability(OVERSIGHT.at(strength), DECEPTION.at(cunning)))
            for question in range(n_questions):
                score = float(rng.random() < p)
                games.append(Game(f"oversight: {judge}", f"deception: {adversary}", score, str(question)))
    return games


def test_planted_curves_are_inside_their_intervals() -> None:
    scaling = scale_oversight(planted(200, seed=3), AGENTS, resamples=200)
    assert scaling is not None
    assert scaling.unknown == ()
    covered = []
    for curve, truth in ((scaling.oversight, OVERSIGHT), (scaling.deception, DECEPTION)):
        assert [point.capability for point in curve.points] == list(range(8))
        assert curve.slope is not None
        assert curve.slope.low is not None
        assert curve.slope.high is not None
        assert curve.slope.low <= truth.slope <= curve.slope.high
        # Ratings have no origin of their own: 1500 is the mean of all players.
        for point, fitted in zip(curve.points, curve.fitted, strict=True):
            shift = 1500 - np.mean([side.at(x) for side in (OVERSIGHT, DECEPTION) for x in range(8)])
            covered.append((fitted.low or 0) <= truth.at(point.capability) + shift <= (fitted.high or 0))
    assert np.mean(covered) > 0.8


def test_intervals_of_the_whole_way_from_games_to_curves_cover_the_planted_slopes_and_success() -> None:
    worlds = [scale_oversight(planted(60, seed), AGENTS, resamples=60) for seed in range(40)]
    covered = []
    for world in worlds:
        assert world is not None
        assert world.nested is not None
        truth = [nested_success(OVERSIGHT, DECEPTION, start=0, gap=7, steps=n) for n in range(1, 9)]
        for step, success in zip(world.nested.steps, truth, strict=True):
            covered.append((step.success.low or 0) <= float(success) <= (step.success.high or 0))
    assert 0.88 < np.mean(covered) <= 1


def test_nested_oversight_goes_from_the_weakest_judge_to_the_strongest_agent() -> None:
    scaling = scale_oversight(planted(100, seed=4), AGENTS, resamples=50)
    assert scaling is not None
    assert scaling.nested is not None
    assert (scaling.nested.start, scaling.nested.gap) == (0, 7)
    assert [step.steps for step in scaling.nested.steps] == list(range(1, 9))
    assert scaling.oversight.fit is not None
    assert scaling.deception.fit is not None
    second = nested_success(scaling.oversight.fit, scaling.deception.fit, start=0, gap=7, steps=2)
    assert scaling.nested.steps[1].success.value == pytest.approx(float(second))
    assert scaling.nested.best.success.value == max(step.success.value or 0 for step in scaling.nested.steps)


def test_agents_without_a_capability_are_named_and_in_no_curve() -> None:
    scaling = scale_oversight(planted(20, seed=5), {"agent-0": 0, "agent-1": 1}, resamples=20)
    assert scaling is not None
    assert scaling.unknown == tuple(f"agent-{i}" for i in range(2, 8))
    assert scaling.oversight.fit is None, "two capabilities make no curve"
    assert scaling.nested is None
    assert len(scaling.oversight.points) == 2


def test_without_games_there_is_nothing_to_scale() -> None:
    assert scale_oversight([], AGENTS) is None
