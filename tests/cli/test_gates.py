"""`--require` on commands: exit codes, what is printed, and the files for CI."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from dikast.agents import Request
from tests.cli.conftest import Dikast
from tests.cli.test_score_command import folder as folder
from tests.experiments.conftest import rows, seated, write


async def right(request: Request) -> str:
    """A judge that knows the answer, 17."""
    return f"Answer: {'AB'[request.question.choices.index('17')]}"


async def mumbling(request: Request) -> str:
    """A judge whose replies can't be read."""
    return "mm"


def experiment(path: Path, n: int, judge: str = "right", **more: Any) -> Path:
    return write(path, rows(n), agents={"judge": f"{__name__}:{judge}"}, **more)


@pytest.mark.parametrize(
    ("requirement", "code"),
    [("accuracy>=0.7", 0), ("accuracy<=0.7", 4), ("accuracy>=0.9", 5), ("point:accuracy>=0.99", 0), ("failed<=0", 0)],
)
def test_a_run_ends_with_the_code_of_its_gate(dikast: Dikast, tmp_path: Path, requirement: str, code: int) -> None:
    ended = dikast("run", experiment(tmp_path, 12), "--require", requirement)
    assert ended.code == code
    status = {0: "passed", 4: "failed", 5: "undecided"}[code]
    assert f"\n{status}: {requirement} [direct]: " in ended.out


def test_several_requirements_of_which_the_worst_counts(dikast: Dikast, tmp_path: Path) -> None:
    path = experiment(tmp_path, 12)
    ended = dikast("run", path, "--require", "accuracy>=0.9", "--require", "brier<=0.1")
    assert ended.code == 5
    assert dikast("run", path, "--require", "accuracy>=0.9", "--require", "accuracy<=0.1").code == 4


@pytest.mark.parametrize(
    ("requirement", "message"),
    [
        ("acuracy>=0.7", "no figure 'acuracy' here: did you mean 'accuracy'?"),
        ("accuracy[dirct]>=0.7", "no cell 'dirct': did you mean 'direct'?"),
        ("accuracy>0.7", "write it as accuracy>=0.7"),
    ],
)
def test_a_typo_is_named_before_anything_is_run(dikast: Dikast, tmp_path: Path, requirement: str, message: str) -> None:
    path = experiment(tmp_path, 3)
    ended = dikast("run", path, "--require", requirement)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert not list(tmp_path.rglob("journal.sqlite*"))


def test_the_commands_own_code_comes_first(dikast: Dikast, tmp_path: Path) -> None:
    path = experiment(tmp_path, 4, "mumbling")
    ended = dikast("run", path, "--require", "accuracy>=0.1")
    assert ended.code == 1
    assert "undecided: accuracy>=0.1 [direct]: there is nothing to measure accuracy on" in ended.out


def test_files_for_ci_are_written(dikast: Dikast, tmp_path: Path) -> None:
    path = experiment(tmp_path, 12)
    summary = tmp_path / "summary.md"
    summary.write_text("# Before\n", encoding="utf-8")
    ended = dikast("run", path, "--require", "accuracy>=0.7", "--junit", "gate.xml", "--summary", summary)
    assert ended.code == 0
    root = ElementTree.fromstring((tmp_path / "gate.xml").read_text(encoding="utf-8"))
    assert (root.attrib["tests"], root.attrib["failures"], root.attrib["errors"]) == ("1", "0", "0")
    assert summary.read_text(encoding="utf-8").startswith("# Before\n### dikast run: gate passed\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--junit", "gate.xml"], "--junit: it tells whether requirements hold, and none are given"),
        (["--require", "accuracy>=0", "--junit", "no/such/gate.xml"], "no file can be written here"),
        (["--require", "accuracy>=0", "--summary", "."], "no file can be written here"),
    ],
)
def test_files_that_make_no_sense_are_bad_input(
    dikast: Dikast, tmp_path: Path, arguments: list[str], message: str
) -> None:
    ended = dikast("run", experiment(tmp_path, 2), *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def test_json_stays_json_and_the_gate_is_on_stderr(dikast: Dikast, tmp_path: Path) -> None:
    ended = dikast("run", experiment(tmp_path, 12), "--require", "accuracy>=0.7", "--json")
    assert json.loads(ended.out)["cells"]
    assert "passed: accuracy>=0.7" in ended.err


def test_a_report_gates_every_cell_or_one_and_differences(dikast: Dikast, tmp_path: Path) -> None:
    agents = seated("consultant") | {"judge": f"{__name__}:right"}
    path = write(tmp_path, rows(12), protocols=["direct", "consultancy"], agents=agents)
    assert dikast("run", path).code == 0
    assert dikast("report", "runs/play", "--require", "accuracy>=0.7").code == 0
    assert dikast("report", "runs/play", "--require", "argued_wrong[consultancy]>=0.7").code == 0
    ended = dikast("report", "runs/play", "--require", "accuracy[direkt]>=0.7")
    assert (ended.code, "did you mean 'direct'" in ended.err) == (2, True)
    # Two cells that are always right differ by 0, and resampling shows no spread.
    ended = dikast("report", "runs/play", "--require", "difference[direct,consultancy]<=0.1")
    assert (ended.code, "(no interval)" in ended.out) == (5, True)
    assert dikast("report", "runs/play", "--require", "point:difference[direct,consultancy]<=0.1").code == 0


def test_scores_of_solutions_have_a_gate(dikast: Dikast, folder: Path) -> None:
    assert dikast("score", folder, "--require", "point:step_accuracy>=0.6").code == 0
    assert dikast("score", folder, "--require", "step_accuracy>=0.99").code in (4, 5)
    assert dikast("score", folder, "--require", "mr_score>=0.1").code == 5
    ended = dikast("score", folder, "--require", "step_acuracy>=0.6")
    assert (ended.code, "did you mean 'step_accuracy'" in ended.err) == (2, True)


def test_probes_have_a_gate(dikast: Dikast, tmp_path: Path) -> None:
    path = experiment(tmp_path, 12)
    arguments = ("probe", path, "--probe", "authority")
    assert dikast(*arguments, "--require", "changed[authority]<=0.3").code == 0
    assert dikast(*arguments, "--require", "flip_to_cue>=0.9").code == 4
    ended = dikast(*arguments, "--require", "changed[autority]<=0.3")
    assert (ended.code, "did you mean 'authority'" in ended.err) == (2, True)
