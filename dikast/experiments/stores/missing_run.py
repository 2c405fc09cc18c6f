"""Why there is no run at a path, and where one may be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from dikast.errors import nearest

# Of a folder with more of them than this, the rest is not looked at.
MOST_FOLDERS = 500
MOST_SHOWN = 5


def missing_run(path: Path, is_run: Callable[[Path], bool]) -> str:
    """What is wrong with the path of a run that is none, and runs near it."""
    if path.is_dir():
        inside = _runs_in(path, is_run)
        if not inside:
            return "no run is in this folder: it holds no episodes.sqlite"
        more = ", …" if len(inside) > MOST_SHOWN else ""
        return f"this folder is no run itself, but holds runs: {', '.join(map(str, inside[:MOST_SHOWN]))}{more}"
    if path.is_file():
        return "this is a file, and a run is a folder, such as runs/NAME"
    beside = {run.name: run for run in _runs_in(path.parent, is_run)}
    hint = nearest(path.name, beside) if beside else "a run is a folder, such as runs/NAME"
    return f"there is no such {'file' if path.suffix else 'folder'}: {hint}"


def _runs_in(folder: Path, is_run: Callable[[Path], bool]) -> list[Path]:
    """The runs directly in a folder, by name."""
    return sorted(path for path in islice(_folders_in(folder), MOST_FOLDERS) if is_run(path))


def _folders_in(folder: Path) -> Iterator[Path]:
    try:
        yield from (path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return
