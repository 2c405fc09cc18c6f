"""dikast split: rows with a solution in free form come back with its steps, and nothing in them is changed."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Dikast

SOLUTION = "First we add: 2 + 3 = 5. Then we double it: 10.\n\nSo the answer is 10."


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"id": "a", "problem": "?", "solution": SOLUTION, "reference": "10"}) + "\n")
    return path


def scripted(folder: Path, *texts: str) -> str:
    (folder / "script.yaml").write_text(json.dumps({"replies": [{"text": text} for text in texts]}))
    return f"scripted:{folder / 'script.yaml'}"


def test_without_a_model(dikast: Dikast, rows: Path) -> None:
    done = dikast("split", str(rows))
    assert done.code == 0
    row = json.loads(done.out)
    assert row["steps"] == ["First we add: 2 + 3 = 5. Then we double it: 10.", "So the answer is 10."]
    assert "solution" not in row
    assert row["reference"] == "10"


def test_a_models_steps_are_taken_where_it_changed_nothing(dikast: Dikast, rows: Path, tmp_path: Path) -> None:
    steps = ["First we add: 2 + 3 = 5.", "Then we double it: 10.", "So the answer is 10."]
    done = dikast("split", str(rows), "--by", scripted(tmp_path, json.dumps({"steps": steps})))
    assert json.loads(done.out)["steps"] == steps
    assert done.err == ""


@pytest.mark.parametrize(
    "steps", [["First we add: 2 + 3 = 6.", "Then we double it: 10.", "So the answer is 10."], ["2 + 3 = 5"], [], [3]]
)
def test_what_a_model_changed_is_not_taken(dikast: Dikast, rows: Path, tmp_path: Path, steps: list[object]) -> None:
    done = dikast("split", str(rows), "--by", scripted(tmp_path, json.dumps({"steps": steps})))
    assert len(json.loads(done.out)["steps"]) == 2
    assert "1 of 1 solutions came back changed" in done.err


def test_rows_that_have_steps_stay_as_they_are_and_faults_are_placed(dikast: Dikast, tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text('{"id": "a", "steps": ["One."]}\n')
    assert json.loads(dikast("split", str(path)).out) == {"id": "a", "steps": ["One."]}
    path.write_text('{"id": "a"}\n')
    bad = dikast("split", str(path))
    assert bad.code == 2
    assert "rows.jsonl:1, solution: the text of a solution is needed" in bad.err
    path.write_text("\n")
    assert dikast("split", str(path)).code == 2


def test_half_a_character_is_a_bad_line(dikast: Dikast, rows: Path) -> None:
    rows.write_text('{"solution": "First \\ud800 we add. Then we stop."}\n')
    done = dikast("split", str(rows))
    assert (done.code, done.out) == (2, "")
    assert "rows.jsonl:1: not JSON: '\\ud800' is half a character" in done.err


def test_a_place_that_can_not_be_written(dikast: Dikast, rows: Path, tmp_path: Path) -> None:
    done = dikast("split", str(rows), "--out", str(tmp_path / "nowhere" / "out.jsonl"))
    assert done.code == 2
    assert "nowhere: there is no such folder to write to" in done.err
