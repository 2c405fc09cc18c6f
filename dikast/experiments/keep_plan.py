"""What a start of a run writes of its plan into the folder, so that `dikast show` can say what is missing."""

from __future__ import annotations

from dataclasses import replace

from dikast.experiments.matrix import Matrix
from dikast.experiments.prepare_run import Run
from dikast.experiments.run_plan import RunPlan
from dikast.experiments.stores import KeptPlan, write_plan
from dikast.masking import mask


def keep_plan(run: Run, *, is_settled: bool = False, limit: str = "") -> None:
    """Writes how many episodes the run is to have, with those that are there and not planned now."""
    # The plan is that of the whole: a start that asks for a part of it changes nothing of it.
    if run.placement is not None and run.placement.is_part:
        return
    ids = {planned.id for planned in _whole(run.matrix)}
    ids.update(outcome.id for outcome in run.folder.outcomes())
    command = tuple(map(mask, run.command))
    plan = KeptPlan(episodes=len(ids), command=command, is_settled=is_settled, limit=limit)
    write_plan(run.folder.path, plan)


def _whole(plan: RunPlan) -> RunPlan:
    """The plan without `--only`, which narrows one start alone."""
    if not isinstance(plan, Matrix):
        return plan
    return replace(plan, selection=replace(plan.selection, only={}))
