"""How the old runs were made: by the code of commit d9f85e9, the last one that wrote records of schema 1.

    git worktree add OLD d9f85e9 && cp -r tests/schema1 OLD/tests/ && cd OLD
    python -m tests.schema1.make records     # run folders and exports, into old/kept.tar.xz, and all that is printed
    python -m tests.schema1.make printed     # only what is printed of the runs that are there, into old/printed

`records` has to be run by that old code, or the records are not old. `printed` may be run by any code, where a table
or a page was changed on purpose; what differs then is to be read before it is kept. The runs can be gone on with as
long as the questions, the protocols, the prompts and what the verifier finds are those of that commit: who changes one of these on purpose
takes the run that it belongs to out of the tests that go on with it.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sqlite3
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from dikast.cli import main
from tests.schema1.commands import (
    EXPORTS,
    FIGURES,
    HERE,
    INPUTS,
    MADE_BY,
    OLD,
    PRINTED,
    READS,
    RUNS,
    keep_printed,
    tell_place,
    transcripts,
    unpack,
)

ARCHIVE = OLD / "kept.tar.xz"


def dikast(*arguments: str) -> str:
    """What a command prints."""
    sys.argv = ["dikast", *arguments]
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        main()
    return out.getvalue()


def make_records(place: Path) -> None:
    """Makes the runs and the exports in a folder, and packs them."""
    shutil.copytree(INPUTS, place, dirs_exist_ok=True)
    for command in MADE_BY.values():
        dikast(*command)
    (place / "exported").mkdir()
    for name, command in EXPORTS.items():
        dikast(*command, "--out", f"exported/{name}")
    for database in place.glob("kept/*/*.sqlite"):
        with closing(sqlite3.connect(database)) as opened:
            opened.execute("pragma wal_checkpoint(truncate)")
    for run in RUNS:
        (place / "kept" / run / "run.lock").unlink()
    tell_place(place, str(place.resolve()), HERE)
    with tarfile.open(ARCHIVE, "w:xz", preset=9) as archive:
        archive.add(place / "kept", "kept")
        archive.add(place / "exported", "exported")


def make_printed(place: Path) -> None:
    """Writes what is printed of the packed runs."""
    with tempfile.TemporaryDirectory() as unpacked, tarfile.open(ARCHIVE) as archive:
        archive.extractall(unpacked, filter="data")
        unpack(Path(unpacked), place)
    shutil.rmtree(PRINTED, ignore_errors=True)
    PRINTED.mkdir()
    for name, command in (READS | FIGURES).items():
        keep_printed(f"{name}.txt", dikast(*command))
    for run in RUNS:
        keep_printed(f"{run}-transcripts.txt", transcripts(run, dikast))
    dikast("report", "kept/debates", "--html", "page.html")
    keep_printed("debates-page.html", Path("page.html").read_text())


if __name__ == "__main__":
    os.environ["COLUMNS"] = "120"
    steps = {"records": (make_records, make_printed), "printed": (make_printed,)}[sys.argv[1]]
    for step in steps:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            step(Path(folder).resolve())
