"""What a start of a run writes of its plan into the folder, so that `dikast show` can say what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from dikast.experiments.matrix import Matrix
from dikast.experiments.prepare_run import Run
from dikast.experiments.run_plan import RunPlan
from dikast.experiments.stores import HeldEpisodes, KeptPlan, write_plan
from dikast.masking import mask


class PlannedCounts(NamedTuple):
    """How many episodes a plan has, and how many of them are there: finished, and failed."""

    planned: int
    finished: int
    failed: int


def count_planned(plan: RunPlan, held: HeldEpisodes) -> PlannedCounts:
    """Counts the plan's episodes. The folder may hold others: those that `--only` leaves out, or an earlier plan's."""
    n_planned = n_finished = n_failed = 0
    for id in plan.ids():
        n_planned += 1
        if id in held.finished:
            n_finished += 1
        elif id in held.failed:
            n_failed += 1
    return PlannedCounts(n_planned, n_finished, n_failed)


def keep_plan(
    run: Run, held: HeldEpisodes, counts: PlannedCounts, *, is_settled: bool = False, limit: str = ""
) -> None:
    """Writes how many episodes the run is to have, with those that are there and not planned now.

    `held` is what was there before this start, and `counts` are those of its plan.
    """
    # The plan is that of the whole: a start that asks for a part of it changes nothing of it.
    if run.placement is not None and run.placement.is_part:
        return
    whole = _whole(run.matrix)
    if whole is not run.matrix:
        counts = count_planned(whole, held)
    n_unplanned = len(held) - counts.finished - counts.failed
    command = tuple(map(mask, run.command))
    plan = KeptPlan(
        episodes=counts.planned + n_unplanned,
        command=command,
        is_settled=is_settled,
        limit=limit,
    )
    write_plan(run.folder.path, plan)


def _whole(plan: RunPlan) -> RunPlan:
    """The plan without `--only`, which narrows one start alone."""
    if not isinstance(plan, Matrix) or not plan.selection.only:
        return plan
    return replace(plan, selection=replace(plan.selection, only={}))
