"""docs/judgments.md: its commands run as they are printed, and its numbers are those of the published files."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from dikast.importers import JUDGMENT_FORMATS
from tests.cli.conftest import Dikast, dikast

__all__ = ["dikast"]

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "judgments.md").read_text()


def commands() -> list[list[str]]:
    """The commands in the page's blocks, without their remarks."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    return [shlex.split(line, comments=True)[1:] for block in blocks for line in block.splitlines()]


def test_the_commands_run(dikast: Dikast, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("images"))
    assert len(commands()) == 5
    for command in commands():
        ended = dikast(*command)
        assert ended.code == 0, (command, ended.err)
        assert ended.out


def test_the_page_has_every_format() -> None:
    for name in JUDGMENT_FORMATS:
        assert f"| `{name}` |" in PAGE


def test_the_example_has_every_kind_of_verdict(dikast: Dikast) -> None:
    ended = dikast("import", "judgments", ROOT / "examples" / "judged-pairs.jsonl", "--as", "judgebench", "--out", "x")
    line = next(line for line in ended.out.splitlines() if "a-small-judge" in line)
    # n, right, wrong, tie, contradictory, unparsed
    assert line.split()[2:8] == ["6", "2", "1", "2", "1", "1"]


@pytest.mark.parametrize("figure", ["66.77", "57.38", "57.50", "57.43", "71.07", "58.79", "57.36", "57.55", "0.8642"])
def test_the_published_figures_are_on_the_page(figure: str) -> None:
    assert figure in PAGE
