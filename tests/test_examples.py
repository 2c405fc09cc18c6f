"""The examples run as their first lines say, from any folder: no model is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
DIKAST = (sys.executable, "-P", "-m", "dikast")
"""-P keeps the working folder off the path, as the installed command does."""


def dikast(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "ANTHROPIC_API_KEY": "none", "OPENAI_API_KEY": "none"}
    return subprocess.run([*DIKAST, *words], cwd=cwd, env=env, capture_output=True, text=True, check=False, timeout=120)


def test_a_run_without_a_model_and_its_report(tmp_path: Path) -> None:
    ran = dikast("run", str(EXAMPLES / "no-model.yaml"), "--limit", "4", "--plain", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert "debate" in ran.stdout
    told = dikast("report", "runs/no-model", "--html", "report.html", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "report.html").stat().st_size > 20_000


@pytest.mark.parametrize("name", ["weak-judge", "overnight", "process-judges", "no-model", "grade-solutions"])
def test_what_an_experiment_would_take(name: str, tmp_path: Path) -> None:
    told = dikast("run", str(EXAMPLES / f"{name}.yaml"), "--estimate", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "calls" in told.stdout


def test_a_protocol_of_ones_own(tmp_path: Path) -> None:
    told = dikast("protocols", "show", str(EXAMPLES / "cross-examination.yaml"), cwd=tmp_path)
    assert told.returncode == 0, told.stderr
