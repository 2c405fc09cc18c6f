"""What a start of a run writes of its plan into the folder, so that `dikast show` can say what is missing."""

from __future__ import annotations

from dataclasses import replace

from dikast.experiments.matrix import Matrix
from dikast.experiments.prepare_run import Run
from dikast.experiments.run_plan import RunPlan
from dikast.experiments.stores import KeptPlan, without_password, write_plan


def keep_plan(run: Run, *, is_settled: bool = False) -> None:
    """Writes how many episodes the run is to have, with those that are there and not planned now."""
    # The plan is that of the whole: a start that asks for a part of it changes nothing of it.
    if run.placement is not None and run.placement.is_part:
        return
    ids = {planned.id for planned in _whole(run.matrix)}
    ids.update(outcome.id for outcome in run.folder.outcomes())
    command = tuple(map(_without_password, run.command))
    write_plan(run.folder.path, KeptPlan(episodes=len(ids), command=command, is_settled=is_settled))


def _without_password(argument: str) -> str:
    """An argument of a command without the password of a URL in it, `store` or `KEY=URL`: the folder keeps none."""
    name, separator, url = argument.rpartition("=")
    if "://" not in argument:
        return argument
    if "://" in name:
        # The sign is a part of the URL.
        return without_password(argument)
    return f"{name}{separator}{without_password(url)}"


def _whole(plan: RunPlan) -> RunPlan:
    """The plan without `--only`, which narrows one start alone."""
    if not isinstance(plan, Matrix):
        return plan
    return replace(plan, selection=replace(plan.selection, only={}))
