"""The executor by its name and options, as the command line has them."""

from __future__ import annotations

from typing import Literal

from dikast.errors import BadInput
from dikast.experiments.executors.executor import Executor, LocalExecutor

ExecutorName = Literal["local", "ray"]


def executor_for(name: ExecutorName, processes: int | None = None, address: str | None = None) -> Executor:
    """The executor of that name. Raises BadInput for an option that it does not have."""
    if name == "ray":
        # Imported only where it is used: Ray is an extra, and a run in one process needs neither module.
        from dikast.experiments.executors.ray_cluster import RayExecutor

        return RayExecutor(address, processes)
    if address is not None:
        raise BadInput("an address is for --executor ray", "--address")
    if processes is None or processes == 1:
        return LocalExecutor()
    from dikast.experiments.executors.processes import ProcessesExecutor

    return ProcessesExecutor(processes)
