"""The notebooks in examples/: their cells run, and show what is kept in them."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
NOTEBOOKS = sorted(EXAMPLES.glob("*.ipynb"))


def test_there_are_notebooks() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["check-and-grade", "compare-protocols"]


def test_notebooks_show_what_their_cells_show(tmp_path: Path) -> None:
    """`python examples/run_notebooks.py examples/*.ipynb` brings them up to date."""
    copies = [tmp_path / path.name for path in NOTEBOOKS]
    for copy, path in zip(copies, NOTEBOOKS, strict=True):
        copy.write_bytes(path.read_bytes())
    # In one process, which imports everything once.
    subprocess.run([sys.executable, EXAMPLES / "run_notebooks.py", *copies], check=True, cwd=EXAMPLES.parent)
    for copy, path in zip(copies, NOTEBOOKS, strict=True):
        assert json.loads(copy.read_text(encoding="utf-8")) == json.loads(path.read_text(encoding="utf-8"))


def test_a_cell_that_fails_fails_the_notebook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cell: dict[str, object] = {
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": ["1 / 0"],
    }
    path = tmp_path / "bad.ipynb"
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["run_notebooks.py", str(path)])
    with pytest.raises(ZeroDivisionError):
        runpy.run_path(str(EXAMPLES / "run_notebooks.py"), run_name="__main__")
