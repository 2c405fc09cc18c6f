"""Blind tells: how well the right answers of a question set are found without reading the questions.

A classifier sees of each answer only its length, position, digits or style, and learns on nine tenths of the questions
to pick the right ones of the last tenth (a conditional logit, McFadden 1974). What it finds above chance, a judge or a
debater may find too, without knowing anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import NormalDist

import numpy as np

from dikast.metrics.answer_features import FEATURE_KINDS, feature_table
from dikast.metrics.cell import Floats, Ints
from dikast.metrics.estimate import Estimate
from dikast.metrics.interval import wilson
from dikast.records import Question, Record

LEAST_QUESTIONS = 40
FOLDS = 10
RIDGE = 1.0
"""Keeps the weights finite where a feature tells all right answers of the training part."""
NEWTON_STEPS = 8
CONFIDENCE = 0.95
"""Of all intervals together: each tell's own one is as much wider as there are tells (Bonferroni)."""
ALL_TOGETHER = "all together"


class BlindTell(Record):
    """How often one kind of feature finds the right answer, in questions it has not learned from.

    `is_above_chance`: the interval lies above the chance of a guess.
    """

    features: str
    accuracy: Estimate
    is_above_chance: bool


class BlindTells(Record):
    """The tells of a question set.

    `questions` are those with a known right answer and at least two; `chance` is the share that guessing finds.
    """

    questions: int
    chance: float
    tells: tuple[BlindTell, ...]

    @property
    def above_chance(self) -> list[BlindTell]:
        """The tells that find more than a guess."""
        return [tell for tell in self.tells if tell.is_above_chance]


def blind_tells(questions: Iterable[Question], *, with_position: bool = True, seed: int = 0) -> BlindTells | None:
    """How well each kind of feature, and all of them together, find the right answers.

    None with fewer than 40 questions that have a known right answer: nothing can be learned from those.
    `with_position=False` leaves the position out, for sets whose answers are shown in several orders.
    """
    known = [question for question in questions if question.gold is not None and len(question.choices) > 1]
    if len(known) < LEAST_QUESTIONS:
        return None
    # Sorted, so that the order of the records changes nothing.
    known.sort(key=lambda question: question.id)
    answers = [question.choices for question in known]
    gold = np.array([question.gold for question in known], dtype=np.int64)
    kinds = [kind for kind in FEATURE_KINDS if with_position or kind != "position"]
    tables = {kind: feature_table(answers, kind) for kind in kinds}
    present = tables[kinds[0]][1]
    together = np.concatenate([table for table, _ in tables.values()], axis=2)
    features = {kind: table for kind, (table, _) in tables.items()} | {ALL_TOGETHER: together}
    chance = float((1 / present.sum(axis=1)).mean())
    z = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / (2 * len(features)))
    tells = [_tell(kind, _credits(table, present, gold, seed), chance, z) for kind, table in features.items()]
    return BlindTells(questions=len(known), chance=chance, tells=tuple(tells))


def _tell(kind: str, credits: Floats, chance: float, z: float) -> BlindTell:
    value, n = float(credits.mean()), len(credits)
    low, high = wilson(value, n, z)
    accuracy = Estimate(value=value, low=low, high=high, n=n, clusters=n, method="wilson")
    return BlindTell(features=kind, accuracy=accuracy, is_above_chance=low > chance)


def _credits(table: Floats, present: Floats, gold: Ints, seed: int) -> Floats:
    """The credit for each question, by weights that were learned without it; a shared first place is a part of one."""
    folds = np.random.default_rng(seed).permutation(len(table)) % FOLDS
    credits = np.zeros(len(table))
    for fold in range(FOLDS):
        is_held_out = folds == fold
        weights = fit_conditional_logit(table[~is_held_out], present[~is_held_out], gold[~is_held_out])
        scores = np.where(present[is_held_out] > 0, table[is_held_out] @ weights, -np.inf)
        # Equal answers get scores that differ in their last place only.
        is_first = scores >= scores.max(axis=1, keepdims=True) - 1e-9
        rows = np.arange(len(scores))
        credits[is_held_out] = is_first[rows, gold[is_held_out]] / is_first.sum(axis=1)
    return credits


def fit_conditional_logit(table: Floats, present: Floats, gold: Ints) -> Floats:
    """The weights, (features,), under which answers are right with probabilities ∝ exp(weights · features).

    `table` is (questions, answers, features), `present` (questions, answers). By Newton's method, with a ridge.
    """
    n_features = table.shape[2]
    weights = np.zeros(n_features)
    answers = table.reshape(-1, n_features)
    of_gold = table[np.arange(len(table)), gold].sum(axis=0)
    for _ in range(NEWTON_STEPS):
        p = _probabilities(table @ weights, present)
        means = np.einsum("qa,qaf->qf", p, table)
        gradient = of_gold - means.sum(axis=0) - RIDGE * weights
        second = (p.reshape(-1, 1) * answers).T @ answers - means.T @ means
        weights = weights + np.linalg.solve(second + RIDGE * np.eye(n_features), gradient)
    return weights


def _probabilities(scores: Floats, present: Floats) -> Floats:
    """The softmax over the answers that there are."""
    scores = np.where(present > 0, scores, -np.inf)
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities: Floats = raised / raised.sum(axis=1, keepdims=True)
    return probabilities
