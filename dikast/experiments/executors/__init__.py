"""Where episodes are run: in this process, in several, on a Ray cluster."""

from dikast.experiments.executors.executor import Executor, LocalExecutor, Runner
from dikast.experiments.executors.executor_factory import executor_for

__all__ = [
    "Executor",
    "LocalExecutor",
    "Runner",
    "executor_for",
]
