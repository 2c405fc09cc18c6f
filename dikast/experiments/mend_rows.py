"""Mending rows: what a folder holds is brought into line with a start, before it runs anything."""

from __future__ import annotations

from dikast.experiments.check_extension import check_extension
from dikast.experiments.code_versions import use_code
from dikast.experiments.matrix import Matrix
from dikast.experiments.prepare_run import Run
from dikast.experiments.relabel import relabel
from dikast.experiments.stores import Commit


async def mend_rows(run: Run, commit: Commit) -> None:
    """Marks the episodes of agents whose code changed, writes an extension, and labels all as their cells are now.

    Raises BadInput for changed code in a run that is not fresh, and for an extension under ids that another folder gave
    to other episodes in the same database. Both leave the run as it was.
    """
    await use_code(run, commit)
    if run.placement is None:
        return
    extension = run.placement.extension
    if extension is not None:
        if isinstance(run.matrix, Matrix):
            check_extension(run.folder, run.matrix, extension)
        extension.write()
    if isinstance(run.matrix, Matrix):
        await relabel(run.folder, run.matrix, run.placement.names, commit)
