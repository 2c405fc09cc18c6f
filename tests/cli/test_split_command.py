"""dikast split: rows with a solution in free form come back with its steps, and nothing in them is changed."""

import asyncio
import json
import os
import signal
from pathlib import Path

import pytest

from dikast import Request
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


def several(folder: Path, *extra: dict[str, object]) -> Path:
    """Four rows, and what else is given."""
    path = folder / "several.jsonl"
    rows = [{"id": i, "problem": f"problem {i}", "solution": SOLUTION} for i in range(4)]
    path.write_text("".join(json.dumps(row) + "\n" for row in [*rows, *extra]))
    return path


def test_what_was_paid_for_is_kept_when_a_model_fails_and_the_rest_goes_on_from_there(
    dikast: Dikast, tmp_path: Path
) -> None:
    out = tmp_path / "out.jsonl"
    done = dikast("split", several(tmp_path), "--by", "tests.cli.test_split_command:fails_on_the_last", "--out", out)
    assert done.code == 1
    assert "RuntimeError: no such problem" in done.err
    assert "3 of 4 rows have steps; the others are as they were: split what was written to go on" in done.err
    held = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["id"] for row in held] == [0, 1, 2, 3]
    assert ["steps" in row for row in held] == [True, True, True, False]
    assert held[3]["solution"] == SOLUTION
    again = dikast("split", out, "--by", scripted(tmp_path, json.dumps({"steps": [SOLUTION]})))
    assert [len(json.loads(line)["steps"]) for line in again.out.splitlines()] == [2, 2, 2, 1], "asked about one alone"


def test_ctrl_c_keeps_what_was_parted(dikast: Dikast, tmp_path: Path) -> None:
    done = dikast("split", several(tmp_path), "--by", "tests.cli.test_split_command:interrupts_on_the_last")
    assert done.code == 130
    assert ["steps" in json.loads(line) for line in done.out.splitlines()] == [True, True, True, False]
    assert "3 of 4 rows have steps" in done.err


def test_no_model_is_paid_before_all_rows_and_the_place_are_known_to_be_good(dikast: Dikast, tmp_path: Path) -> None:
    bad = dikast("split", several(tmp_path, {"id": 4}), "--by", "tests.cli.test_split_command:must_not_be_asked")
    assert (bad.code, bad.out) == (2, "")
    assert "several.jsonl:5, solution: the text of a solution is needed" in bad.err
    place = dikast(
        "split", several(tmp_path), "--by", "tests.cli.test_split_command:must_not_be_asked", "--out", tmp_path
    )
    assert (place.code, place.out) == (2, "")
    assert f"{tmp_path}: nothing can be written here: it is a folder" in place.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_what_has_no_room_in_a_file_is_printed(dikast: Dikast, rows: Path) -> None:
    done = dikast("split", rows, "--out", "/dev/full")
    assert (done.code, len(json.loads(done.out)["steps"])) == (2, 2)
    assert "/dev/full: nothing can be written here, so it was printed: No space left on device" in done.err


async def _parted(request: Request) -> str:
    return json.dumps({"steps": SOLUTION.split("\n\n")})


async def fails_on_the_last(request: Request) -> str:
    if request.question.text == "problem 3":
        await asyncio.sleep(0.1)
        raise RuntimeError("no such problem")
    return await _parted(request)


async def interrupts_on_the_last(request: Request) -> str:
    if request.question.text == "problem 3":
        await asyncio.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(3600)
    return await _parted(request)


async def must_not_be_asked(request: Request) -> str:
    raise AssertionError
