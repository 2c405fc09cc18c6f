"""The command line, run in this process: its output, its errors, and its exit code."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from dikast.cli import main


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Dikast = Callable[..., Ended]


@pytest.fixture
def dikast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Dikast]:
    """Runs `dikast ARGUMENTS` in a folder of its own, by the entry point of the installed command."""
    monkeypatch.chdir(tmp_path)
    thresholds = gc.get_threshold()

    def run(*arguments: str | Path) -> Ended:
        monkeypatch.setattr(sys, "argv", ["dikast", *map(str, arguments)])
        capsys.readouterr()
        code: object = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        out, err = capsys.readouterr()
        assert isinstance(code, int)
        return Ended(code, out, err)

    yield run
    # A run changes the settings of the garbage collector for the whole process.
    gc.unfreeze()
    gc.set_threshold(*thresholds)
