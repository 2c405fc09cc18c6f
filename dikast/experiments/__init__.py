"""How many episodes run: the experiment file, its matrix, the guard around every agent, and the run folder."""

from dikast.experiments.experiment import Experiment, Limits, ProtocolUse, load_experiment
from dikast.experiments.folder import RunFolder, load_episodes
from dikast.experiments.prepare import Run, prepare
from dikast.experiments.run import Progress, run_experiment

__all__ = [
    "Experiment",
    "Limits",
    "Progress",
    "ProtocolUse",
    "Run",
    "RunFolder",
    "load_episodes",
    "load_experiment",
    "prepare",
    "run_experiment",
]
