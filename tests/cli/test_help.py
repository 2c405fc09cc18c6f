"""What the commands say about themselves."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata

import pytest

from tests.cli.conftest import Dikast

COMMANDS = (
    "run", "show", "split", "grade", "score", "transcript", "report", "export", "judge", "label", "probe", "ask",
    "calibrate", "check", "drift", "generate", "new", "pairs", "plan", "plant", "rate", "register", "reveal", "schema", "seal", "serve",
    "tells", "import", "protocols", "rubrics", "models", "nest",
    "verify",
)  # fmt: skip
SUBCOMMANDS = (
    "import nyu", "import jsonl", "import judgments", "protocols show", "rubrics show", "models pull", "verify answers", "verify steps",
)  # fmt: skip
TERMINAL_WIDTH = 80


@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_lists_every_command(dikast: Dikast, flag: str) -> None:
    ended = dikast(flag)
    assert ended.code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in ended.out
    commands = ended.out.partition("Commands:")[2]
    assert "..." not in commands, "no line is cut off"


@pytest.mark.parametrize("command", [*COMMANDS, *SUBCOMMANDS])
def test_every_command_explains_itself(dikast: Dikast, command: str) -> None:
    ended = dikast(*command.split(), "--help")
    assert (ended.code, ended.err) == (0, "")
    assert f"Usage: dikast {command}" in ended.out
    assert max(map(len, ended.out.splitlines())) <= TERMINAL_WIDTH


def test_the_version_is_that_of_the_package(dikast: Dikast) -> None:
    assert dikast("--version") == (0, f"dikast {metadata.version('dikast')}\n", "")


LARGE = {
    "asyncio",
    "langchain_core",
    "langgraph",
    "litellm",
    "numpy",
    "pydantic",
    "rich.console",
    "sympy",
    "urllib.request",
}


def test_help_waits_for_no_large_library() -> None:
    program = "import sys, dikast.cli; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert LARGE & set(shown.stdout.split()) == set()
