"""Extension: more cells for a run that was begun, written into its folder before they are run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from dikast.errors import BadInput
from dikast.experiments.asked_run import AskedRun
from dikast.experiments.earlier_run import EarlierRun
from dikast.experiments.run_names import RunNames
from dikast.experiments.stores import (
    EXTENDED,
    QuestionMark,
    read_description,
    replace_description,
    scope_mark,
    versions,
    write_marks,
)


@dataclass(frozen=True)
class Extension:
    """The description of the extended run, to take the place of that of the run as it was."""

    path: Path
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    marks: Sequence[QuestionMark]

    @classmethod
    def of(cls, earlier: EarlierRun, asked: AskedRun, names: RunNames, marks: Sequence[QuestionMark]) -> Self:
        """The extension of an earlier run by what is asked for. The description keeps all that the run was before."""
        before = {key: value for key, value in earlier.description.items() if key != EXTENDED}
        extended = {
            "names": names.model_dump(mode="json"),
            # Of the description as it was first written: what is counted and called by it goes on under it.
            "scope": earlier.extended.get("scope") or scope_mark(earlier.path),
            "spent_as": earlier.spent_as,
            "begun_as": earlier.begun_as,
            "earlier": [*earlier.extended.get("earlier", []), before],
        }
        after = {
            "experiment": asked.plain,
            "ingredients": asked.ingredients(names),
            "versions": versions(),
            EXTENDED: extended,
        }
        return cls(earlier.path, earlier.description, after, marks)

    def write(self) -> None:
        """Writes it; the caller has locked the folder. A start that is cut off leaves the run as it was, or extended.

        Raises BadInput if another start extended the run after this one had read it.
        """
        if read_description(self.path) != self.before:
            message = "this run was extended by another start meanwhile; run the same command again"
            raise BadInput(message, str(self.path))
        try:
            # First: the description says how many of them count.
            write_marks(self.path, self.marks)
            replace_description(self.path, self.after)
        except OSError as error:
            raise BadInput(f"the run can't be extended here: {error}", str(self.path)) from error
