"""Worlds of judges that are right as often as was planted."""

from __future__ import annotations

import numpy as np

from dikast.metrics import Estimate, compare, early_stop, judge_accuracy, pgr, position, trajectory
from dikast.records import OutcomeLook
from tests.metrics.planted.world import QUESTIONS, RESAMPLES, World, tried
from tests.metrics.rows import binary, cell, row


def accuracy_by_bootstrap(seed: int) -> tuple[float, Estimate]:
    """Questions of different hardness, tried twice each: accuracy is the mean of Beta(3, 1)."""
    rng = np.random.default_rng(seed)
    found = judge_accuracy(tried(rng, rng.beta(3, 1, QUESTIONS)), interval="bootstrap", resamples=RESAMPLES, seed=seed)
    return 0.75, found.accuracy


def accuracy_by_wilson(seed: int) -> tuple[float, Estimate]:
    """The same, each tried once."""
    rng = np.random.default_rng(seed)
    return 0.75, judge_accuracy(tried(rng, rng.beta(3, 1, QUESTIONS), repeats=1)).accuracy


def argued_wrong(seed: int) -> tuple[float, Estimate]:
    """A judge right in 90 % where the right side was argued and in 60 % where a wrong one was."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(QUESTIONS):
        for argues, p in ((0, 0.9), (1, 0.6)):
            rows.append(row(str(i), (0.8, 0.2) if rng.random() < p else (0.2, 0.8), argues=argues, id=f"{i}/{argues}"))
    return 0.6, judge_accuracy(cell(*rows)).argued_wrong


def difference(seed: int) -> tuple[float, Estimate]:
    """A protocol that helps on every question by 10 points."""
    rng = np.random.default_rng(seed)
    hardness = rng.uniform(0.2, 0.9, QUESTIONS)
    better, worse = tried(rng, hardness + 0.1), tried(rng, hardness)
    return 0.1, compare(better, worse, resamples=RESAMPLES, seed=seed).difference


def gap_recovered(seed: int) -> tuple[float, Estimate]:
    """A floor of 0.4, a ceiling of 0.9, and a protocol in the middle."""
    rng = np.random.default_rng(seed)
    weak, between, strong = (tried(rng, np.full(QUESTIONS, p)) for p in (0.4, 0.65, 0.9))
    return 0.5, pgr(weak, between, strong, resamples=RESAMPLES, seed=seed).recovered


def position_bias(seed: int) -> tuple[float, Estimate]:
    """Judges whom the first place sways by 0.3 in log-odds, more or less."""
    rng = np.random.default_rng(seed)
    rows = []
    for i, (content, place) in enumerate(
        zip(rng.normal(0, 2, QUESTIONS), rng.normal(0.3, 0.5, QUESTIONS), strict=True)
    ):
        views = ((0, 1), content + place), ((1, 0), content - place)
        beliefs = tuple(OutcomeLook(1, order, binary(float(1 / (1 + np.exp(-odds))))) for order, odds in views)
        rows.append(row(str(i), views=beliefs))
    return 0.3, position(cell(*rows), resamples=RESAMPLES, seed=seed).bias


def first_place(seed: int) -> tuple[float, Estimate]:
    """A judge that goes by content in 70 % of its looks, and else for what stands first."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(2 * QUESTIONS):
        order = (0, 1) if rng.random() < 0.5 else (1, 0)
        favours = int(rng.random() < 0.5) if rng.random() < 0.7 else order[0]
        p = binary(0.8 if favours == 0 else 0.2)
        rows.append(row(str(i), p, views=(OutcomeLook(1, order, p),)))
    return 0.15, position(cell(*rows), resamples=RESAMPLES, seed=seed).preference


def held_belief(seed: int) -> tuple[float, Estimate]:
    """Judges who at their first look hold the right answer for likely by Beta(3, 2), and in the end by more."""
    rng = np.random.default_rng(seed)
    rows = []
    for i, p in enumerate(rng.beta(3, 2, QUESTIONS).tolist()):
        rows.append(row(str(i), binary(p**0.5), beliefs=(OutcomeLook(0, (0, 1), binary(p)),)))
    return 0.6, trajectory(cell(*rows), resamples=RESAMPLES, seed=seed)[0].held


def stopped_early(seed: int) -> tuple[float, Estimate]:
    """Half are 95 % sure at the first look, and right in 80 %; the other half are not, and right in 60 % at the end."""
    rng = np.random.default_rng(seed)
    rows = []
    for i in range(2 * QUESTIONS):
        is_sure = rng.random() < 0.5
        first, last = (0.95 if is_sure else 0.6), 0.7
        gold = int(rng.random() >= (0.8 if is_sure else 0.6))
        rows.append(row(str(i), binary(last), gold=gold, beliefs=(OutcomeLook(0, (0, 1), binary(first)),)))
    return 0.7, early_stop(cell(*rows), (0.9,), resamples=RESAMPLES, seed=seed)[0].accuracy


WORLDS: dict[str, World] = {
    "accuracy, Wilson": accuracy_by_wilson,
    "accuracy, clustered bootstrap": accuracy_by_bootstrap,
    "accuracy where a wrong side was argued": argued_wrong,
    "difference of two protocols": difference,
    "PGR": gap_recovered,
    "position: preference": first_place,
    "position: bias": position_bias,
    "belief held after a round": held_belief,
    "accuracy after an early stop": stopped_early,
}
