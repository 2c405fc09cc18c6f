"""What planted worlds are made of."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from dikast.metrics import Cell, Estimate
from tests.metrics.rows import cell, row

World = Callable[[int], tuple[float, Estimate]]
QUESTIONS = 80
RESAMPLES = 1_000


def tried(rng: np.random.Generator, hardness: np.ndarray, protocol: str = "p", repeats: int = 2) -> Cell:
    """Each question is tried a few times, and found right with its own probability."""
    outcomes = []
    for question, p in enumerate(hardness):
        for repeat in range(repeats):
            hit = rng.random() < p
            outcomes.append(row(str(question), (0.8, 0.2), gold=0 if hit else 1, repeat=repeat, protocol=protocol))
    return cell(*outcomes)


def sure(rng: np.random.Generator, certainty: np.ndarray, right: np.ndarray) -> Cell:
    """Of each question one verdict, this sure of its favourite, which is right with this probability."""
    hits = rng.random(len(right)) < right
    pairs = enumerate(zip(certainty.tolist(), hits, strict=True))
    return cell(*(row(str(i), (p, 1 - p), gold=0 if hit else 1) for i, (p, hit) in pairs))
