"""docs/scaling.md: its figures are what the commands print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dikast.agents import Handicap
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "scaling.md").read_text(encoding="utf-8")


def test_the_table_has_every_handicap() -> None:
    assert re.findall(r"^\| `(\w+): \w`", PAGE, re.MULTILINE) == list(Handicap.model_fields)


@pytest.mark.parametrize(
    ("example", "options", "first_words"),
    [
        ("capability", (), "Judge accuracy in debate"),
        ("scaling", ("--scaling", "capability"), "Elo of oversight and of deception"),
        ("judge-hacking", (), "Speeches that are the best of several drafts"),
    ],
)
def test_figures_are_what_the_examples_show(
    dikast: Dikast, tmp_path: Path, example: str, options: tuple[str, ...], first_words: str
) -> None:
    dikast("run", ROOT / "examples" / f"{example}.yaml", "--out", tmp_path / "run", "--plain")
    printed = dikast("report", tmp_path / "run", *options).out
    (block,) = re.findall(rf"```\n({first_words}.*?)```", PAGE, re.DOTALL)
    shown = printed[printed.index(first_words) :].splitlines()[: len(block.splitlines())]
    assert [line.split() for line in block.splitlines()] == [line.split() for line in shown]
