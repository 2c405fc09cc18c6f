"""RatingRun: one run folder of a league, as an experiment that can be prepared and started."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from dikast.agents import Permissions
from dikast.evaluation.league_file import LeagueFile
from dikast.experiments import Experiment, Matrix, Run, RunFolder, prepare
from dikast.input_files import Document, into
from dikast.questions import QuestionSource


@dataclass(frozen=True)
class RatingRun:
    """One run: its folder, and the experiment as a file would say it. Paths in it are relative to `base`.

    - `own_file`: the file of its questions, where that is one of the league. The experiment names it within the league,
      so that a league can be moved.
    - `prepares`: makes the files that the experiment names, where they are not there yet.
    - `follows`: whether its questions are made from the records of the run before it.
    - `applies`: whether there is anything to run; asked once the runs before it have ended.
    """

    folder: Path
    experiment: Mapping[str, JsonValue]
    base: Path
    own_file: LeagueFile | None = None
    prepares: Callable[[], None] = lambda: None
    follows: bool = False
    applies: Callable[[], bool] = lambda: True

    def prepare(self, permissions: Permissions, usd: float | None, *, makes_folder: bool = True) -> Run[Matrix]:
        """The run, ready to start, with `usd` to spend. Raises BadInput, before anything is called."""
        self.prepares()
        limits: dict[str, JsonValue] = {} if usd is None else {"usd": usd}
        content: dict[str, JsonValue] = {**self.experiment, "limits": limits}
        read_from = None
        if self.own_file is not None:
            read_from = into(QuestionSource, Document(self._questions(str(self.own_file.path)), str(self.folder)))
            content["questions"] = self._questions(self._named_before(self.own_file) or self.own_file.name)
        document = Document(content, str(self.folder))
        return prepare(
            into(Experiment, document),
            document,
            self.folder,
            self.base,
            permissions=permissions,
            makes_folder=makes_folder,
            read_from=read_from,
        )

    def _questions(self, path: str) -> dict[str, JsonValue]:
        """The experiment's questions, from the league's file under this path."""
        questions = self.experiment["questions"]
        assert isinstance(questions, dict)
        return {**questions, "path" if "dataset" in questions else "file": path}

    def _named_before(self, file: LeagueFile) -> str | None:
        """What a run that was begun calls the file. Leagues once named it by where it was then."""
        if not (self.folder / "episodes.sqlite").is_file():
            return None
        questions = RunFolder.open(self.folder).description().get("experiment", {}).get("questions", {})
        name = questions.get("path") or questions.get("file")
        return name if isinstance(name, str) and Path(name).parts[-len(file.parts) :] == file.parts else None
