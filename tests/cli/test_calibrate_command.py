"""dikast calibrate: the thresholds of a cascade from runs of both judges."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, write

QUESTIONS = rows(4)


@pytest.fixture
def played(dikast: Dikast, tmp_path: Path) -> Path:
    """One run in which a small and a strong judge answer the same questions."""
    small = 'replies: [{text: "Answer: {\\"A\\": 0.6, \\"B\\": 0.4}"}]'
    strong = 'replies: [{text: "Answer: {\\"A\\": 0.9, \\"B\\": 0.1}"}]'
    (tmp_path / "small.yaml").write_text(small)
    (tmp_path / "strong.yaml").write_text(strong)
    agents = {"judge": ["scripted:small.yaml", "scripted:strong.yaml"]}
    protocols = [{"use": "direct", "route": "probabilities"}]
    experiment = write(tmp_path, QUESTIONS, protocols=protocols, agents=agents)
    ended = dikast("run", experiment)
    assert ended.code == 0, ended.err
    return tmp_path


def test_the_table_of_thresholds(dikast: Dikast, played: Path) -> None:
    ended = dikast("calibrate", "runs/play", "--small", "small", "--strong", "strong")
    assert (ended.code, ended.err) == (0, "")
    lines = [line.split() for line in ended.out.splitlines()]
    assert ["small", "alone", "0", "–", "0.500", "0.00–1.00", "1.00", "0.000000"] in lines
    assert ["0", "*", "0.000", "–", "0.500", "0.00–1.00", "1.00", "0.000000"] in lines
    assert ["1", "1.000", "–", "0.500", "0.00–1.00", "2.00", "0.000000"] in lines


def test_json_has_all_numbers(dikast: Dikast, played: Path) -> None:
    ended = dikast("calibrate", "runs/play", "--small", "small", "--strong", "strong", "--json")
    data = json.loads(ended.out)
    assert [point["p_below"] for point in data["points"]] == [0.0, 0.6, 1.0]
    assert (data["best"], data["n"]) == (0.0, 4)


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (("--small", "medium"), "no judge 'medium'"),
        (("--small", "s"), "write more of it"),
        (("--small", "small", "--strong", "small"), "needs two judges"),
    ],
)
def test_names_that_fit_no_judge_are_bad_input(
    dikast: Dikast, played: Path, arguments: tuple[str, ...], fault: str
) -> None:
    ended = dikast("calibrate", "runs/play", *arguments)
    assert ended.code == 2
    assert fault in ended.err


def test_one_judge_is_no_cascade(dikast: Dikast, tmp_path: Path) -> None:
    assert dikast("run", write(tmp_path, QUESTIONS)).code == 0
    ended = dikast("calibrate", "runs/play")
    assert ended.code == 2
    assert "name two judges" in ended.err
