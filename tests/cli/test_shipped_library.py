"""Every rubric and every protocol that comes with Dikast works from end to end, by `dikast grade` and `dikast run`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.protocols import AcceptMove, load_protocol, protocol_names
from dikast.rubrics import load_rubric, rubric_names
from tests.cli.conftest import Dikast
from tests.graphs.test_information_flow import READABLE

PROCESS = [name for name in protocol_names() if load_protocol(name).grade is not None]
# Claims are held against a source and steps against a solution, and the demo's questions have neither: for these see
# tests/graphs/test_checking_claims.py and test_crediting_reasoning.py.
OTHERS = [name for name in protocol_names() if name not in (*PROCESS, "judge-claims", "judge-reference-steps")]
STEPS = ("3 boxes hold 3 * 12 = 36 eggs.", "36 - 4 = 32 eggs are left.")
ROW = {"id": "eggs", "problem": "12 eggs in a box: 3 boxes, less 4?", "steps": STEPS, "reference": "32", "answer": "32"}


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps(ROW) + "\n")
    return path


def label(step: int, **fields: Any) -> dict[str, Any]:
    return {"step": step, "label": "correct", "p_correct": 0.9, "error": None, "why": "", "fix": "", **fields}


def judge(folder: Path, labels: str) -> str:
    """A judge that solves, accuses, asks, and labels all steps by this reply, or one step alone."""
    replies: list[dict[str, Any]] = [
        {"purpose": "solve", "text": "Answer: 32"},
        {"purpose": "accuse", "text": "It fails here.\nStep: 2"},
        {"purpose": "premises", "text": '{"premises": [[0], [1]]}'},
        {"purpose": "label", "contains": "Judge step 1 alone", "text": json.dumps(label(1))},
        {"purpose": "label", "contains": "Judge step 2 alone", "text": json.dumps(label(2))},
        {"purpose": "label", "text": labels},
        {"text": "Why is that so?"},
    ]
    (folder / "judge.yaml").write_text(json.dumps({"replies": replies}))
    return f"scripted:{folder / 'judge.yaml'}"


def all_correct(rubric: str) -> str:
    """A reply that fits the rubric's form exactly: two right steps, and the best level of each criterion."""
    reply: dict[str, Any] = {"steps": [label(1), label(2)]}
    picked = {criterion.name: len(criterion.levels) for criterion in load_rubric(rubric).criteria if criterion.levels}
    if picked:
        reply["criteria"] = picked
    return json.dumps(reply)


@pytest.mark.parametrize("rubric", rubric_names())
def test_every_rubric_grades(dikast: Dikast, rows: Path, tmp_path: Path, rubric: str) -> None:
    """Also those whose criteria the judge measures: what it fills in goes through the journal and back."""
    command = ("grade", rows, "--judge", judge(tmp_path, all_correct(rubric)), "--rubric", rubric, "--json")
    for _ in range(2):  # the second time from the journal
        ended = dikast(*command, "--out", "run")
        assert ended.code == 0, ended.err
        (line,) = (json.loads(text) for text in ended.out.splitlines())
        assert [step["label"] for step in line["steps"]] == ["correct", "correct"]
        assert line["score"] == pytest.approx(load_rubric(rubric).scale[1])


@pytest.mark.parametrize("protocol", PROCESS)
def test_every_process_protocol_grades(dikast: Dikast, rows: Path, tmp_path: Path, protocol: str) -> None:
    agent = "none" if protocol == "process-verifier" else judge(tmp_path, all_correct("projudge"))
    ended = dikast("grade", rows, "--judge", agent, "--protocol", protocol, "--json")
    assert ended.code == 0, ended.err
    (line,) = (json.loads(text) for text in ended.out.splitlines())
    assert "incorrect" not in [step["label"] for step in line["steps"]]


@pytest.mark.parametrize("protocol", OTHERS)
def test_every_other_protocol_runs(dikast: Dikast, tmp_path: Path, protocol: str) -> None:
    # Replies in the form that is asked for; what a judge of responses says otherwise could not be read.
    replies = {**READABLE, "speak": "It says so.", "match": "Answer: 5"}
    replies |= dict.fromkeys(("rule", "claim", "final"), "Answer: yes")
    if protocol != "judge-checklist":
        replies["assess"] = "Answer: 7"
    # Of questions with choices an answer is a label; some judges are asked about a solver's own words alone.
    questions: dict[str, Any] = {"library": "demo", "limit": 2}
    replies["answer"] = "It is the first.\nAnswer: A"
    if load_protocol(protocol).moves_of(AcceptMove):
        replies["answer"] = "12 - 4 = 8.\nAnswer: 8"
        row = {"id": "eggs", "question": "Of 12 eggs 4 break. How many are left?", "references": ["8"]}
        (tmp_path / "open.jsonl").write_text(json.dumps(row) + "\n")
        questions = {"file": "open.jsonl"}
    rules: list[dict[str, Any]] = [{"purpose": purpose, "text": text} for purpose, text in replies.items()]
    script = {"replies": [*rules, {"text": "Answer: A", "likelihoods": {"*": -1.0}}]}
    (tmp_path / "player.yaml").write_text(json.dumps(script))
    player = f"scripted:{tmp_path / 'player.yaml'}"
    experiment = {
        "name": "each",
        "questions": questions,
        "protocols": [protocol],
        "agents": {role.kind: player for role in load_protocol(protocol).roles.values()},
    }
    (tmp_path / "experiment.yaml").write_text(json.dumps(experiment))
    ended = dikast("run", "experiment.yaml", "--json")
    assert ended.code == 0, ended.err
    assert '"failed": 0' in ended.out or '"failed":0' in ended.out


WRITTEN = [
    r'{"steps": [{"step": "1", "label": "correct", "p_correct": 0.9, "contest": "2 \times 8 = 16"}]}',
    'Here are my labels.\n```json\n{"steps": [{"step": 1, "label": "correct", "p_correct": 0.9, '
    r'"contest": "$2 \times 8 = 16$",},],}' + "\n```\nI hope that helps.",
    r'{"steps": [{"step": 1, "label": "correct", "p_correct": 0.9, "contest": "2 \\times 8 = 16"}]}',
]


@pytest.mark.parametrize("written", WRITTEN)
def test_a_contest_with_a_single_backslash_keeps_a_right_step_right(
    dikast: Dikast, tmp_path: Path, written: str
) -> None:
    """As a tab and `imes`, the judge's own reading of the step would be wrong, and the step with it."""
    row = {"id": "product", "problem": "What is 2 times 8?", "steps": [r"So $2 \times 8 = 16$."]}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row) + "\n")
    ended = dikast("grade", "rows.jsonl", "--judge", judge(tmp_path, written), "--protocol", "process-direct", "--json")
    assert ended.code == 0, ended.err
    (line,) = (json.loads(text) for text in ended.out.splitlines())
    assert line["steps"][0]["label"] == "correct"
    assert "\t" not in json.dumps(line)
