"""Nested oversight succeeds as often as the paper's product says; its own curves give its own numbers."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dikast.metrics import TwoPlateaus, nested_success, win_probability


@dataclass
class Line:
    """Elo as a straight line in capability, as far as nested oversight needs it."""

    slope: float
    intercept: float

    def at(self, capability: float) -> float:
        return self.slope * capability + self.intercept


# The lines between the plateaus that Engels et al. fitted, and what their analysis gives at a gap of 400 from 1103
# (subhashk01/oversight-scaling-laws, elo/theory-predictions.ipynb): the best number of steps and its success.
PUBLISHED = [
    ("Mafia", Line(1.5305382247861692, -622.9317463747565), Line(0.8344154600833648, 173.2206142928111), 1, 0.110624),
    (
        "Debate",
        Line(1.0983942546126946, -47.49890598669299),
        Line(0.04936115584058696, 1080.3983558810423),
        1,
        0.513584,
    ),
    (
        "Backdoor Code",
        Line(0.7192614624976502, 552.0221384375485),
        Line(1.9518243250891987, -1361.61176329289),
        2,
        0.275691,
    ),
    (
        "Wargames",
        Line(1.1666737577004682, -229.07366870912878),
        Line(0.6795738441484533, 422.0053838057133),
        1,
        0.097977,
    ),
]


@pytest.mark.parametrize(("game", "oversight", "deception", "steps", "success"), PUBLISHED)
def test_published_curves_give_the_published_success(
    game: str, oversight: Line, deception: Line, steps: int, success: float
) -> None:
    by_steps = {n: float(nested_success(oversight, deception, start=1103, gap=400, steps=n)) for n in range(1, 21)}
    assert max(by_steps, key=by_steps.__getitem__) == steps, game
    assert by_steps[steps] == pytest.approx(success, abs=1e-6)


def test_ten_small_steps_of_equal_lines() -> None:
    # The same notebook's first cell: slopes 1, a lead of 10 for Houdini, a gap of 10 in 10 steps.
    success = nested_success(Line(1, 0), Line(1, 10), start=0, gap=10, steps=10)
    assert float(success) == pytest.approx(0.00070798449137656, rel=1e-10)


def test_a_win_by_elo() -> None:
    assert float(win_probability(1500, 1500)) == 0.5
    assert float(win_probability(1900, 1500)) == pytest.approx(10 / 11)


def test_one_step_is_the_overseer_against_the_strongest() -> None:
    curve = TwoPlateaus(low=1300, high=1700, start=1000, end=1400)
    success = nested_success(curve, curve, start=1000, gap=400, steps=1)
    assert float(success) == pytest.approx(float(win_probability(1300, 1700)))


def test_less_than_one_step_is_none() -> None:
    with pytest.raises(ValueError, match="at least one step"):
        nested_success(Line(1, 0), Line(1, 0), start=0, gap=1, steps=0)
