"""A stopped run says how many episodes it has, and the command that goes on; one without a call says so."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from dikast.masking import mask
from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, write

JUDGE = "tests.experiments.agents:says_a"


def experiment(folder: Path, n: int = 7) -> Path:
    (folder / "my files").mkdir(exist_ok=True)
    return write(
        folder / "my files", rows(n), protocols=["direct", "debate"], agents={"judge": JUDGE, "debater": JUDGE}
    )


def test_a_stopped_run_shows_the_command_that_goes_on(tmp_path: Path, dikast: Dikast) -> None:
    path = experiment(tmp_path)
    begun = dikast("run", path, "--out", "my run", "--set", "limits.tokens=1", "--set", "limits.concurrency=1")
    assert begun.code == 3
    n = len(list(RunFolder.open(Path("my run")).outcomes()))
    (line,) = (line for line in dikast("show", "my run").out.splitlines() if " goes on" in line)
    command = "dikast run 'my files/play.yaml' --set limits.tokens=1 --set limits.concurrency=1 --out 'my run'"
    assert line == f"{n} of 14 episodes; `{command}` goes on"
    assert json.loads(dikast("show", "my run", "--json").out)["missing"] == line
    # From another folder the command names the whole path.
    arguments = shlex.split(command)[1:]
    assert dikast(*arguments[:2], "--out", "my run").code == 0
    assert "goes on" not in dikast("show", "my run").out


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (["--only", "protocol=direct"], "7 of 14 episodes; `dikast run 'my files/play.yaml' --out runs/play` goes on"),
        (["--limit", "2"], None),
        (
            ["--limit", "2", "--only", "protocol=direct"],
            "2 of 4 episodes; `dikast run 'my files/play.yaml' --set questions.limit=2 --out runs/play` goes on",
        ),
    ],
)
def test_the_plan_is_that_of_the_whole_experiment(
    tmp_path: Path, dikast: Dikast, arguments: list[str], shown: str | None
) -> None:
    assert dikast("run", experiment(tmp_path), *arguments).code == 0
    lines = [line for line in dikast("show", "runs/play").out.splitlines() if " goes on" in line]
    assert lines == ([shown] if shown else [])


def test_a_part_of_a_run_leaves_its_plan(tmp_path: Path, dikast: Dikast) -> None:
    path = experiment(tmp_path)
    dikast("run", path, "--only", "protocol=direct")
    part = dikast("run", path, "--limit", "2")
    assert "runs/play holds more than is asked for here: 5 of 7 questions" in part.err
    assert "9 of 14 episodes" in dikast("show", "runs/play").out


def test_an_extension_is_said_and_goes_into_the_same_folder(tmp_path: Path, dikast: Dikast) -> None:
    path = experiment(tmp_path)
    dikast("run", path, "--limit", "3")
    extended = dikast("run", path)
    assert (extended.code, Path("runs/play-2").exists()) == (0, False)
    assert "runs/play is extended by 4 questions; what is there is not run again" in extended.err


def test_a_start_that_is_refused_says_nothing_of_an_extension(tmp_path: Path, dikast: Dikast) -> None:
    path = experiment(tmp_path)
    dikast("run", path, "--limit", "3")
    with RunFolder.open(Path("runs/play")).locked():
        refused = dikast("run", path)
    assert (refused.code, "going on already" in refused.err) == (2, True)
    assert "is extended" not in refused.err


def test_a_run_without_a_call_says_where_its_answers_came_from(tmp_path: Path, dikast: Dikast) -> None:
    path = experiment(tmp_path)
    said = "came from the journal"
    assert said not in dikast("run", path).err
    n_calls = sum(outcome.usage.calls for outcome in RunFolder.open(Path("runs/play")).outcomes())
    assert f"all {n_calls} answers came from the journal" in dikast("run", path).err
    for file in Path("runs/play").glob("episodes.sqlite*"):
        file.unlink()
    assert f"all {n_calls} answers came from the journal" in dikast("run", path).err


@pytest.mark.parametrize("before", ["", "agents.judge.api_base="])
def test_the_kept_command_has_no_password(before: str) -> None:
    kept = mask(f"{before}postgresql://ann:secret@127.0.0.1/x")
    assert "secret" not in kept
    assert kept.startswith(f"{before}postgresql://ann")
