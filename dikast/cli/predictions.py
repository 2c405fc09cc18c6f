"""A run's judgements of solutions, written in a data set's own format."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dikast.cli.cell_judgements import CellName
from dikast.errors import BadInput
from dikast.questions import SOLUTION_FORMATS, SolutionFormat, format_named
from dikast.records import Episode, Question


@dataclass
class Predictions:
    """A file of predictions, written one by one: JSONL, or one JSON list if the file's name ends in .json."""

    solution_format: SolutionFormat
    file: IO[str]
    is_list: bool
    n_rows: int = 0

    @classmethod
    @contextmanager
    def to(cls, target: str, names: Mapping[str, CellName]) -> Iterator[Predictions]:
        """Opens `target`, of the form `FORMAT:FILE`; `names` has the cell of each episode.

        Raises BadInput for another form, and for more than one cell: a data set has one prediction a solution.
        """
        where = f"--predictions {target}"
        format_name, colon, path = target.partition(":")
        if not colon or not path:
            raise BadInput(f"write FORMAT:FILE; formats: {', '.join(SOLUTION_FORMATS)}", where)
        solution_format = format_named(format_name)
        _check_one_cell(names, where)
        try:
            with Path(path).open("w", encoding="utf-8") as file:
                predictions = cls(solution_format, file, path.endswith(".json"))
                yield predictions
                # Not after an exception: a list that is cut short must not look whole.
                predictions.end()
        except OSError as error:
            raise BadInput(f"nothing can be written here: {error.strerror}", path) from error

    def put(self, question: Question, episode: Episode) -> None:
        """Writes the prediction of one episode."""
        row = json.dumps(self.solution_format.write(question, episode.verdict.grading), ensure_ascii=False)
        if not self.is_list:
            self.file.write(f"{row}\n")
        elif self.n_rows == 0:
            self.file.write(f"[\n{row}")
        else:
            self.file.write(f",\n{row}")
        self.n_rows += 1

    def end(self) -> None:
        """Closes the JSON list, if it is one."""
        if not self.is_list:
            return
        if self.n_rows == 0:
            self.file.write("[]\n")
        else:
            self.file.write("\n]\n")


def _check_one_cell(names: Mapping[str, CellName], where: str) -> None:
    """Raises BadInput if the episodes are of several cells, with their names."""
    cells = sorted(set(names.values()))
    if len(cells) > 1:
        # A cell without a choice of agents has an empty name for them.
        cell_names = [" · ".join(filter(None, cell)) for cell in cells]
        raise BadInput(f"several judged these solutions ({'; '.join(cell_names)}): take one with --protocol", where)
