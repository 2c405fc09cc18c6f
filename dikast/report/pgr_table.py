"""What protocols recover of the gap between a weak judge alone and who knows better, found among a report's cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dikast.metrics import Recovery

if TYPE_CHECKING:
    from dikast.metrics import Cell

FLOOR, CEILING = "direct", "direct-with-source"


def find_recoveries(cells: Sequence[Cell], runs: Iterable[str], resamples: int) -> list[Recovery]:
    """Of every protocol for whose judge there is a floor and a ceiling.

    The floor is the judge alone, by `direct`. The ceiling is the arguing agent's own answers, where one agent argued
    and was asked alone, with the source or else without it (Burns et al. 2023: the strong agent); where there are none,
    the same judge with the source. Where cells are kept apart by run, all three are of one.
    """
    from dikast.metrics import pgr

    apart = set(runs)

    def alone(protocol: str, agents: set[str], run: set[str]) -> Cell | None:
        asked = [c for c in cells if c.protocol == protocol and _runs(c, apart) == run]
        same = [c for c in asked if agents_of(c, "judge") == agents]
        return same[0] if len(same) == 1 else None

    found = []
    for cell in cells:
        if cell.protocol in (FLOOR, CEILING):
            continue
        judges, arguers, run = agents_of(cell, "judge"), agents_of(cell, "debater", "consultant"), _runs(cell, apart)
        weak = alone(FLOOR, judges, run)
        own = [alone(p, arguers, run) for p in (CEILING, FLOOR)] if len(arguers) == 1 and arguers != judges else []
        strong = next((c for c in (*own, alone(CEILING, judges, run)) if c is not None), None)
        if weak is not None and strong is not None:
            found.append(pgr(weak, cell, strong, resamples=resamples))
    return found


def agents_of(cell: Cell, *kinds: str) -> set[str]:
    """The agents in seats of these kinds."""
    seats = cell.seats
    return {seats.agents[code] for code in set(seats.agent[seats.of_kind(*kinds)].tolist())}


def _runs(cell: Cell, apart: set[str]) -> set[str]:
    return apart.intersection(cell.agents.split(" · "))
