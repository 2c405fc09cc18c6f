"""The linter's limits that the code's readability rests on; `make test` runs the linter first."""

from __future__ import annotations

import tomllib
from pathlib import Path

LINT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]


def test_no_function_is_more_complex_than_eight() -> None:
    assert LINT["mccabe"]["max-complexity"] == 8
    assert "C901" in LINT["select"]
    ignored = [*LINT["ignore"], *(code for codes in LINT["per-file-ignores"].values() for code in codes)]
    assert "C901" not in ignored
