"""docs/scaling.md: its figures are what the commands print."""

from __future__ import annotations

import re
from pathlib import Path

from dikast.agents import Handicap
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")


def test_the_table_has_every_handicap() -> None:
    assert re.findall(r"^\| `(\w+): \w`", PAGE, re.MULTILINE) == list(Handicap.model_fields)


def test_the_grid_is_what_the_example_shows(dikast: Dikast, tmp_path: Path) -> None:
    dikast("run", str(ROOT / "examples" / "capability.yaml"), "--out", str(tmp_path / "run"), "--plain")
    shown = dikast("report", str(tmp_path / "run")).out
    (block,) = re.findall(r"```\n(Judge accuracy in debate.*?)```", PAGE, re.DOTALL)
    assert [line.split() for line in block.splitlines()] == [
        line.split()
        for line in shown[shown.index("Judge accuracy in debate") :].splitlines()[: len(block.splitlines())]
    ]
