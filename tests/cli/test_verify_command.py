"""`dikast verify`: one row out for every good row in, in order; bad rows are named, and the exit code is 2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dikast.cli.verify_command import app

runner = CliRunner()


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_answers_come_out_in_the_order_of_the_file(tmp_path: Path) -> None:
    file, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    file.write_text(
        "".join(json.dumps({"id": i, "reference": "0.5 m", "answer": f"{i} cm"}) + "\n" for i in range(49, 52))
    )
    result = runner.invoke(app, ["answers", str(file), "--out", str(out)])
    assert result.exit_code == 0, result.output
    results = rows(out.read_text())
    assert [(r["id"], r["status"]) for r in results] == [(49, "refuted"), (50, "verified"), (51, "refuted")]
    assert set(results[0]) == {"id", "status", "strength", "method", "reason", "evidence", "ms"}


def test_steps_of_whole_solutions(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(
        json.dumps({"id": "a", "problem": "", "steps": ["3x + 5 = 20", "So 3x = 25.", "We are done."]})
        + "\n\n"
        + json.dumps({"id": "b", "step": "2 + 2 = 4", "context": [], "category": "ignored"})
        + "\n"
    )
    result = runner.invoke(app, ["steps", str(file)])
    assert result.exit_code == 0, result.output
    first, second = rows(result.stdout)
    assert [s["status"] for s in first["steps"]] == ["unknown", "refuted", "unknown"]
    assert second["steps"][0]["claims"][0]["text"] == "2 + 2 = 4"


def test_bad_lines_are_named_and_good_ones_are_checked(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(
        '{"id": 1, "reference": "1", "answer": "1"}\n{"id": 2, "reference": "1"}\nno JSON\n'
        '{"id": 3, "reference": "1", "answer": "2"}\n'
    )
    result = runner.invoke(app, ["answers", str(file)])
    assert result.exit_code == 2
    assert [r["id"] for r in rows(result.stdout)] == [1, 3]
    assert f"{file}:2" in result.stderr
    assert "answer" in result.stderr


def test_a_row_without_a_reference_or_a_step_is_a_bad_line(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": 1, "reference": [], "answer": "1"}\n{"id": 2, "reference": ["1"], "answer": "1"}\n')
    result = runner.invoke(app, ["answers", str(file)])
    assert (result.exit_code, [r["id"] for r in rows(result.stdout)]) == (2, [2])
    assert f"{file}:1" in result.stderr
    file.write_text('{"id": 1}\n{"id": 2, "step": "1 = 1", "steps": ["2 = 2"]}\n{"id": 3, "steps": []}\n')
    result = runner.invoke(app, ["steps", str(file)])
    assert (result.exit_code, [r["id"] for r in rows(result.stdout)]) == (2, [3])
    assert f"{file}:1" in result.stderr
    assert f"{file}:2" in result.stderr


def test_half_a_surrogate_pair_is_a_bad_line(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": "\\ud800", "reference": "1", "answer": "1"}\n{"id": 2, "reference": "1", "answer": "1"}\n')
    result = runner.invoke(app, ["answers", str(file)])
    assert (result.exit_code, [r["id"] for r in rows(result.stdout)]) == (2, [2])
    assert f"{file}:1" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"id": 1, "reference": "1", "answer": "1"}\n' * 3)
    result = runner.invoke(app, ["answers", str(file), "--out", "/dev/full"])
    assert str(result.exception) == "/dev/full: nothing can be written here: No space left on device"
