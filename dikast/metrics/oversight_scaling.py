"""How oversight scales: the Elo of judging and of deceiving against capability, and the success of nested oversight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from dikast.metrics.bootstrap import percentiles
from dikast.metrics.cell import Floats
from dikast.metrics.elo_bradley_terry import RatingDraws, rating_draws
from dikast.metrics.estimate import Estimate
from dikast.metrics.nested_oversight import nested_success
from dikast.metrics.oversight_games import DECEPTION, OVERSIGHT
from dikast.metrics.pairwise_games import Game
from dikast.metrics.two_plateaus import PlateauFits, PlateauFitter, TwoPlateaus
from dikast.records import Record

MOST_STEPS = 8
RESAMPLES = 1_000
LEAST_SD = 1.0
"""In points of Elo: resamples that hardly differ say that games are few, not that a rating is exact."""

LEAST_DRAWS = 2

OversightSide = Literal["oversight", "deception"]
PlateauNumber = Literal["low", "high", "start", "end", "slope"]
PREFIXES: Mapping[OversightSide, str] = {"oversight": OVERSIGHT, "deception": DECEPTION}


class ScalingPoint(Record):
    """An agent on one side: its capability, and its Elo with its interval (the mean of all players is 1500)."""

    agent: str
    capability: float
    elo: Estimate


class ScalingCurve(Record):
    """One side: its agents by rising capability, and the curve with two plateaus through them.

    `fit` is None where there are too few different capabilities. The intervals of its four numbers and of its `slope`
    are over questions. `fitted` is the curve's value at each point's capability.
    """

    side: OversightSide
    points: tuple[ScalingPoint, ...]
    fit: TwoPlateaus | None = None
    low: Estimate | None = None
    high: Estimate | None = None
    start: Estimate | None = None
    end: Estimate | None = None
    slope: Estimate | None = None
    fitted: tuple[Estimate, ...] = ()


class NestedStep(Record):
    """The probability that nested oversight succeeds in so many steps."""

    steps: int
    success: Estimate


class NestedOversight(Record):
    """Nested oversight from the capability `start` of the weakest judge to that of the strongest agent, `gap` above it.

    `steps` has 1 step, 2 steps, and so on.
    """

    start: float
    gap: float
    steps: tuple[NestedStep, ...]

    @property
    def best(self) -> NestedStep:
        """The number of steps with which it succeeds most often, by the fitted curves."""
        return max(self.steps, key=lambda step: step.success.value or 0.0)


class OversightScaling(Record):
    """Both sides, and nested oversight.

    `unknown` are the agents without a capability, which are in no curve. `is_bounded` is that of the ratings: where it
    is False, some player won or lost everything, and distances rest on a prior too. `nested` is None where a side has
    no curve, or where nobody is stronger than the weakest judge.
    """

    n_games: int
    is_bounded: bool
    oversight: ScalingCurve
    deception: ScalingCurve
    nested: NestedOversight | None = None
    unknown: tuple[str, ...] = ()

    @property
    def curves(self) -> tuple[ScalingCurve, ScalingCurve]:
        """Both sides."""
        return self.oversight, self.deception


@dataclass(frozen=True, eq=False)
class _SideFits:
    """The curve of one side, and those of all resamples."""

    best: TwoPlateaus
    draws: PlateauFits


def scale_oversight(
    games: Sequence[Game], capability: Mapping[str, float], *, resamples: int = RESAMPLES, seed: int = 0
) -> OversightScaling | None:
    """The scaling of these games of oversight; None without any. `capability` has a number by agent.

    Ratings are those of Bradley and Terry; questions are resampled, and curves are fitted to each resample.
    """
    if not games:
        return None
    draws = rating_draws(games, resamples=resamples, seed=seed)
    # A player without a game in a resample says nothing there, and neither do the curves.
    draws = replace(draws, draws=draws.draws[~np.isnan(draws.draws).any(axis=1)])
    points = {side: _points(draws, side, capability) for side in PREFIXES}
    fits = {side: _fit_side(draws, side, points[side]) for side in PREFIXES}
    known = {point.agent for side in PREFIXES for point in points[side]}
    agents = {player.removeprefix(OVERSIGHT).removeprefix(DECEPTION) for player in draws.players}
    nested = _nested(fits["oversight"], fits["deception"], points, draws.n_questions)
    return OversightScaling(
        n_games=len(games),
        is_bounded=draws.is_bounded,
        oversight=_curve("oversight", points["oversight"], fits["oversight"], draws.n_questions),
        deception=_curve("deception", points["deception"], fits["deception"], draws.n_questions),
        unknown=tuple(sorted(agents - known)),
        nested=nested,
    )


def _points(draws: RatingDraws, side: OversightSide, capability: Mapping[str, float]) -> tuple[ScalingPoint, ...]:
    """The agents of one side whose capability is known, by rising capability."""
    prefix = PREFIXES[side]
    points = []
    for column, player in enumerate(draws.players):
        agent = player.removeprefix(prefix)
        if not player.startswith(prefix) or agent not in capability:
            continue
        elo = _estimate(float(draws.ratings[column]), draws.draws[:, column], draws.n_questions)
        points.append(ScalingPoint(agent=agent, capability=capability[agent], elo=elo))
    return tuple(sorted(points, key=lambda point: (point.capability, point.agent)))


def _fit_side(draws: RatingDraws, side: OversightSide, points: Sequence[ScalingPoint]) -> _SideFits | None:
    """The curves through the points of one side; None where there are too few different capabilities."""
    columns = [draws.players.index(PREFIXES[side] + point.agent) for point in points]
    spread = draws.draws[:, columns]
    if len(spread) < LEAST_DRAWS or not columns:
        return None
    fitter = PlateauFitter(np.array([point.capability for point in points]), np.maximum(spread.std(axis=0), LEAST_SD))
    if not fitter.can_fit:
        return None
    return _SideFits(fitter.fit(draws.ratings[None, columns]).first(), fitter.fit(spread))


def _curve(
    side: OversightSide, points: tuple[ScalingPoint, ...], fits: _SideFits | None, n_questions: int
) -> ScalingCurve:
    """One side as a record."""
    if fits is None:
        return ScalingCurve(side=side, points=points)

    def estimate(name: PlateauNumber) -> Estimate:
        return _estimate(getattr(fits.best, name), getattr(fits.draws, name), n_questions)

    return ScalingCurve(
        side=side,
        points=points,
        fit=fits.best,
        low=estimate("low"),
        high=estimate("high"),
        start=estimate("start"),
        end=estimate("end"),
        slope=estimate("slope"),
        fitted=tuple(
            _estimate(fits.best.at(point.capability), fits.draws.at(point.capability), n_questions) for point in points
        ),
    )


def _nested(
    oversight: _SideFits | None,
    deception: _SideFits | None,
    points: Mapping[OversightSide, Sequence[ScalingPoint]],
    n_questions: int,
) -> NestedOversight | None:
    """Nested oversight by its number of steps, where both sides have a curve and somebody is stronger than a judge."""
    if oversight is None or deception is None:
        return None
    start = points["oversight"][0].capability
    gap = max(side[-1].capability for side in points.values()) - start
    if gap <= 0:
        return None
    steps = []
    for number in range(1, MOST_STEPS + 1):
        success = nested_success(oversight.best, deception.best, start=start, gap=gap, steps=number)
        spread = nested_success(oversight.draws, deception.draws, start=start, gap=gap, steps=number)
        steps.append(NestedStep(steps=number, success=_estimate(float(success), spread, n_questions)))
    return NestedOversight(start=start, gap=gap, steps=tuple(steps))


def _estimate(value: float, spread: Floats, n_questions: int) -> Estimate:
    """A value with the interval of its resamples."""
    low, high = percentiles(np.asarray(spread))
    if low is None or high is None or n_questions < 2:
        return Estimate(value=value, clusters=n_questions)
    return Estimate(value=value, low=low, high=high, clusters=n_questions, method="bootstrap")
