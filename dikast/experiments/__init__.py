"""How many episodes run: the experiment file, its matrix, the guard around every agent, and the run folder.

Names are imported when they are first used: to read a run folder takes nothing of what it took to run it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dikast.experiments.experiment import Experiment, ProtocolUse, load_experiment
    from dikast.experiments.guarding.limits import Limits, ModelLimits
    from dikast.experiments.preparation import Run, prepare
    from dikast.experiments.retrial import RetrialTerms, prepare_retrial
    from dikast.experiments.run import Progress, run_experiment
    from dikast.experiments.stores.folder import RunFolder, load_episodes

__all__ = [
    "Experiment",
    "Limits",
    "ModelLimits",
    "Progress",
    "ProtocolUse",
    "RetrialTerms",
    "Run",
    "RunFolder",
    "load_episodes",
    "load_experiment",
    "prepare",
    "prepare_retrial",
    "run_experiment",
]

_MODULES = {
    "experiment": {"Experiment", "ProtocolUse", "load_experiment"},
    "stores.folder": {"RunFolder", "load_episodes"},
    "guarding.limits": {"Limits", "ModelLimits"},
    "preparation": {"Run", "prepare"},
    "retrial": {"RetrialTerms", "prepare_retrial"},
    "run": {"Progress", "run_experiment"},
}


def __getattr__(name: str) -> object:
    module = next((module for module, names in _MODULES.items() if name in names), None)
    if module is None:
        raise AttributeError(f"module 'dikast.experiments' has no attribute {name!r}")
    return getattr(import_module(f"dikast.experiments.{module}"), name)
