"""A league is a folder like any other: moved or copied, it goes on where it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Dikast

AGENT = """
from pathlib import Path
from dikast import Choices

async def counted(request):
    with Path("calls.txt").open("a") as file:
        file.write("call\\n")
    return request.form.stated(request.form.labels[0]) if isinstance(request.form, Choices) else "1. It is 4.\\nAnswer: 4"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mine.py").write_text(AGENT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rate(dikast: Dikast, part: str, league: str) -> dict[str, Any]:
    ended = dikast("rate", "./mine.py:counted", "--as", part, "--limit", "2", "--out", league, "--plain", "--json")
    assert ended.code == 0, ended.err
    card: dict[str, Any] = json.loads(ended.out)
    return card


def n_calls(folder: Path) -> int:
    return len((folder / "calls.txt").read_text().splitlines())


@pytest.mark.parametrize("part", ["critic", "solver"])
def test_a_league_that_was_moved_goes_on(dikast: Dikast, folder: Path, part: str) -> None:
    first = rate(dikast, part, "league")
    n = n_calls(folder)
    (folder / "elsewhere").mkdir()
    shutil.move("league", "elsewhere/ours")
    moved = rate(dikast, part, "elsewhere/ours")
    assert moved["figures"] == first["figures"]
    assert moved["rating"] == first["rating"]
    assert n_calls(folder) == n


def test_a_league_from_before_leagues_could_be_moved_goes_on(dikast: Dikast, folder: Path) -> None:
    """Its runs name the files of their sets by where these were then."""
    rate(dikast, "solver", "league")
    n = n_calls(folder)
    for file in (folder / "league").glob("solver/*/*/experiment.yaml"):
        description = yaml.safe_load(file.read_text())
        for key in ("file", "path"):
            if key in description["experiment"]["questions"]:
                description["experiment"]["questions"][key] = (
                    f"/long/gone/{description['experiment']['questions'][key]}"
                )
        file.write_text(yaml.safe_dump(description, sort_keys=False))
    rate(dikast, "solver", "league")
    assert n_calls(folder) == n
