"""Worlds of graders that see as many errors as was planted."""

from __future__ import annotations

import numpy as np

from dikast.metrics.process import JudgedSolution, summarise_process
from tests.metrics.planted.world import RESAMPLES, World
from tests.metrics.process.made import judged

PROBLEMS, EACH, SEES, SPARES = 60, 2, 0.7, 0.9
FIRST_EXACT, NONE_RIGHT = SPARES * SEES, SPARES**3


def _judged(seed: int) -> list[JudgedSolution]:
    """Two solutions of every problem, a wrong one whose second of three steps is wrong, and a right one.

    The grader sees a wrong step in 70 %, and leaves a right one alone in 90 %.
    """
    rng = np.random.default_rng(seed)
    found = []
    for problem in range(PROBLEMS):
        for i, gold in enumerate(("rwr", "rrr")):
            keeps = rng.random(3) < np.where(np.array(list(gold)) == "w", SEES, SPARES)
            said = "".join(g if k else {"r": "w", "w": "r"}[g] for g, k in zip(gold, keeps, strict=True))
            found.append(judged(gold, said, problem=str(problem), id=f"{problem}/{i}"))
    return found


def figure(name: str, truth: float) -> World:
    """A figure of these solutions."""
    return lambda seed: (truth, summarise_process(_judged(seed), resamples=RESAMPLES, seed=seed).figures[name])


N_WRONG, N_RIGHT = 1, 5
FOUND, FALSE = N_WRONG * SEES, N_RIGHT * (1 - SPARES)

WORLDS: dict[str, World] = {
    "steps: accuracy": figure("step_accuracy", (FOUND + N_RIGHT * SPARES) / (N_WRONG + N_RIGHT)),
    "steps: balanced accuracy": figure("balanced_accuracy", (SEES + SPARES) / 2),
    "steps: F1 of errors": figure("error_f1", 2 * FOUND / (FOUND + FALSE + N_WRONG)),
    "steps: first error exact": figure("first_exact", FIRST_EXACT),
    "steps: ProcessBench F1": figure("process_bench_f1", 2 * FIRST_EXACT * NONE_RIGHT / (FIRST_EXACT + NONE_RIGHT)),
}
