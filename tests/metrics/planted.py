"""Worlds in which the truth is known, to see how often intervals hold it.

Each function draws one experiment from a seed and gives (the truth, an estimate of it).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from dikast.metrics import (
    Cell,
    Estimate,
    Game,
    agreement,
    asd,
    bradley_terry,
    compare,
    judge_accuracy,
    krippendorff_alpha,
    leniency,
    pgr,
    position,
    proper_scores,
)
from dikast.records import Belief
from tests.metrics.rows import binary, cell, debate, row

World = Callable[[int], tuple[float, Estimate]]
QUESTIONS = 80
RESAMPLES = 1_000


def _cell(rng: np.random.Generator, hardness: np.ndarray, protocol: str = "p", repeats: int = 2) -> Cell:
    """Each question is tried a few times, and found right with its own probability."""
    outcomes = []
    for question, p in enumerate(hardness):
        for repeat in range(repeats):
            hit = rng.random() < p
            outcomes.append(row(str(question), (0.8, 0.2), gold=0 if hit else 1, repeat=repeat, protocol=protocol))
    return cell(*outcomes)


def accuracy_by_bootstrap(seed: int) -> tuple[float, Estimate]:
    """Questions of different hardness, tried twice each: accuracy is the mean of Beta(3, 1)."""
    rng = np.random.default_rng(seed)
    found = judge_accuracy(_cell(rng, rng.beta(3, 1, QUESTIONS)), interval="bootstrap", resamples=RESAMPLES, seed=seed)
    return 0.75, found.accuracy


def accuracy_by_wilson(seed: int) -> tuple[float, Estimate]:
    """The same, each tried once."""
    rng = np.random.default_rng(seed)
    return 0.75, judge_accuracy(_cell(rng, rng.beta(3, 1, QUESTIONS), repeats=1)).accuracy


def difference(seed: int) -> tuple[float, Estimate]:
    """A protocol that helps on every question by 10 points."""
    rng = np.random.default_rng(seed)
    hardness = rng.uniform(0.2, 0.9, QUESTIONS)
    better, worse = _cell(rng, hardness + 0.1), _cell(rng, hardness)
    return 0.1, compare(better, worse, resamples=RESAMPLES, seed=seed).difference


def brier(seed: int) -> tuple[float, Estimate]:
    """A judge right in 70 %, who says 80 % of what it favours."""
    rng = np.random.default_rng(seed)
    found = proper_scores(_cell(rng, np.full(QUESTIONS, 0.7), repeats=1), resamples=RESAMPLES, seed=seed)
    return 0.7 * 0.04 + 0.3 * 0.64, found.brier


def score_difference(seed: int) -> tuple[float, Estimate]:
    """Debates whose log-odds for the truth are normal around 0.6."""
    rng = np.random.default_rng(seed)
    odds = rng.normal(0.6, 1.2, QUESTIONS)
    rows = [row(str(i), binary(float(1 / (1 + np.exp(-v)))), seats=debate()) for i, v in enumerate(odds)]
    return 0.6, asd(cell(*rows), resamples=RESAMPLES, seed=seed)


def gap_recovered(seed: int) -> tuple[float, Estimate]:
    """A floor of 0.4, a ceiling of 0.9, and a protocol in the middle."""
    rng = np.random.default_rng(seed)
    weak, between, strong = (_cell(rng, np.full(QUESTIONS, p)) for p in (0.4, 0.65, 0.9))
    return 0.5, pgr(weak, between, strong, resamples=RESAMPLES, seed=seed).recovered


def position_bias(seed: int) -> tuple[float, Estimate]:
    """Judges whom the first place sways by 0.3 in log-odds, more or less."""
    rng = np.random.default_rng(seed)
    rows = []
    for i, (content, place) in enumerate(
        zip(rng.normal(0, 2, QUESTIONS), rng.normal(0.3, 0.5, QUESTIONS), strict=True)
    ):
        views = ((0, 1), content + place), ((1, 0), content - place)
        beliefs = tuple(Belief(1, order, binary(float(1 / (1 + np.exp(-odds))))) for order, odds in views)
        rows.append(row(str(i), views=beliefs))
    return 0.3, position(cell(*rows), resamples=RESAMPLES, seed=seed).bias


def kappa(seed: int) -> tuple[float, Estimate]:
    """Two raters of which each sees the truth in 85 % of a balanced set, else the opposite: 0.745 agree by design."""
    rng = np.random.default_rng(seed)
    truth = rng.random(4 * QUESTIONS) < 0.5
    one, other = (np.where(rng.random(len(truth)) < 0.85, truth, ~truth).astype(float) for _ in range(2))
    return 2 * (0.85**2 + 0.15**2) - 1, agreement(one, other, resamples=RESAMPLES, seed=seed).kappa


def alpha(seed: int) -> tuple[float, Estimate]:
    """Three such raters: alpha tends to the same number."""
    rng = np.random.default_rng(seed)
    truth = rng.random(4 * QUESTIONS) < 0.5
    table = np.array([np.where(rng.random(len(truth)) < 0.85, truth, ~truth) for _ in range(3)], dtype=float)
    return 2 * (0.85**2 + 0.15**2) - 1, krippendorff_alpha(table, resamples=RESAMPLES, seed=seed)


def knowledge(seed: int) -> tuple[float, Estimate]:
    """A judge that decides by the right criteria in 60 %, and else nods at 80 %."""
    accepted, right = _nodding(seed)
    return 0.6, leniency(accepted, right, resamples=RESAMPLES, seed=seed).p_c


def nodding(seed: int) -> tuple[float, Estimate]:
    """The same judge's nodding."""
    accepted, right = _nodding(seed)
    return 0.8, leniency(accepted, right, resamples=RESAMPLES, seed=seed).p_plus


