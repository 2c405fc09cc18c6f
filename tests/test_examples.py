"""The examples run as their first lines say, from any folder, without a model."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Dikast, dikast

__all__ = ["dikast"]

EXAMPLES = Path(__file__).parents[1] / "examples"
DIKAST = (sys.executable, "-P", "-m", "dikast")
"""-P keeps the working folder off the path, as the installed command does."""
KEYS = {"ANTHROPIC_API_KEY": "none", "OPENAI_API_KEY": "none"}


def process(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, **KEYS}
    return subprocess.run(
        [*DIKAST, *arguments], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_run_without_a_model_and_its_report(tmp_path: Path) -> None:
    ended = process("run", str(EXAMPLES / "no-model.yaml"), "--limit", "4", "--plain", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "debate" in ended.stdout
    ended = process("report", "runs/no-model", "--html", "report.html", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "report.html").stat().st_size > 20_000


def test_a_probed_judge_that_is_gullible(tmp_path: Path) -> None:
    ended = process("probe", str(EXAMPLES / "probe.yaml"), "--limit", "8", "--plain", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    (row,) = [line.split() for line in ended.stdout.splitlines() if line.split()[:2] == ["direct", "authority"]]
    assert row[3] == "1.000"


def test_a_solver_and_the_grading_of_its_steps(tmp_path: Path) -> None:
    ended = process("run", str(EXAMPLES / "solver.yaml"), "--limit", "6", "--plain", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "pass@5" in ended.stdout
    ended = process("grade", "runs/solver", "--judge", "none", cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "solutions" in ended.stdout


@pytest.mark.parametrize(
    "name",
    [
        "demo",
        "weak-judge",
        "people",
        "overnight",
        "process-judges",
        "no-model",
        "grade-solutions",
        "judge-pairs",
        "solver",
        "solver-search",
        "critique",
        "capability",
        "scaling",
        "judge-hacking",
        "oversight-atlas",
    ],
)
def test_every_experiment_has_an_estimate(name: str, dikast: Dikast, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: each would import litellm anew."""
    for key, value in KEYS.items():
        monkeypatch.setenv(key, value)
    ended = dikast("run", EXAMPLES / f"{name}.yaml", "--estimate")
    assert ended.code == 0, ended.err
    assert "calls" in ended.out


def test_the_example_protocol_can_be_shown(tmp_path: Path) -> None:
    ended = process("protocols", "show", str(EXAMPLES / "cross-examination.yaml"), cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
