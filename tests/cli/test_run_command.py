"""dikast run and dikast show: results on stdout, progress on stderr, and an exit code for how the run ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, seated, write


@pytest.fixture
def experiment(tmp_path: Path) -> Path:
    """The file of an experiment with 4 direct answers and 8 consultancies."""
    return write(tmp_path, rows(4), protocols=["direct", "consultancy"], agents=seated("judge", "consultant"))


def test_a_run_prints_its_table_and_its_folder(dikast: Dikast, experiment: Path) -> None:
    ended = dikast("run", experiment)
    assert ended.code == 0
    lines = [line.rstrip() for line in ended.out.splitlines()]
    assert lines[0] == "Judge accuracy, with its 95 % interval"
    assert lines[1].split()[:6] == ["protocol", "questions", "accuracy", "interval", "Brier", "unparsed"]
    assert lines[2].split()[:9] == ["direct", "4", "0.500", "0.15–0.85", "0.500", "0", "4", "4", "–"]
    assert lines[3].split()[:9] == ["consultancy", "4", "0.500", "0.15–0.85", "0.500", "0", "8", "48", "–"]
    assert "consultancy  0.500 of 4  0.500 of 4" in lines
    assert lines[-1] == "run folder: runs/play"
    assert "12/12" in ended.err


def test_each_verdict_is_a_line_as_it_comes(dikast: Dikast, experiment: Path) -> None:
    ended = dikast("run", experiment, "--each", "--plain", "--only", "protocol=direct")
    lines = [line for line in ended.err.splitlines() if "direct/" in line]
    assert len(lines) == 4
    assert {line.split()[0] for line in lines} == {"right", "wrong"}
    assert lines[-1].endswith("(direct so far: 2 of 4 right)")
    assert "direct/" not in dikast("run", experiment, "--plain", "--out", "runs/quiet").err


def test_the_same_command_again_runs_nothing_and_prints_the_same(dikast: Dikast, experiment: Path) -> None:
    first = dikast("run", experiment)
    again = dikast("run", experiment)
    assert (again.code, again.out) == (0, first.out)


def test_another_experiment_of_the_same_name_gets_a_folder_of_its_own(dikast: Dikast, experiment: Path) -> None:
    dikast("run", experiment)
    assert dikast("run", experiment, "--set", "seed=1").out.rstrip().endswith("runs/play-2")
    assert dikast("run", experiment, "--set", "seed=2").out.rstrip().endswith("runs/play-3")
    assert dikast("run", experiment, "--set", "seed=1").out.rstrip().endswith("runs/play-2")
    assert dikast("run", experiment, "--set", "seed=1", "--out", "runs/play").code == 2


def test_json_is_all_that_is_on_stdout(dikast: Dikast, experiment: Path) -> None:
    ended = dikast("run", experiment, "--json", "--limit", "3")
    data = json.loads(ended.out)
    assert set(data) == {"folder", "cells", "sides", "failures"}
    assert [(cell["protocol"], cell["questions"], cell["episodes"]) for cell in data["cells"]] == [
        ("direct", 3, 3), ("consultancy", 3, 6),
    ]  # fmt: skip
    assert json.loads(dikast("show", "runs/play", "--json").out) == data


def test_failed_episodes_are_listed_and_the_exit_code_is_1(dikast: Dikast, tmp_path: Path) -> None:
    agent = {"judge": "tests.experiments.agents:breaks_on_two"}
    ended = dikast("run", write(tmp_path, rows(4), agents=agent))
    assert ended.code == 1
    assert "failed: direct/2: judge: PermanentError: KeyError: 'two'\n" in ended.out
    assert "1 failed" in ended.err
    shown = dikast("show", "runs/play")
    assert (shown.code, shown.out) == (0, ended.out)
    assert json.loads(dikast("show", "runs/play", "--json").out)["failures"] == [
        {"id": "direct/2", "error": "judge: PermanentError: KeyError: 'two'"}
    ]
    assert dikast("transcript", "runs/play", "direct/2").out == (
        "direct/2 failed: judge: PermanentError: KeyError: 'two'\n"
    )


def test_of_many_failures_five_are_printed(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "none.yaml").write_text("replies: [{role: nobody, text: x}]\n")
    out = dikast("run", write(tmp_path, rows(9), agents={"judge": "scripted:none.yaml"})).out
    assert out.count("failed: direct/") == 5
    assert "… and 4 more failed; `dikast show DIR --json` lists them" in out


def test_one_ctrl_c_finishes_the_episodes_in_progress(dikast: Dikast, tmp_path: Path) -> None:
    agent = {"judge": "tests.experiments.agents:interrupts_once"}
    ended = dikast("run", write(tmp_path, rows(5), agents=agent, limits={"concurrency": 2}))
    assert (ended.code, ended.out) == (130, "")
    assert "finishing the episodes under way; Ctrl-C again leaves them" in ended.err
    message = "stopped: 2 of 5 episodes are kept in runs/play; the same command goes on from there"
    assert message in " ".join(ended.err.split())
    assert dikast("transcript", "runs/play").out == "direct/0\tdecided\ndirect/1\tdecided\n"
    assert dikast("run", "play.yaml").code == 0


def test_two_ctrl_c_drop_the_episodes_in_progress(dikast: Dikast, tmp_path: Path) -> None:
    agent = {"judge": "tests.experiments.agents:interrupts"}
    ended = dikast("run", write(tmp_path, rows(3), agents=agent, limits={"concurrency": 1}))
    assert (ended.code, ended.out) == (130, "")
    message = "stopped: 1 of 3 episodes are kept in runs/play; the same command goes on from there"
    assert message in " ".join(ended.err.split())
    assert dikast("transcript", "runs/play").out == "direct/0\tdecided\n"


def test_markup_and_control_characters_in_a_label_do_nothing(dikast: Dikast, tmp_path: Path) -> None:
    """Brackets are no markup, and an escape sequence is no command to the terminal."""
    uses = [{"use": "direct", "as": "[/red]x"}, {"use": "direct", "as": "[bold]y\x1b[31m :smile:"}]
    ended = dikast("run", write(tmp_path, rows(1), protocols=uses))
    assert ended.code == 0
    assert "[/red]x" in ended.out
    assert "[bold]y?[31m :smile:" in ended.out


def test_in_a_pipe_no_long_name_is_cut(dikast: Dikast, tmp_path: Path) -> None:
    label = "a very long name " * 12
    ended = dikast("run", write(tmp_path, rows(1), protocols=[{"use": "direct", "as": label.strip()}]))
    assert label.strip() in ended.out
    assert "…" not in ended.out
