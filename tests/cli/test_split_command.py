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


def test_without_a_model_paragraphs_are_steps(dikast: Dikast, rows: Path) -> None:
    ended = dikast("split", str(rows))
    assert ended.code == 0
    row = json.loads(ended.out)
    assert row["steps"] == ["First we add: 2 + 3 = 5. Then we double it: 10.", "So the answer is 10."]
    assert "solution" not in row
    assert row["reference"] == "10"


def test_the_steps_of_a_model_are_used_if_it_changed_nothing(dikast: Dikast, rows: Path, tmp_path: Path) -> None:
    steps = ["First we add: 2 + 3 = 5.", "Then we double it: 10.", "So the answer is 10."]
    ended = dikast("split", str(rows), "--by", scripted(tmp_path, json.dumps({"steps": steps})))
    assert json.loads(ended.out)["steps"] == steps
    assert ended.err == ""


@pytest.mark.parametrize(
    "steps", [["First we add: 2 + 3 = 6.", "Then we double it: 10.", "So the answer is 10."], ["2 + 3 = 5"], [], [3]]
)
def test_the_steps_of_a_model_are_refused_if_it_changed_the_text(
    dikast: Dikast, rows: Path, tmp_path: Path, steps: list[object]
) -> None:
    ended = dikast("split", str(rows), "--by", scripted(tmp_path, json.dumps({"steps": steps})))
    assert len(json.loads(ended.out)["steps"]) == 2
    assert "1 of 1 solutions came back changed" in ended.err


def test_rows_with_steps_stay_as_they_are_and_bad_rows_are_named(dikast: Dikast, tmp_path: Path) -> None:
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
    ended = dikast("split", str(rows))
    assert (ended.code, ended.out) == (2, "")
    assert "rows.jsonl:1: not JSON: '\\ud800' is half a character" in ended.err


def test_an_output_folder_must_exist(dikast: Dikast, rows: Path, tmp_path: Path) -> None:
    ended = dikast("split", str(rows), "--out", str(tmp_path / "nowhere" / "out.jsonl"))
    assert ended.code == 2
    assert "nowhere: there is no such folder to write to" in ended.err


def several(folder: Path, *extra: dict[str, object]) -> Path:
    """Four rows, and the extra ones."""
    path = folder / "several.jsonl"
    rows = [{"id": i, "problem": f"problem {i}", "solution": SOLUTION} for i in range(4)]
    path.write_text("".join(json.dumps(row) + "\n" for row in [*rows, *extra]))
    return path


def test_after_a_failure_the_rows_so_far_are_written_and_the_others_can_follow(dikast: Dikast, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    ended = dikast("split", several(tmp_path), "--by", "tests.cli.test_split_command:fails_on_the_last", "--out", out)
    assert ended.code == 1
    assert "RuntimeError: no such problem" in ended.err
    assert "3 of 4 rows have steps; the others are as they were: split what was written to go on" in ended.err
    written = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["id"] for row in written] == [0, 1, 2, 3]
    assert ["steps" in row for row in written] == [True, True, True, False]
    assert written[3]["solution"] == SOLUTION
    again = dikast("split", out, "--by", scripted(tmp_path, json.dumps({"steps": [SOLUTION]})))
    assert [len(json.loads(line)["steps"]) for line in again.out.splitlines()] == [2, 2, 2, 1], (
        "the model is asked about one row only"
    )


def test_after_ctrl_c_the_rows_so_far_are_written(dikast: Dikast, tmp_path: Path) -> None:
    ended = dikast("split", several(tmp_path), "--by", "tests.cli.test_split_command:interrupts_on_the_last")
    assert ended.code == 130
    assert ["steps" in json.loads(line) for line in ended.out.splitlines()] == [True, True, True, False]
    assert "3 of 4 rows have steps" in ended.err


def test_rows_and_output_are_checked_before_any_call(dikast: Dikast, tmp_path: Path) -> None:
    bad = dikast("split", several(tmp_path, {"id": 4}), "--by", "tests.cli.test_split_command:must_not_be_asked")
    assert (bad.code, bad.out) == (2, "")
    assert "several.jsonl:5, solution: the text of a solution is needed" in bad.err
    place = dikast(
        "split", several(tmp_path), "--by", "tests.cli.test_split_command:must_not_be_asked", "--out", tmp_path
    )
    assert (place.code, place.out) == (2, "")
    assert f"{tmp_path}: nothing can be written here: it is a folder" in place.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_rows_are_printed_if_the_disk_is_full(dikast: Dikast, rows: Path) -> None:
    ended = dikast("split", rows, "--out", "/dev/full")
    assert (ended.code, len(json.loads(ended.out)["steps"])) == (2, 2)
    assert "/dev/full: nothing can be written here, so it was printed: No space left on device" in ended.err


async def _split(request: Request) -> str:
    return json.dumps({"steps": SOLUTION.split("\n\n")})


async def fails_on_the_last(request: Request) -> str:
    if request.question.text == "problem 3":
        await asyncio.sleep(0.1)
        raise RuntimeError("no such problem")
    return await _split(request)


async def interrupts_on_the_last(request: Request) -> str:
    if request.question.text == "problem 3":
        await asyncio.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(3600)
    return await _split(request)


async def must_not_be_asked(request: Request) -> str:
    raise AssertionError
