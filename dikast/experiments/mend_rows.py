"""Mending rows: what a folder holds is brought into line with a start, before it runs anything."""

from __future__ import annotations

from dikast.experiments.code_versions import use_code
from dikast.experiments.matrix import Matrix
from dikast.experiments.prepare_run import Run
from dikast.experiments.relabel import relabel
from dikast.experiments.stores import Commit


async def mend_rows(run: Run, commit: Commit) -> None:
    """Marks the episodes of agents whose code changed, and labels all as their cells are labelled now."""
    await use_code(run, commit)
    if run.placement is not None and isinstance(run.matrix, Matrix):
        await relabel(run.folder, run.matrix, run.placement.names, commit)
