"""dikast probe: an experiment probed, its tables, its JSON, and what can be wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Dikast
from tests.experiments.conftest import write
from tests.probes import judges


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    """An experiment with a judge that believes any cue unless it is warned."""
    return write(tmp_path, judges.rows(), agents={"judge": "tests.probes.judges:gullible"})


def test_each_probe_has_a_row_in_each_cell(dikast: Dikast, experiment: Path) -> None:
    ended = dikast("probe", experiment, "--probe", "authority,rhetoric", "--probe", "leading", "--mitigate", "warning")
    assert ended.code == 0, ended.err
    lines = [line.split() for line in ended.out.splitlines()]
    assert lines[1][:8] == ["protocol", "mitigation", "probe", "questions", "changed", "interval", "floor", "to"]
    table = [line[:3] for line in lines[2:10]]
    names = ["repeat", "leading", "authority", "rhetoric"]
    assert [row[1] for row in table[:4]] == names
    assert table[4:] == [["direct", "warning", name] for name in names]
    assert ["direct", "authority", "8", "1.000", "0.68–1.00", "0.000", "1.000", "0.68–1.00", "1.000"] in [
        line[:9] for line in lines
    ]
    assert "unmoved" in ended.out
    assert "Twins that suggest an answer" in ended.out
    assert "run folder: runs/play" in ended.out


def test_json_has_every_figure(dikast: Dikast, experiment: Path) -> None:
    ended = dikast("probe", experiment, "--probe", "authority,demographic,confusing-pairs", "--json")
    data = json.loads(ended.out)
    effects = {effect["probe"]: effect for effect in data["probes"]}
    assert list(effects) == ["repeat", "confusing-pairs", "authority", "demographic"]
    assert effects["authority"]["flip_to_cue"]["value"] == 1
    assert effects["authority"]["finding"] == "effect"
    assert effects["confusing-pairs"]["pairs_of"]["both_right"]["value"] == 1
    assert effects["demographic"]["groups"]["nds"]["value"] == 1
    assert (data["unfit"], data["partial"]) == ([], None)


def test_the_same_command_again_prints_the_same(dikast: Dikast, experiment: Path) -> None:
    first = dikast("probe", experiment, "--probe", "injection")
    again = dikast("probe", experiment, "--probe", "injection")
    assert (again.code, again.out) == (0, first.out)


def test_what_can_not_be_applied_is_counted(dikast: Dikast, experiment: Path) -> None:
    ended = dikast("probe", experiment, "--probe", "reference-wrong")
    row = next(line for line in ended.out.splitlines() if line.startswith("reference-wrong"))
    assert "no judge here sees the reference" in row
    assert row.split()[-1] == str(judges.N_QUESTIONS)


def test_an_estimate_counts_every_call(dikast: Dikast, experiment: Path) -> None:
    arguments = ("--probe", "rhetoric", "--mitigate", "reflect", "--again", "3")
    ended = dikast("probe", experiment, *arguments, "--estimate", "--json")
    assert ended.code == 0, ended.err
    # 1 clean, 3 repeats and 7 moves; with reflection, two calls each.
    cells = json.loads(ended.out)
    assert sorted(cell["calls"] for cell in cells) == [11 * judges.N_QUESTIONS, 22 * judges.N_QUESTIONS]
    assert not Path("runs").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "say which probes"),
        (("--probe", "authorty"), "did you mean 'authority'"),
        (("--probe", "authority", "--mitigate", "warn"), "did you mean 'warning'"),
        (("--probe", "authority", "--mitigate", "binding"), "nothing to change"),
        (("--probe", ","), "at least 1"),
        (("--probe", "a'b\"]}"), "no probe"),
    ],
)
def test_a_slip_is_said_in_one_line(dikast: Dikast, experiment: Path, arguments: tuple[str, ...], message: str) -> None:
    ended = dikast("probe", experiment, *arguments)
    assert ended.code == 2
    assert message in ended.err
    assert "Traceback" not in ended.err
    assert not Path("runs").exists()
