"""dikast new: what it writes works as it is, with its test, and nothing is overwritten."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from dikast.cli.starter_files import STARTER_KINDS, StarterKind
from tests.cli.conftest import Dikast

ASK = ("ask", "Which is heavier?", "--choice", "the water", "--choice", "the oil")


@pytest.mark.parametrize("kind", STARTER_KINDS)
def test_the_test_that_is_written_passes(dikast: Dikast, tmp_path: Path, kind: StarterKind) -> None:
    ended = dikast("new", kind, "my-first")
    assert ended.code == 0
    assert sorted(path.name for path in tmp_path.glob("*my_first*")) == sorted(
        line.removeprefix("wrote ") for line in ended.out.splitlines()[:2]
    )
    assert "next: python -m pytest test_my_first.py" in ended.out
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_my_first.py"]
    tested = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=100)
    assert tested.returncode == 0, tested.stdout


@pytest.mark.parametrize("kind", ["agent", "judge"])
def test_the_next_command_asks_the_agent(dikast: Dikast, kind: StarterKind) -> None:
    dikast("new", kind, "mine")
    name = "./mine.py:mine"
    options = {
        "agent": ("--protocol", "debate", "--debater", name, "--judge", name),
        "judge": ("--protocol", "direct", "--judge", name, "--swap"),
    }
    ended = dikast(*ASK, *options[kind])
    assert (ended.code, "decided: “the water”" in ended.out) == (0, True)


def test_the_protocol_runs_in_an_experiment(dikast: Dikast, tmp_path: Path) -> None:
    dikast("new", "protocol", "duel")
    dikast("new", "agent", "player")
    question = '{"id": "1", "question": "How many?", "choices": ["17", "18"], "answer": 1, "source": "Eighteen."}\n'
    (tmp_path / "questions.jsonl").write_text(question)
    agents = dict.fromkeys(("debater", "judge"), "./player.py:player")
    experiment = {
        "name": "duels",
        "questions": {"file": "questions.jsonl"},
        "protocols": ["./duel.yaml"],
        "agents": agents,
    }
    (tmp_path / "duels.yaml").write_text(yaml.safe_dump(experiment))
    assert dikast("run", "duels.yaml", "--plain").code == 0
    assert "alice" in dikast("transcript", "runs/duels", "duel/1").out


def test_a_grade_by_the_rubric(dikast: Dikast, tmp_path: Path) -> None:
    dikast("new", "rubric", "points")
    solution = '{"id": "1", "problem": "How much is 2 + 3?", "steps": ["2 + 3 = 5"], "answer": "5", "reference": "5"}\n'
    (tmp_path / "solutions.jsonl").write_text(solution)
    ended = dikast("grade", "solutions.jsonl", "--judge", "none", "--rubric", "points.yaml")
    assert ended.code == 0, ended.err
    assert "Reasoning Error" in dikast("rubrics", "show", "points.yaml", "--table").out


@pytest.mark.parametrize("taken", ["mine.py", "test_mine.py"])
def test_nothing_is_overwritten(dikast: Dikast, tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).write_text("mine")
    ended = dikast("new", "agent", "mine")
    assert ended.code == 2
    assert f"{taken}: is there already" in ended.err
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [(taken, "mine")]


@pytest.mark.parametrize("name", ["", "../mine", "9lives", "a b", "class", "{{ 7*7 }}", "x" * 65, "ü"])
def test_what_is_no_name_is_refused(dikast: Dikast, tmp_path: Path, name: str) -> None:
    ended = dikast("new", "agent", name)
    assert (ended.code, list(tmp_path.iterdir())) == (2, [])
    assert "is no name" in ended.err


@pytest.mark.parametrize("name", ["json", "dikast", "pytest"])
def test_a_module_that_is_there_is_not_hidden(dikast: Dikast, tmp_path: Path, name: str) -> None:
    ended = dikast("new", "agent", name)
    assert (ended.code, list(tmp_path.iterdir())) == (2, [])
    assert "is the name of a module" in ended.err


def test_another_folder_is_made(dikast: Dikast, tmp_path: Path) -> None:
    ended = dikast("new", "judge", "mine", "--out", "my judges")
    assert ended.code == 0
    assert (tmp_path / "my judges" / "mine.py").is_file()
    assert "next: cd 'my judges' && python -m pytest test_mine.py" in ended.out


def test_a_folder_that_cannot_be_written_is_refused(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert dikast("new", "judge", "mine", "--out", "file/below").code == 2
