"""How often the intervals of corrected rates hold the planted truth, and how wide they are.

    python -m benchmarks.correction [--simulations 1000] [--items 1000]

In each simulation a judge with a known sensitivity and specificity (TPR, TNR) judges items, and a random part of them
is labelled. `proofs` beside a rate: a verifier refutes half of what is wrong, and people label a random part of the
rest.
It prints the table of docs/statistics.md: coverage in per cent, and the mean width in brackets.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from itertools import product

import numpy as np

from dikast.metrics import CorrectedRate, Estimate, JudgedRates, corrected_rate

LABELLED = (50, 200)
RATES = (0.3, 0.6, 0.9)
JUDGES = ((0.9, 0.8), (0.75, 0.7), (0.97, 0.95))
COLUMNS: dict[str, Callable[[CorrectedRate], Estimate]] = {
    "judge alone": lambda found: found.said,
    "labels alone": lambda found: found.labelled_only,
    "Rogan–Gladen": lambda found: found.rogan_gladen,
    "PPI": lambda found: found.ppi,
    "PPI++": lambda found: found.ppi_tuned,
}


def simulated(
    rng: np.random.Generator, n: int, items: int, rate: float, judge: tuple[float, float], *, proofs: bool
) -> JudgedRates:
    """`items` judged items, `n` of them labelled."""
    passes = rng.random(items) < rate
    is_right = rng.random(items) < np.where(passes, *judge)
    said = np.where(is_right, passes, ~passes).astype(float)
    is_proved = ~passes & (rng.random(items) < 0.5) & proofs
    labelled = np.flatnonzero(~is_proved)[:n]
    truth = np.full(items, np.nan)
    truth[labelled] = passes[labelled]
    return JudgedRates(said, truth, is_proved, np.where(is_proved, 0.0, np.nan), np.arange(items))


def row(
    simulations: int, n: int, items: int, rate: float, judge: tuple[float, float], *, proofs: bool
) -> dict[str, tuple[float, float]]:
    """The coverage and the mean width of each interval. One without a value covers nothing."""
    rng = np.random.default_rng(0)
    held = dict.fromkeys(COLUMNS, 0)
    widths = dict.fromkeys(COLUMNS, 0.0)
    for _ in range(simulations):
        found = corrected_rate(simulated(rng, n, items, rate, judge, proofs=proofs))
        if found is None:
            continue
        for name, figure in COLUMNS.items():
            low, high = figure(found).low, figure(found).high
            if low is None or high is None:
                continue
            held[name] += low <= rate <= high
            widths[name] += high - low
    return {name: (held[name] / simulations, widths[name] / simulations) for name in COLUMNS}


def main() -> None:
    """Simulates and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--simulations", type=int, default=1_000)
    parser.add_argument("--items", type=int, default=1_000)
    given = parser.parse_args()
    print(f"| labelled | rate | TPR, TNR | {' | '.join(COLUMNS)} |")
    print("|---:|---:|---|" + "---:|" * len(COLUMNS))
    cases = [(n, rate, judge, False) for n, rate, judge in product(LABELLED, RATES, JUDGES)]
    cases += [(n, 0.6, (0.9, 0.8), True) for n in LABELLED]
    for n, rate, judge, proofs in cases:
        found = row(given.simulations, n, given.items, rate, judge, proofs=proofs)
        cells = " | ".join(f"{100 * share:.1f} ({width:.2f})" for share, width in found.values())
        print(f"| {n} | {rate}{', proofs' if proofs else ''} | {judge[0]}, {judge[1]} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
