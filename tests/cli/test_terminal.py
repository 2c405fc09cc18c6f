"""The real command at a terminal of a given width, in a pipe, and in one that is closed."""

from __future__ import annotations

import fcntl
import json
import os
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, seated, write

ROOT = Path(__file__).parents[2]
SIX = ["direct", "direct-with-source", "consultancy", "open-consultancy", "debate", "open-debate"]


@pytest.fixture
def run_folder(tmp_path: Path, dikast: Dikast) -> Path:
    agents: dict[str, object] = dict(seated("debater", "consultant"))
    agents["judge"] = ["scripted:script.yaml", "tests.experiments.agents:says_a"]
    dikast("run", write(tmp_path, rows(2), protocols=SIX, agents=agents))
    return tmp_path / "runs" / "play"


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "dikast", *map(str, arguments)]


def at_terminal(width: int, *arguments: object) -> str:
    """What a command shows at a terminal of this width, without its colours."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", codes_at_terminal(width, {}, *arguments))


def codes_at_terminal(width: int, variables: dict[str, str], *arguments: object) -> str:
    """What a command writes to a terminal of this width, with these variables in its environment."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    environment |= {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)} | variables
    shown = b""
    with subprocess.Popen(command(*arguments), stdout=theirs, stderr=theirs, stdin=theirs, env=environment) as process:
        os.close(theirs)
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:  # the other end is closed
            pass
        finally:
            os.close(ours)
        assert process.wait(20) == 0
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("width", [80, 160])
def test_tables_fit_the_terminal_and_no_number_or_name_is_cut(run_folder: Path, width: int) -> None:
    shown = at_terminal(width, "show", run_folder)
    tables = shown.partition("run folder:")[0]
    assert all(len(line.rstrip()) <= width or line.startswith("How often") for line in tables.splitlines())
    assert "…" not in tables
    assert ("What it took" in tables) == (width == 80), "a narrow terminal shows results and costs in two tables"
    for heading in ("accuracy", "interval", "Brier", "unparsed", "calls", "tokens", "time/episode"):
        assert heading in tables


def test_in_a_pipe_only_results_are_on_stdout(tmp_path: Path) -> None:
    experiment = write(tmp_path, rows(2))
    ended = subprocess.run(
        command("run", experiment, "--json"), cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert json.loads(ended.stdout)["cells"][0]["episodes"] == 2
    assert "2/2" in ended.stderr
    assert "\x1b" not in ended.stdout + ended.stderr


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
)
def test_a_character_that_the_terminal_lacks_is_shown_by_its_number(
    run_folder: Path, environment: dict[str, str]
) -> None:
    """A locale without these characters must not hide the results of a run that was paid for."""
    ended = subprocess.run(
        command("show", run_folder), capture_output=True, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    assert (ended.returncode, b"Traceback" in ended.stderr) == (0, False)
    assert b"\\u2013" in ended.stdout


def print_to(stdout: int, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), stdout=stdout, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


@pytest.fixture
def printers(run_folder: Path, tmp_path: Path) -> list[list[object]]:
    """Commands that print a text, a table, and lines while the verifier is still at work."""
    (tmp_path / "steps.jsonl").write_text('{"step": "2 + 2 = 4"}\n' * 20)
    return [
        ["transcript", run_folder, "debate/0/judge=scripted:script.yaml"],
        ["show", run_folder],
        ["verify", "steps", tmp_path / "steps.jsonl"],
    ]


def test_a_closed_pipe_is_no_traceback(printers: list[list[object]]) -> None:
    """`dikast transcript DIR EPISODE | head -1`"""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = [print_to(writing, *arguments) for arguments in printers]
    finally:
        os.close(writing)
    for result in ended:
        assert "Traceback" not in result.stderr
        assert "Exception ignored" not in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_a_full_disk_under_stdout_is_one_line(printers: list[list[object]]) -> None:
    with Path("/dev/full").open("w") as full:
        ended = [print_to(full.fileno(), *arguments) for arguments in printers]
    for result in ended:
        assert result.returncode == 2
        assert result.stderr.strip() == "dikast: standard output: No space left on device"


def test_without_colours_nothing_is_bold_or_dim(run_folder: Path) -> None:
    styles = re.compile(r"\x1b\[[0-9;]*m")
    assert styles.search(codes_at_terminal(80, {}, "show", run_folder))
    assert not styles.search(codes_at_terminal(80, {"NO_COLOR": "1"}, "show", run_folder))


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two graded solutions, one of them with an error and a long reason."""
    folder = tmp_path_factory.mktemp("graded")
    steps = ["The integral is ∫ (x² + 2x) dx = x³/3 + 2x² + C.", "So the answer is x³/3 + 2x² + C."]
    solutions = [
        {"id": "an-integral-of-parts", "problem": "Integrate x² + 2x.", "steps": steps},
        {"id": "a-sum", "problem": "What is 2 + 2?", "steps": ["2 + 2 = 4"]},
    ]
    (folder / "solutions.jsonl").write_text("\n".join(map(json.dumps, solutions)))
    arguments = command("grade", folder / "solutions.jsonl", "--judge", "none", "--out", folder / "run")
    subprocess.run(arguments, check=True, capture_output=True)
    return folder


def test_reasons_have_lines_of_their_own_where_a_column_has_no_room(graded: Path) -> None:
    arguments = ("grade", graded / "solutions.jsonl", "--judge", "none", "--out", graded / "run")
    narrow = at_terminal(60, *arguments).splitlines()
    head = next(i for i, line in enumerate(narrow) if "solution  " in line)
    assert narrow[head].split() == ["solution", "steps", "first", "error", "answer", "score"]
    row = next(i for i, line in enumerate(narrow) if line.startswith("an-integral-of-parts  "))
    reason = " ".join(line.strip() for line in narrow[row + 1 : row + 4])
    assert reason.startswith("∫ (x² + 2x) dx = x³/3 + 2x² + C does not hold")
    assert all(len(line.rstrip()) <= 60 for line in narrow[head : head + 6])
    assert "why" in next(line for line in at_terminal(300, *arguments).splitlines() if "solution  " in line)
