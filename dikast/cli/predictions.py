"""A run's judgements of solutions, written in a data set's own format."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from dikast.cli.cell_judgements import CellName
from dikast.errors import BadInput
from dikast.metrics import UnknownAs
from dikast.questions import SOLUTION_FORMATS, SolutionFormat, format_named
from dikast.records import Episode, Grading, Question


@dataclass
class Predictions:
    """A file of predictions: JSONL, or one JSON value if the file's name ends in .json.

    The rows are in the order of the data set's own file, since some scorers compare the two row by row. They are
    written at the end, when all are known. `unknown_as` says what an unknown step is, as in the scores.
    """

    solution_format: SolutionFormat
    file: IO[str]
    is_json: bool
    unknown_as: UnknownAs
    rows: list[tuple[float, str, str]] = field(default_factory=list)

    @classmethod
    @contextmanager
    def to(cls, target: str, names: Mapping[str, CellName], unknown_as: UnknownAs) -> Iterator[Predictions]:
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
                predictions = cls(solution_format, file, path.endswith(".json"), unknown_as)
                yield predictions
                # Not after an exception: a list that is cut short must not look whole.
                predictions.end()
        except OSError as error:
            raise BadInput(f"nothing can be written here: {error.strerror}", path) from error

    def put(self, question: Question, episode: Episode) -> None:
        """Adds the prediction of one episode."""
        grading = _with_unknown_as(episode.verdict.grading, self.unknown_as)
        prediction = self.solution_format.write(question, grading)
        group = str(prediction.get(self.solution_format.group_key or "") or "").lower()
        number = question.metadata.get("row")
        # Rows without a number are our own: they stay in the order of their ids, after the others.
        position = float(number) if isinstance(number, int) else math.inf
        self.rows.append((position, group, json.dumps(prediction, ensure_ascii=False)))

    def end(self) -> None:
        """Writes all rows: one a line, as one JSON list, or as a list for each group where the scorer wants that."""
        self.rows.sort(key=lambda row: row[0])
        if not self.is_json:
            self.file.writelines(f"{text}\n" for _, _, text in self.rows)
        elif self.solution_format.group_key is None:
            self.file.write(f"{_json_list([text for _, _, text in self.rows])}\n")
        else:
            groups: dict[str, list[str]] = {}
            for _, group, text in self.rows:
                groups.setdefault(group, []).append(text)
            entries = [f"{json.dumps(name)}: {_json_list(texts)}" for name, texts in groups.items()]
            self.file.write("{\n" + ",\n".join(entries) + "\n}\n")


def _json_list(texts: Sequence[str]) -> str:
    """A JSON list of values that are JSON already, one a line."""
    if not texts:
        return "[]"
    return "[\n" + ",\n".join(texts) + "\n]"


def _with_unknown_as(grading: Grading | None, unknown_as: UnknownAs) -> Grading | None:
    """The grading with its unknown steps as correct ones, where they count so."""
    if grading is None or unknown_as == "apart":
        return grading
    steps = []
    for label in grading.steps:
        is_unknown = label.label == "unknown"
        steps.append(label.model_copy(update={"label": "correct"}) if is_unknown else label)
    return grading.model_copy(update={"steps": tuple(steps)})


def _check_one_cell(names: Mapping[str, CellName], where: str) -> None:
    """Raises BadInput if the episodes are of several cells, with their names."""
    cells = sorted(set(names.values()))
    if len(cells) > 1:
        # A cell without a choice of agents has an empty name for them.
        cell_names = [" · ".join(filter(None, cell)) for cell in cells]
        raise BadInput(f"several judged these solutions ({'; '.join(cell_names)}): take one with --protocol", where)
