"""The files of a run folder, which may come from someone else: links are not followed, and files are replaced whole."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dikast.errors import BadInput


def check_plain_files(folder: Path, names: tuple[str, ...]) -> None:
    """Raises BadInput if a file with one of these names, or with one that begins so, is a link or no file at all.

    What Dikast reads and writes there would else be wherever a link leads. A pipe would never end.
    """
    if not folder.is_dir():
        return
    for file in folder.iterdir():
        if not file.name.startswith(names):
            continue
        try:
            mode = file.lstat().st_mode
        except FileNotFoundError:
            # SQLite's journal of another process, which has just ended its transaction.
            continue
        if stat.S_ISLNK(mode):
            raise BadInput("is a link, which is not followed in a run folder; replace it by what it names", str(file))
        if not stat.S_ISREG(mode):
            raise BadInput("is not a plain file, as a run folder has them; remove it", str(file))


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """An empty file to write, in place of anything that has its name: a link is removed, and not what it names."""
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    with open(descriptor, "wb") as file:
        yield file
