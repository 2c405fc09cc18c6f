"""A failure in one's own agent keeps its traceback, and the run says how to see it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from dikast.records import Failure
from tests.cli.conftest import Dikast

BROKEN = """
def weigh(number):
    return 1 / number

async def judge(request):
    try:
        weigh(0)
    except ZeroDivisionError as error:
        raise ValueError("no weight" + "!" * {n_marks}) from error
"""


def run_broken(folder: Path, dikast: Dikast, name: str, n_marks: int = 1) -> tuple[str, Failure]:
    """Runs one question with an agent that fails: what the run printed, and the record of the failure."""
    (folder / f"{name}.py").write_text(BROKEN.format(n_marks=n_marks))
    (folder / "q.jsonl").write_text(json.dumps({"id": "q", "question": "?", "choices": ["a", "b"], "answer": 0}))
    experiment = {"name": "x", "questions": {"file": "q.jsonl"}, "protocols": ["direct"]}
    experiment["agents"] = {"judge": f"{name}:judge"}
    (folder / "x.yaml").write_text(yaml.safe_dump(experiment))
    ended = dikast("run", "x.yaml", "--out", "my run")
    assert ended.code == 1
    return ended.out, Failure.model_validate_json(dikast("transcript", "my run", "direct/q", "--json").out)


def test_the_traceback_is_said_to_exist_and_shown_on_request(tmp_path: Path, dikast: Dikast) -> None:
    said, _ = run_broken(tmp_path, dikast, "broken_judge_shown")
    assert "its traceback: dikast transcript 'my run' direct/q --errors" in said
    assert "Traceback" not in said
    shown = dikast("transcript", "my run", "direct/q", "--errors").out
    assert shown.startswith("direct/q failed: judge: PermanentError: ValueError: no weight!\n")
    assert "in weigh\n    return 1 / number" in shown
    assert "direct cause" in shown
    assert shown.rstrip().endswith("ValueError: no weight!")
    assert "dikast/agents" not in shown, "the engine's own frames are left out"
    assert "Traceback" not in dikast("transcript", "my run", "direct/q").out


def test_a_long_traceback_is_cut_in_its_middle(tmp_path: Path, dikast: Dikast) -> None:
    _, failure = run_broken(tmp_path, dikast, "broken_judge_long", n_marks=20_000)
    assert len(failure.traceback) < 8_100
    assert "characters are left out" in failure.traceback
    assert failure.traceback.endswith("!!!")


@pytest.mark.parametrize("traceback", ["", "Traceback…"])
def test_older_records_of_failures_are_read_and_a_failure_without_traceback_is_written_as_before(
    traceback: str,
) -> None:
    fields = {"id": "e", "question_id": "q", "protocol_name": "p", "seat": "judge", "error": "E", "message": "m"}
    if traceback:
        fields["traceback"] = traceback
    assert json.loads(Failure.model_validate(fields).model_dump_json()) == fields
