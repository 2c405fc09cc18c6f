"""dikast tells: right answers found blindly, of an experiment, a file and a run; and the warning in reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, write


def long_right(n: int) -> list[dict[str, Any]]:
    """Questions whose right answer is always the longer one, at either position."""
    questions = []
    for i in range(n):
        choices = ["because it rained the whole week", "since then"]
        questions.append(
            {
                "id": str(i),
                "question": f"Why {i}?",
                "choices": choices[:: 1 if i % 2 else -1],
                "answer": 0 if i % 2 else 1,
            }
        )
    return questions


def test_a_tell_is_found_in_an_experiment_a_file_and_a_run(dikast: Dikast, tmp_path: Path) -> None:
    path = write(tmp_path, long_right(50))
    assert dikast("run", path).code == 0
    found = []
    for source in (path, tmp_path / "questions.jsonl", tmp_path / "runs" / "play"):
        ended = dikast("tells", source, "--json")
        assert (ended.code, ended.err) == (0, "")
        found.append(json.loads(ended.out))
    assert found[0] == found[1] == found[2]
    length = found[0]["tells"][0]
    assert (length["features"], length["accuracy"]["value"], length["is_above_chance"]) == ("length", 1, True)


def test_the_table_says_what_gives_answers_away(dikast: Dikast, tmp_path: Path) -> None:
    write(tmp_path, long_right(50))
    lines = dikast("tells", "questions.jsonl").out.splitlines()
    assert lines[0] == "Right answers found blindly, of 50 questions; chance 0.500"
    assert lines[2].split() == ["length", "1.000", "0.88–1.00", "above", "chance"]
    assert lines[-1].startswith("the answers' length, ")


def test_reports_warn_of_it_and_not_where_there_is_none(dikast: Dikast, tmp_path: Path) -> None:
    assert dikast("run", write(tmp_path, long_right(50))).code == 0
    assert (
        "answers that give themselves away: play: by length of the answers alone, 100% of 50 right ones"
        in dikast("report", "runs/play").out
    )
    alike = [{**row, "answer": i // 2 % 2} for i, row in enumerate(rows(50))]
    assert dikast("run", write(tmp_path, alike, name="alike")).code == 0
    assert "give themselves away" not in dikast("report", "runs/alike").out


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("questions.jsonl", "at least 40 questions with choices and a known right answer are needed"),
        ("none.jsonl", "none.jsonl: no such file"),
        (".", "no run is in this folder"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(dikast: Dikast, tmp_path: Path, source: str, message: str) -> None:
    write(tmp_path, rows(3))
    ended = dikast("tells", source)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
