"""What is printed, drawn and exported of solvers of open questions."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from dikast.report import to_frame
from tests.cli.conftest import Dikast

REPLIES = {
    "replies": [
        {"contains": "never read", "text": "I would have to see. It is hard to tell. One might count them."},
        {"contains": "half", "texts": ["Answer: 4", "Answer: 5"]},
        {"contains": "<b>", "text": "Answer: <q>8</q>"},
        {"text": "2 + 2 = 4.\nAnswer: 4"},
    ]
}
QUESTIONS = [
    {"id": "sum", "question": "What is 2 + 2?", "references": ["4"]},
    {"id": "half", "question": "What is half of 8?", "references": ["4"]},
    {"id": "silent", "question": "How many are never read?", "references": ["4"]},
    {"id": "markup", "question": "What is <b>4 + 4</b>?", "references": ["eight birds"]},
]


@pytest.fixture
def run(dikast: Dikast, tmp_path: Path) -> str:
    """The output of a run of four questions with two attempts each."""
    (tmp_path / "replies.yaml").write_text(json.dumps(REPLIES))
    (tmp_path / "questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in QUESTIONS))
    experiment = {
        "name": "solve",
        "questions": {"file": "questions.jsonl"},
        "protocols": [{"use": "solver-samples", "count": 2, "as": "twice"}],
        "agents": {"solver": "scripted:replies.yaml"},
    }
    (tmp_path / "solve.yaml").write_text(json.dumps(experiment))
    ended = dikast("run", "solve.yaml", "--plain")
    assert ended.code == 0, ended.err
    return ended.out


def line_of(text: str, heading: str) -> dict[str, str]:
    """The row under the line with this heading, by column; columns are at least two blanks apart."""
    lines = text.splitlines()
    at = next(i for i, line in enumerate(lines) if heading in line)
    split = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines[at : at + 2]]
    return dict(zip(*split, strict=True))


def test_a_run_prints_its_attempts_with_what_is_unknown_and_unparsed(run: str) -> None:
    row = line_of(run, "majority right")
    assert (row["questions"], row["attempts"], row["right"], row["wrong"]) == ("4", "8", "3", "1")
    assert (row["unknown"], row["unparsed"], row["split"]) == ("2 (25%)", "2 (25%)", "1")
    assert row["accuracy"].startswith("0.750 (")
    assert row["pass@2"].startswith("1.000 (")
    assert row["majority right"].startswith("0.750 (")
    assert "Solver accuracy" in run


def test_show_and_report_print_the_same_and_have_it_as_json(run: str, dikast: Dikast) -> None:
    for command in ("show", "report"):
        assert line_of(dikast(command, "runs/solve").out, "majority right") == line_of(run, "majority right")
        (cell,) = json.loads(dikast(command, "runs/solve", "--json").out)["cells"]
        assert cell["solver"]["pass_at"]["2"]["value"] == 1
        assert cell["solver"]["accuracy"]["value"] == 0.75


def test_the_page_shows_the_attempts_and_escapes_the_answers(run: str, dikast: Dikast, tmp_path: Path) -> None:
    assert dikast("report", "runs/solve", "--html", "page.html").code == 0
    page = (tmp_path / "page.html").read_text()
    assert "Solver accuracy" in page
    assert "pass@2" in page
    assert "<q>8</q>" not in page


def test_a_transcript_has_each_attempt_and_the_majority(run: str, dikast: Dikast) -> None:
    right = dikast("transcript", "runs/solve", "twice/sum").out
    assert "solver-1 is right (proof): “4”" in right
    assert "decided: the majority, 2 of 2, is right: “4”" in right
    split = dikast("transcript", "runs/solve", "twice/half").out
    assert "solver-2 is wrong: “5”" in split
    assert "decided: the majority is split between 2 answers, 1 of 2 attempts each" in split
    silent = dikast("transcript", "runs/solve", "twice/silent").out
    assert "solver-1 is unparsed (no line `Answer: <your final answer>` in the reply)" in silent


def test_verdicts_that_cant_be_read_are_said_with_the_wanted_form(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "replies.yaml").write_text(json.dumps({"replies": [{"text": "Hm. Let me think. It is hard."}]}))
    (tmp_path / "questions.jsonl").write_text(json.dumps(QUESTIONS[0]))
    experiment = {
        "name": "solve",
        "questions": {"file": "questions.jsonl"},
        "protocols": ["solver"],
        "agents": {"solver": "scripted:replies.yaml"},
    }
    (tmp_path / "solve.yaml").write_text(json.dumps(experiment))
    ended = dikast("run", "solve.yaml", "--plain")
    assert ended.code == 1
    assert "wanted: the final answer on a last line, `Answer: <your final answer>`" in ended.err
    assert "Let me think" in ended.err


def test_a_frame_and_exports_have_the_attempts(run: str, dikast: Dikast, tmp_path: Path) -> None:
    folder = RunFolder.open(tmp_path / "runs" / "solve")
    frame = to_frame(folder.path).set_index("question")
    assert frame.loc["half", ["attempts", "right", "wrong", "majority"]].tolist() == [2, 1, 1, "split"]
    assert frame.loc["sum", "credit"] == 1
    dikast("export", "runs/solve", "--format", "inspect")
    log = zipfile.ZipFile(tmp_path / "runs" / "solve" / "inspect.eval")
    sample = json.loads(log.read("samples/twice/sum_epoch_1.json"))
    assert sample["target"] == "4"
    assert sample["scores"]["judge"]["answer"] == "4"
    assert "solver-1 is right: 4" in sample["output"]["completion"]


def test_a_question_without_references_is_refused_with_its_place(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "replies.yaml").write_text(json.dumps(REPLIES))
    (tmp_path / "questions.jsonl").write_text(json.dumps({"id": "open", "question": "What is it?"}))
    experiment = "name: solve\nquestions: {file: questions.jsonl}\nprotocols:\n  - solver\nagents:\n  solver: scripted:replies.yaml\n"
    (tmp_path / "solve.yaml").write_text(experiment)
    ended = dikast("run", "solve.yaml")
    assert ended.code == 2
    assert "solve.yaml:4" in ended.err
    assert "question 'open' has no references" in ended.err
    (tmp_path / "solve.yaml").write_text(f"{experiment}swap: both\n")
    (tmp_path / "questions.jsonl").write_text(json.dumps(QUESTIONS[0]))
    assert "solver verifies answers: no answers to swap" in dikast("run", "solve.yaml").err


def test_a_solver_is_not_probed(dikast: Dikast, tmp_path: Path) -> None:
    """It judges nothing, so that every probe would leave it unmoved."""
    (tmp_path / "replies.yaml").write_text(json.dumps(REPLIES))
    experiment = {
        "name": "probe",
        "questions": {"library": "demo", "limit": 2},
        "protocols": ["solver"],
        "agents": {"solver": "scripted:replies.yaml"},
        "probe": {"names": ["authority"]},
    }
    (tmp_path / "probe.yaml").write_text(json.dumps(experiment))
    ended = dikast("probe", "probe.yaml")
    assert ended.code == 2
    assert "solver verifies answers, and a probe changes what is judged" in ended.err
