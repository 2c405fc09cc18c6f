"""What people decided after a run, on the command line: shown and exported by default, and no part of a judge's score."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from dikast.records import Override, OverridePlace
from tests.cli.conftest import Dikast

ROWS = [
    {
        "id": "a",
        "problem": "What is 2 + 3 · 4?",
        "steps": ["3 * 4 = 12", "2 + 12 = 15"],
        "reference": "14",
        "author": "-Ann",
    },
    {"id": "b", "problem": "What is 2 + 3?", "steps": ["2 + 3 = 5"], "reference": "5"},
]


@pytest.fixture
def graded(dikast: Dikast, tmp_path: Path) -> Path:
    """Two solutions that the verifier graded, and a teacher's decisions about the first."""
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    assert dikast("grade", "rows.jsonl", "--judge", "none", "--out", "run").code == 0
    store = RunFolder.open(tmp_path / "run").overrides
    place = OverridePlace(episode="process-verifier/a", about="step", step=1)
    store.add(Override(by="Kim", places=(place,), label="correct", comment="a slip of the pen"), 0)
    whole = OverridePlace(episode="process-verifier/a", about="whole")
    store.add(Override(by="Kim", places=(whole,), value=0.75), 1)
    return tmp_path / "run"


def test_a_transcript_and_the_table_of_grades_show_them(dikast: Dikast, graded: Path) -> None:
    text = dikast("transcript", "run", "a").out
    assert "✓ step 2: correct, decided by person" in text
    assert "Kim decided so" in text
    assert "why: a slip of the pen" in text
    table = dikast("grade", "rows.jsonl", "--judge", "none", "--out", "run").out
    assert next(line for line in table.splitlines() if line.startswith("a ")).split()[-1] == "0.75"


def test_the_record_itself_is_as_the_run_left_it(dikast: Dikast, graded: Path) -> None:
    record = json.loads(dikast("transcript", "run", "a", "--json").out)
    assert record["verdict"]["grading"]["steps"][1]["label"] == "incorrect"


def test_they_are_exported(dikast: Dikast, graded: Path) -> None:
    assert "grades.csv: 2 solutions" in dikast("export", "run", "--format", "grades").out
    assert "overrides.jsonl: 2 decisions" in dikast("export", "run", "--format", "overrides").out
    table = (graded / "grades.csv").read_text(encoding="utf-8-sig")
    assert "'-Ann" in table
    assert ",0.75," in table


def test_a_judge_is_scored_by_them_if_asked(dikast: Dikast, graded: Path) -> None:
    """`score` alone tells how; the marks are then the only people's labels."""
    assert dikast("export", "run", "--format", "marks").code == 0
    scored = dikast("score", "run", "--labels", "run/marks.jsonl")
    assert scored.code == 0
    assert "--format marks" in scored.err


def test_decisions_that_can_not_be_read_are_told_in_a_line(dikast: Dikast, graded: Path) -> None:
    (graded / "overrides.sqlite").write_text("no database " * 99)
    failed = dikast("transcript", "run", "a")
    assert failed.code == 2
    assert "people's decisions can't be read" in failed.err