def _nodding(seed: int) -> tuple[Sequence[bool], Sequence[bool]]:
    rng = np.random.default_rng(seed)
    right = rng.random(4 * QUESTIONS) < 0.5
    knows, nods = rng.random(len(right)) < 0.6, rng.random(len(right)) < 0.8
    return np.where(knows, right, nods).tolist(), right.tolist()


def rating(seed: int) -> tuple[float, Estimate]:
    """Four players 100 points apart, 60 games of each pair: the best player's rating."""
    rng = np.random.default_rng(seed)
    truth = {"a": 1650.0, "b": 1550.0, "c": 1450.0, "d": 1350.0}
    games = []
    for one in truth:
        for other in truth:
            if one < other:
                p = 1 / (1 + 10 ** ((truth[other] - truth[one]) / 400))
                games += [Game(one, other, float(rng.random() < p), f"{one}{other}{i}") for i in range(60)]
    found = {player.player: player.rating for player in bradley_terry(games, resamples=RESAMPLES, seed=seed).players}
    return truth["a"], found["a"]


WORLDS: dict[str, World] = {
    "accuracy, Wilson": accuracy_by_wilson,
    "accuracy, clustered bootstrap": accuracy_by_bootstrap,
    "difference of two protocols": difference,
    "Brier score": brier,
    "ASD": score_difference,
    "PGR": gap_recovered,
    "position bias": position_bias,
    "Cohen's kappa": kappa,
    "Krippendorff's alpha": alpha,
    "leniency, P_c": knowledge,
    "leniency, P_+": nodding,
    "Bradley–Terry rating": rating,
}


def coverage(world: World, experiments: int) -> tuple[float, float]:
    """The share of experiments whose interval holds the truth, and the mean distance of the estimates from it."""
    drawn = [world(seed) for seed in range(experiments)]
    held = [e.low is not None and e.high is not None and e.low <= truth <= e.high for truth, e in drawn]
    away = [(e.value if e.value is not None else np.nan) - truth for truth, e in drawn]
    return float(np.mean(held)), float(np.nanmean(away))
