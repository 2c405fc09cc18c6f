"""Why judges gave no answer is shown: in the table, in the transcript, and in a report's warnings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Dikast


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ({"text": "I'm sorry, but I can't help with that."}, "2 refused"),
        ({"text": "", "thinking": "Is it A?"}, "2 only thinking"),
        ({"text": "<think>Is it A?</think>"}, "2 only thinking"),
        ({"text": " "}, "2 empty"),
    ],
)
def test_a_run_says_why_there_is_no_verdict(dikast: Dikast, tmp_path: Path, reply: dict[str, str], words: str) -> None:
    (tmp_path / "judge.yaml").write_text(json.dumps({"replies": [reply]}))
    experiment = {
        "name": "silent",
        "questions": {"library": "demo", "limit": 2},
        "protocols": ["direct"],
        "agents": {"judge": f"scripted:{tmp_path / 'judge.yaml'}"},
    }
    (tmp_path / "experiment.yaml").write_text(json.dumps(experiment))
    dikast("run", "experiment.yaml")
    shown = dikast("show", "runs/silent").out
    assert "why" in shown
    assert words in shown
    report = dikast("report", "runs/silent").out
    assert f"of the judge's last replies, {words}" in " ".join(report.split())
