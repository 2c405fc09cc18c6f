"""What a shell completes: protocols, rubrics, models and runs by name. Typer asks these while a person types.

A shell waits for them: they look at the names of files alone, and import no room.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

RUNS = Path("runs")
RUN_FILE = "experiment.yaml"
"""The file by which a folder is known to be that of a run."""
MODELS = ("local/smollm2", "endpoint/", "openai/", "anthropic/", "scripted:", "human")
"""The embedded model, and how the names of other agents begin."""


def protocol_names(incomplete: str) -> list[str]:
    """The protocols that come with Dikast, and files of one's own."""
    return _starting([*_shipped("protocols"), *_yaml_files(incomplete)], incomplete)


def rubric_names(incomplete: str) -> list[str]:
    """The rubrics for worked solutions that come with Dikast, and files of one's own."""
    return _starting([*_shipped("rubrics"), *_yaml_files(incomplete)], incomplete)


def model_names(incomplete: str) -> list[str]:
    """The embedded model, and how the names of other agents begin."""
    return _starting(list(MODELS), incomplete)


def run_folders(incomplete: str) -> list[str]:
    """The run folders in `runs`, and those in the folder that is typed so far."""
    typed = Path(incomplete.rpartition("/")[0] or ".")
    found = {str(file.parent) for folder in (RUNS, typed) for file in folder.glob(f"*/{RUN_FILE}")}
    return _starting(list(found), incomplete)


def _shipped(room: str) -> list[str]:
    """The names of the YAML files in the library of a room."""
    library = resources.files("dikast") / room / "library"
    return [file.name.removesuffix(".yaml") for file in library.iterdir() if file.name.endswith(".yaml")]


def _yaml_files(incomplete: str) -> list[str]:
    """The YAML files in the folder that is typed so far."""
    folder = Path(incomplete.rpartition("/")[0] or ".")
    return [str(file) for file in folder.glob("*.y*ml")]


def _starting(names: list[str], incomplete: str) -> list[str]:
    """Those of the names that begin with what was typed, in the order of the alphabet."""
    return sorted(name for name in names if name.startswith(incomplete))
