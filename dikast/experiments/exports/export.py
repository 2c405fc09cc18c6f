"""Export: a run's records in the formats that other tools read, streamed into one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from dikast.errors import BadInput
from dikast.experiments.exports.grade_table import write_grades
from dikast.experiments.exports.people_marks import write_labelled_sample, write_marks_of_people, write_overrides
from dikast.experiments.exports.solver_solutions import write_solutions
from dikast.experiments.stores import OWN_FILES, RunFolder, new_file
from dikast.sanitize import sanitize_json

ExportFormat = Literal["jsonl", "parquet", "inspect", "solutions", "grades", "overrides", "marks", "sample"]
FILES: dict[ExportFormat, str] = {
    "jsonl": "episodes.jsonl",
    "parquet": "outcomes.parquet",
    "inspect": "inspect.eval",
    "solutions": "solutions.jsonl",
    "grades": "grades.csv",
    "overrides": "overrides.jsonl",
    "marks": "marks.jsonl",
    "sample": "sample.jsonl",
}

NONE_OF: dict[ExportFormat, str] = {
    "grades": "no solution was judged in this run",
    "marks": "no solution in this run has people's labels",
}
"""What is wrong with a run that has nothing of what is to be written."""


def export_run(folder: RunFolder, format: ExportFormat, out: Path | None = None) -> tuple[Path, int]:
    """Writes a run's records; the file, and how many records it holds.

    `jsonl`: the whole record of every finished episode, one a line. `parquet`: a narrow row for every episode, failed
    ones too. `inspect`: an Inspect AI log with a sample for every episode. `solutions`: what solvers wrote, as worked
    solutions that can be judged step by step, one a line. `grades`: a table of graded solutions, with what people
    decided about them. `overrides`: these decisions. `marks`: the solutions with people's labels. `sample`: the
    steps that people labelled of a sample, with their weights. `out` is by default a file in the run folder. The file
    is there whole or not at all. Raises BadInput where it can't be written, or would hold nothing because the run is
    of another kind.
    """
    path = out or folder.path / FILES[format]
    is_in_folder = path.resolve().parent == folder.path.resolve()
    if is_in_folder and path.name.startswith(OWN_FILES):
        raise BadInput("this is where the run itself is kept; choose another --out", str(path))
    with _whole_file(path) as file:
        n_written = _WRITERS[format](folder, file)
        if n_written == 0 and format in NONE_OF:
            raise BadInput(NONE_OF[format], str(folder.path))
        return path, n_written


def write_jsonl(folder: RunFolder, file: BinaryIO) -> int:
    """The records of all finished episodes, one in memory at a time; how many."""
    n_episodes = 0
    for episode in folder.episodes():
        file.write(sanitize_json(episode.model_dump_json()).encode() + b"\n")
        n_episodes += 1
    return n_episodes


def _write_parquet(folder: RunFolder, file: BinaryIO) -> int:
    from dikast.experiments.exports.parquet import write_parquet

    return write_parquet(folder.outcomes(), file)


def _write_inspect(folder: RunFolder, file: BinaryIO) -> int:
    from dikast.experiments.exports.inspect_log import write_inspect_log

    return write_inspect_log(folder, file)


_WRITERS: dict[ExportFormat, Callable[[RunFolder, BinaryIO], int]] = {
    "jsonl": write_jsonl,
    "parquet": _write_parquet,
    "inspect": _write_inspect,
    "solutions": write_solutions,
    "grades": write_grades,
    "overrides": write_overrides,
    "marks": write_marks_of_people,
    "sample": write_labelled_sample,
}


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that appears at `path` once the block has ended without an error."""
    if path.is_dir():
        raise BadInput("can't be written: it is a folder; choose another --out", str(path))
    partial = path.with_name(f"{path.name}.partial")
    try:
        with new_file(partial) as file:
            try:
                yield file
            except BaseException:
                partial.unlink()
                raise
        partial.replace(path)
    except OSError as error:
        raise BadInput(f"can't be written: {error.strerror or error}; choose another --out", str(path)) from error
