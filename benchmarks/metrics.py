"""What the statistics cost, and how often their intervals hold the truth.

    python -m benchmarks.metrics [--episodes 100000] [--questions 20000] [--experiments 400]

CPU seconds of one process, and the most memory it ever held, imports included. Costs are of cells of that many scripted
debates in all; `bootstrap` is 10,000 resamples of the mean of continuous scores, the slowest case, clustered on the
question, and once with every episode a question of its own. Coverage is the share of simulated experiments whose 95 %
interval holds the planted truth (tests/metrics/planted/); 0 experiments leave it out.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Iterator

import numpy as np

from dikast import metrics
from dikast.metrics.bootstrap import mean
from dikast.records import Outcome, OutcomeLook, Seated

AGENTS = ("ann", "ben", "cal", "dee")


def outcomes(episodes: int, questions: int) -> Iterator[Outcome]:
    """Debates of two protocols, as they come out of a run folder: as JSON, one in memory at a time."""
    rng = np.random.default_rng(0)
    for i in range(episodes):
        p, gold = float(rng.beta(4, 2)), i % 2
        probabilities = (p, 1 - p) if gold == 0 else (1 - p, p)
        beliefs = tuple(OutcomeLook(k, (0, 1), (0.5, 0.5)) for k in range(3))
        views = tuple(OutcomeLook(3, order, probabilities) for order in ((0, 1), (1, 0)))
        one, other = AGENTS[i % 4], AGENTS[(i // 4 + i + 1) % 4]
        seats = (Seated("alice", "debater", one, (0,)), Seated("bob", "debater", other, (1,)))
        outcome = Outcome(
            id=f"debate-{i % 2}/{i}",
            protocol=f"debate-{i % 2}",
            agents="",
            question=str(i // 2 % questions),
            gold=gold,
            status="decided",
            choice=int(probabilities[1] > probabilities[0]),
            p_gold=p,
            credit=float(p > 0.5),
            brier=(1 - p) ** 2,
            probabilities=probabilities,
            views=views,
            beliefs=beliefs,
            seats=seats,
        )
        yield Outcome.model_validate_json(outcome.model_dump_json())


def timed(name: str, work: Callable[[], object]) -> None:
    """Prints what a piece of work took."""
    start = time.process_time()
    work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:<44} {time.process_time() - start:8.2f} s {peak:8.0f} MiB", flush=True)


def costs(episodes: int, questions: int) -> None:
    """Prints what each statistic takes over all episodes together."""
    print(f"{episodes:,} episodes on {questions:,} questions: CPU, and the peak so far")
    rng = np.random.default_rng(1)
    values, cluster = rng.random(episodes), rng.integers(0, questions, episodes)
    hits = (values < 0.7).astype(float)
    timed("bootstrap, scores, clustered", lambda: mean(values, cluster, by_cluster=False))
    timed("bootstrap, scores, each its own question", lambda: mean(values, np.arange(episodes)))
    timed("bootstrap, right or wrong, clustered", lambda: mean(hits, cluster, by_cluster=False))
    timed("outcomes made and read", lambda: sum(1 for _ in outcomes(episodes, questions)))
    found: list[metrics.Cell] = []
    timed("outcomes made, read and put into cells", lambda: found.extend(metrics.cells(outcomes(episodes, questions))))
    games = metrics.games(found)
    pieces: dict[str, Callable[[metrics.Cell], object]] = {
        "judge_accuracy": lambda cell: metrics.judge_accuracy(cell, interval="bootstrap"),
        "position": metrics.position,
        "proper_scores": metrics.proper_scores,
        "calibration": metrics.calibration,
        "risk_coverage": metrics.risk_coverage,
        "asd": metrics.asd,
        "trajectory": metrics.trajectory,
        "early_stop": metrics.early_stop,
    }
    for name, piece in pieces.items():
        timed(name, lambda piece=piece: [piece(cell) for cell in found])  # type: ignore[misc]
    timed("compare_all", lambda: metrics.compare_all(found))
    timed("debaters", lambda: metrics.debaters(found))
    timed("games", lambda: metrics.games(found))
    timed("bradley_terry", lambda: metrics.bradley_terry(games))
    timed("elo", lambda: metrics.elo(games))
    timed("cautions", lambda: metrics.cautions(found))


def coverages(experiments: int) -> None:
    """Prints how often each interval holds the truth."""
    from tests.metrics.planted import WORLDS, coverage

    print(f"\n{experiments:,} simulated experiments: share of 95 % intervals that hold the truth, and mean error")
    for name, world in WORLDS.items():
        held, away = coverage(world, experiments)
        print(f"{name:<48} {held:8.3f} {away:+10.4f}", flush=True)


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--episodes", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=20_000)
    parser.add_argument("--experiments", type=int, default=400)
    given = parser.parse_args()
    costs(given.episodes, given.questions)
    if given.experiments:
        coverages(given.experiments)


if __name__ == "__main__":
    main()
