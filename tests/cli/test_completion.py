"""What a shell is offered while a command is typed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dikast.protocols import protocol_names

ROOT = Path(__file__).parents[2]


def completed(typed: str, folder: Path) -> list[str]:
    """What bash is offered for a line that was typed so far."""
    words = typed.split(" ")
    environment = os.environ | {
        "_DIKAST_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(words) - 1),
        "PYTHONPATH": str(ROOT),
    }
    program = "from dikast.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    return ended.stdout.split()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for run in ("first", "second"):
        (tmp_path / "runs" / run).mkdir(parents=True)
        (tmp_path / "runs" / run / "experiment.yaml").touch()
    (tmp_path / "runs" / "no-run").mkdir()
    (tmp_path / "mine.yaml").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("dikast protocols show consult", ["consultancy"]),
        ("dikast protocols show mi", ["mine.yaml"]),
        ("dikast rubrics show proj", ["projudge"]),
        ("dikast grade x --judge loc", ["local/smollm2"]),
        ("dikast show ", ["runs/first", "runs/second"]),
        ("dikast score runs/s", ["runs/second"]),
        ("dikast tran", ["transcript"]),
    ],
)
def test_names_are_completed(folder: Path, typed: str, offered: list[str]) -> None:
    assert completed(typed, folder) == offered


def test_every_protocol_is_offered(folder: Path) -> None:
    assert set(completed("dikast protocols show ", folder)) == {*protocol_names(), "mine.yaml"}


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script(folder: Path, shell: str) -> None:
    environment = os.environ | {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1", "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-m", "dikast", "--show-completion", shell]
    shown = subprocess.run(arguments, env=environment, cwd=folder, capture_output=True, text=True, check=True)
    assert "_DIKAST_COMPLETE" in shown.stdout
