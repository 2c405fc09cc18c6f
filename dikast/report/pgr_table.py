"""The gaps in performance that a report's protocols recover (PGR): for each, which cells are floor and ceiling."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dikast.metrics import Recovery

if TYPE_CHECKING:
    from dikast.metrics import Cell

FLOOR, CEILING = "direct", "direct-with-source"


def find_recoveries(cells: Sequence[Cell], runs: Iterable[str], resamples: int) -> list[Recovery]:
    """The recovery of every protocol for whose judge there is a floor and a ceiling.

    The floor is the judge alone, by `direct`. The ceiling is the answers of the agent that argued, where one agent
    argued and was asked alone, with the source or else without it (Burns et al. 2023: the strong agent). Where there
    are none, it is the same judge with the source. Where cells are kept apart by run, all three are from one run.
    """
    from dikast.metrics import pgr

    run_names = set(runs)
    recoveries = []
    for cell in cells:
        if cell.protocol in (FLOOR, CEILING):
            continue
        floor = judge_alone(cell, cells, run_names)
        ceiling = _ceiling_of(cell, of_same_run(cell, cells, run_names))
        if floor is not None and ceiling is not None:
            recoveries.append(pgr(floor, cell, ceiling, resamples=resamples))
    return recoveries


def judge_alone(cell: Cell, cells: Sequence[Cell], runs: Iterable[str]) -> Cell | None:
    """The cell of the same judge asked alone, by `direct`, in the same run; None where there is none."""
    return cell_of(of_same_run(cell, cells, set(runs)), FLOOR, agents_of(cell, "judge"))


def of_same_run(cell: Cell, cells: Sequence[Cell], run_names: set[str]) -> list[Cell]:
    """The cells of the same run, where cells are kept apart by run; else all."""
    return [other for other in cells if _runs_of(other, run_names) == _runs_of(cell, run_names)]


def _ceiling_of(cell: Cell, cells: Sequence[Cell]) -> Cell | None:
    """The cell of the strong answers: the first that there is of three kinds."""
    judges = agents_of(cell, "judge")
    arguers = agents_of(cell, "debater", "consultant")
    candidates = [cell_of(cells, CEILING, judges)]
    # A judge that argues with itself is no stronger agent.
    if len(arguers) == 1 and arguers != judges:
        candidates = [cell_of(cells, CEILING, arguers), cell_of(cells, FLOOR, arguers), *candidates]
    return next(filter(None, candidates), None)


def cell_of(cells: Sequence[Cell], protocol: str, judges: set[str]) -> Cell | None:
    """The cell of a protocol with exactly these judges; None where there is none, or more than one."""
    # The protocol first: to find a cell's agents takes a look at a column of all its episodes.
    of_protocol = [cell for cell in cells if cell.protocol == protocol]
    same_judges = [cell for cell in of_protocol if agents_of(cell, "judge") == judges]
    # Nothing says which one of several cells would be meant.
    if len(same_judges) != 1:
        return None
    return same_judges[0]


def agents_of(cell: Cell, *roles: str) -> set[str]:
    """The agents in the seats of these roles."""
    seats = cell.seats
    return {seats.agents[code] for code in set(seats.agent[seats.of_kind(*roles)].tolist())}


def _runs_of(cell: Cell, run_names: set[str]) -> set[str]:
    """The runs that the cell's label names; none where cells are not grouped by run."""
    return run_names.intersection(cell.agents.split(" · "))
