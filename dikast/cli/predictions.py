"""What a run said of solutions, written in a data set's own format."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from dikast.errors import BadInput
from dikast.questions import SOLUTION_FORMATS, SolutionFormat, format_named
from dikast.records import Episode, Question


@dataclass
class Predictions:
    """A file that predictions go to as they come: JSONL, or a JSON list where its name ends in .json."""

    layout: SolutionFormat
    file: IO[str]
    is_list: bool
    n: int = 0

    @classmethod
    @contextmanager
    def to(cls, target: str, names: Mapping[str, tuple[str, str]]) -> Iterator[Predictions]:
        """Opens `FORMAT:FILE`. Raises BadInput where that isn't one, or where the run has more than one cell."""
        where = f"--predictions {target}"
        name, colon, path = target.partition(":")
        if not colon or not path:
            raise BadInput(f"write FORMAT:FILE; formats: {', '.join(SOLUTION_FORMATS)}", where)
        layout = format_named(name)
        cells = sorted(set(names.values()))
        if len(cells) > 1:
            said = "; ".join(" · ".join(filter(None, cell)) for cell in cells)
            raise BadInput(f"several judged these solutions ({said}): take one with --protocol", where)
        try:
            with Path(path).open("w", encoding="utf-8") as file:
                written = cls(layout, file, path.endswith(".json"))
                yield written
                written.end()
        except OSError as error:
            raise BadInput(f"nothing can be written here: {error.strerror}", path) from error

    def put(self, question: Question, episode: Episode) -> None:
        """Writes what one episode said."""
        row = json.dumps(self.layout.write(question, episode.verdict.grading), ensure_ascii=False)
        self.file.write((("[\n" if self.n == 0 else ",\n") + row) if self.is_list else row + "\n")
        self.n += 1

    def end(self) -> None:
        """Closes the list."""
        if self.is_list:
            self.file.write("[]\n" if self.n == 0 else "\n]\n")
