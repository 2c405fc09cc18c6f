"""export: a run's records in the formats that other tools read, streamed into one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from dikast.errors import BadInput
from dikast.experiments.stores import DATABASE, JOURNAL, LOCK, RESOLVED, STORE_FILE, RunFolder

ExportFormat = Literal["jsonl", "parquet", "inspect"]
FILES: dict[ExportFormat, str] = {"jsonl": "episodes.jsonl", "parquet": "outcomes.parquet", "inspect": "inspect.eval"}
OWN = (DATABASE, JOURNAL, RESOLVED, LOCK, STORE_FILE)


def export_run(folder: RunFolder, format: ExportFormat, out: Path | None = None) -> tuple[Path, int]:
    """Writes a run's records; the file, and how many records stand in it.

    `jsonl`: the whole record of every finished episode, one a line. `parquet`: a narrow row for every episode, failed
    ones too. `inspect`: an Inspect AI log with a sample for every episode. `out` is by default a file in the run
    folder. The file is there whole or not at all. Raises BadInput where it can't be written.
    """
    path = out or folder.path / FILES[format]
    if path.resolve().parent == folder.path.resolve() and path.name.startswith(OWN):
        raise BadInput("this is where the run itself is kept; choose another --out", str(path))
    with _whole(path) as file:
        return path, _WRITERS[format](folder, file)


def write_jsonl(folder: RunFolder, file: BinaryIO) -> int:
    """The records of all finished episodes, one in memory at a time; how many."""
    return sum(1 for episode in folder.episodes() if file.write(episode.model_dump_json().encode() + b"\n"))


def _parquet(folder: RunFolder, file: BinaryIO) -> int:
    from dikast.experiments.exports.parquet import write_parquet

    return write_parquet(folder.outcomes(), file)


def _inspect(folder: RunFolder, file: BinaryIO) -> int:
    from dikast.experiments.exports.inspect_log import write_inspect_log

    return write_inspect_log(folder, file)


_WRITERS: dict[ExportFormat, Callable[[RunFolder, BinaryIO], int]] = {
    "jsonl": write_jsonl,
    "parquet": _parquet,
    "inspect": _inspect,
}


@contextmanager
def _whole(path: Path) -> Iterator[BinaryIO]:
    """A file that stands at `path` once the block has ended well."""
    if path.is_dir():
        raise BadInput("can't be written: it is a folder; choose another --out", str(path))
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as file:
            try:
                yield file
            except BaseException:
                partial.unlink()
                raise
        partial.replace(path)
    except OSError as error:
        raise BadInput(f"can't be written: {error.strerror or error}; choose another --out", str(path)) from error
