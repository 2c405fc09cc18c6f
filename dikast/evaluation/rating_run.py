"""RatingRun: one run folder of a league, as an experiment that can be prepared and started."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from dikast.agents import Permissions
from dikast.experiments import Experiment, Matrix, Run, prepare
from dikast.input_files import Document, into


@dataclass(frozen=True)
class RatingRun:
    """One run: its folder, and the experiment as a file would say it. Paths in it are relative to `base`.

    - `prepares`: makes the files that the experiment names, where they are not there yet.
    - `follows`: whether its questions are made from the records of the run before it.
    - `applies`: whether there is anything to run; asked once the runs before it have ended.
    """

    folder: Path
    experiment: Mapping[str, JsonValue]
    base: Path
    prepares: Callable[[], None] = lambda: None
    follows: bool = False
    applies: Callable[[], bool] = lambda: True

    def prepare(self, permissions: Permissions, usd: float | None, *, makes_folder: bool = True) -> Run[Matrix]:
        """The run, ready to start, with `usd` to spend. Raises BadInput, before anything is called."""
        self.prepares()
        limits: dict[str, JsonValue] = {} if usd is None else {"usd": usd}
        document = Document({**self.experiment, "limits": limits}, str(self.folder))
        experiment = into(Experiment, document)
        return prepare(experiment, document, self.folder, self.base, permissions=permissions, makes_folder=makes_folder)
