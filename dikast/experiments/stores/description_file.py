"""The description of a run, experiment.yaml in its folder: what the run is made from, and with which versions."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

import yaml

from dikast.errors import BadInput
from dikast.experiments.stores.own_files import new_file
from dikast.experiments.stores.question_marks import QuestionMark, write_marks
from dikast.input_files import read_yaml

RESOLVED = "experiment.yaml"
# Written first under this name, so that a description that is cut off does not look like a whole one.
PARTIAL = f"{RESOLVED}.new"
EXTENDED = "extended"
"""The part of a description that an extended run has: its names, and what it was made from before."""
# litellm and xllamacpp are extras, which a run without their models need not have.
VERSIONED = ("dikast", "langgraph", "langchain-core", "litellm", "pydantic", "xllamacpp")


def versions() -> dict[str, str]:
    """The versions that a run depends on, by name."""
    packages: dict[str, str] = {}
    for name in VERSIONED:
        with suppress(metadata.PackageNotFoundError):
            packages[name] = metadata.version(name)
    return {"python": platform.python_version(), **packages}


def read_description(path: Path) -> dict[str, Any]:
    """What a folder's experiment.yaml says of its run. Raises BadInput if it is no description of a run."""
    description = read_yaml(path / RESOLVED).data
    parts = ("experiment", "ingredients")
    if isinstance(description, dict) and all(isinstance(description.get(part), dict) for part in parts):
        return description
    raise BadInput("this does not describe a run", str(path / RESOLVED))


def replace_description(path: Path, description: Mapping[str, Any]) -> None:
    """Writes another description in place of the one that is there. A start that is cut off leaves one of the two.

    The time of the file stays that at which the run was begun.
    """
    begun = (path / RESOLVED).stat()
    _write_whole(path, description)
    os.utime(path / RESOLVED, ns=(begun.st_atime_ns, begun.st_mtime_ns))


def write_description(path: Path, description: Mapping[str, Mapping[str, Any]], marks: Sequence[QuestionMark]) -> None:
    """Writes the description, if there is none yet. If this is cut off at any point, the next start completes it."""
    path.mkdir(parents=True, exist_ok=True)
    if (path / RESOLVED).is_file():
        return
    # First: with its description a run is begun.
    if marks:
        write_marks(path, marks)
    _write_whole(path, description)


def _write_whole(path: Path, description: Mapping[str, Any]) -> None:
    """Writes a description under another name, and gives it its own once it is on the disk."""
    text = yaml.safe_dump(
        dict(description),
        sort_keys=False,
        allow_unicode=True,
    )
    with new_file(path / PARTIAL) as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    (path / PARTIAL).replace(path / RESOLVED)


def scope_mark(path: Path) -> str:
    """What tells the description in a folder, as it was first written, from that in any other folder."""
    found = (path / RESOLVED).stat()
    return f"{found.st_ino} {found.st_mtime_ns}"
