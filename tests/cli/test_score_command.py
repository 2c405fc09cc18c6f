"""dikast score: judgements in a run folder against people's marks."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dikast.experiments.stores.run_folder import start_folder
from dikast.questions.solutions import read_solutions
from dikast.records import (
    Check,
    Episode,
    Failure,
    Grading,
    Label,
    Outcome,
    Question,
    Solution,
    StepLabel,
    Transcript,
    Usage,
    Verdict,
)
from tests.cli.conftest import Dikast
from tests.experiments.records import writing

STEPS = ("3 · 4 = 12", "12 + 2 = 15", "so it is 15")
REFUTED = Check(
    checker="steps", status="refuted", claim="12 + 2 = 15", method="exact", evidence={"left": "14", "right": "15"}
)
LABELS: dict[str, Label | None] = {"r": "correct", "w": "incorrect", "i": "inherited", "u": "unknown", ".": None}


def marked_question(
    id: str, labels: Sequence[Any] | None = ("correct", "incorrect", "inherited"), **more: Any
) -> Question:
    """A question whose solution has these marks."""
    marks = None
    if labels is not None:
        kinds = ["Numerical Calculation Error" if label in ("incorrect", "inherited") else None for label in labels]
        marks = {"steps": [{"label": label, "error_type": kind} for label, kind in zip(labels, kinds, strict=True)]}
    solution = {"steps": STEPS, "marking": marks, "author": "a solver"}
    return Question.model_validate({"id": id, "text": f"{id}: what is 2 + 3 · 4?", "solution": solution, **more})


def judged_episode(question: Question, letters: str, protocol: str = "process-direct", **more: Any) -> Episode:
    """An episode whose judge labels each step by a letter; without letters, its reply could not be read."""
    steps = tuple(
        StepLabel(
            step=i,
            label=LABELS[letter],
            error_type="NC" if letter in "wi" else None,
            explanation="it is 14" if letter == "w" else "",
            p_correct=more.get("ps", [None] * len(letters))[i],
            checks=more.get("checks", {}).get(i, ()),
        )
        for i, letter in enumerate(letters)
    )
    grading = Grading(rubric="projudge", steps=steps) if letters else None
    status = "decided" if letters else "unparsed"
    return Episode(
        id=f"{protocol}/{question.id}",
        question=question,
        protocol={"name": protocol},
        agents={"judge": "scripted:judge.yaml"},
        seed=0,
        order=(),
        transcript=Transcript(seats=(), turns=()),
        verdict=Verdict.model_validate({"status": status, "grading": grading}),
        usage=Usage(calls=1),
    )


def run_of(path: Path, *records: Episode | Failure) -> Path:
    """A run folder that holds these records."""
    folder = start_folder(path, {"name": "graded"}, {"protocol files": {"process-direct": "1", "none": "2"}})

    async def put() -> None:
        async with writing(folder.store) as writer:
            for record in records:
                if isinstance(record, Episode):
                    outcome = Outcome.of(record, protocol=record.protocol_name, agents="")
                else:
                    outcome = Outcome.of_failure(record, agents="", repeat=0, argues=None, seconds=0)
                await writer.put(outcome, record)

    asyncio.run(put())
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six solutions: two errors found, one missed, one correct solution, one unparsed reply, and one failure."""
    right = ("correct", "correct", "correct")
    return run_of(
        tmp_path / "run",
        judged_episode(marked_question("1", metadata={"subject": "physics"}), "rwi", ps=[0.9, 0.2, 0.1]),
        judged_episode(marked_question("2", metadata={"subject": "physics"}), "rwi"),
        judged_episode(marked_question("3", metadata={"subject": "biology"}), "rrr"),
        judged_episode(marked_question("4", right, metadata={"suspect_gold": True}), "rur", checks={1: (REFUTED,)}),
        judged_episode(marked_question("5"), ""),
        Failure(id="x", question_id="6", protocol_name="process-direct", seat="judge", error="E", message="no"),
    )


def test_tables_show_scores_beside_baselines(dikast: Dikast, folder: Path) -> None:
    ended = dikast("score", folder)
    assert (ended.code, ended.err) == (0, "")
    lines = [" ".join(line.split()) for line in ended.out.splitlines()]
    assert lines[0] == "process-direct"
    assert "5 solutions of 5 problems, 5 with a known first error or none (1 failed, in no figure)" in lines
    assert "15 labelled steps (53.3% wrong)" in lines
    assert "unparsed: 3 of 15 (20.0%) steps, 1 of 5 (20.0%) solutions, never counted right" in lines
    assert "unknown: 1 of 15 (6.7%) steps, counted apart, and never right" in lines
    assert "figure value 95 % interval without suspect gold all correct all NC from step 2 on over the best" in lines
    (accuracy,) = [line for line in lines if line.startswith("step accuracy")]
    value, _, sound, correct, common, late, gain, *_ = accuracy.split()[2:]
    assert (value, sound, correct, common, late, gain) == ("0.600", "0.583", "0.467", "0.533", "0.867", "-0.267")
    assert any(line.startswith("first error exact 0.500") for line in lines)
    assert "What steps were called, by what they are" in lines
    assert "NC 4 2 · 2" in lines
    assert "First errors, by their kind" in lines
    assert any(line.startswith("is solutions found 95 % interval by step index kind named too") for line in lines)


def test_unknown_steps_may_count_as_correct(dikast: Dikast, folder: Path) -> None:
    out = dikast("score", folder, "--unknown-as", "correct").out
    assert "unknown: 1 of 15 (6.7%) steps, counted as correct: no error found" in out
    assert "step accuracy 0.667" in " ".join(out.split())


def test_json_has_everything(dikast: Dikast, folder: Path) -> None:
    data = json.loads(dikast("score", folder, "--json", "--by", "subject", "--audit").out)
    (cell,) = data["cells"]
    assert data["folder"] == str(folder)
    assert (cell["protocol"], cell["failed"], cell["suspect"]) == ("process-direct", 1, 1)
    assert cell["summary"]["figures"]["process_bench_f1"]["value"] == 0
    assert cell["without_suspect"]["solutions"] == 4
    assert set(cell["groups"]["subject"]) == {"physics", "biology", "(none)"}
    assert cell["summary"]["calibration"]["n"] == 3
    (doubt,) = cell["doubts"]
    assert (doubt["question"], doubt["text"], doubt["found"]["step"]) == ("4", "12 + 2 = 15", 1)


def test_scores_of_each_group(dikast: Dikast, folder: Path) -> None:
    lines = [" ".join(line.split()) for line in dikast("score", folder, "--by", "subject").out.splitlines()]
    at = lines.index("By subject")
    assert lines[at + 1].startswith("subject solutions steps unparsed step accuracy (all correct)")
    assert [line.split()[:5] for line in lines[at + 3 : at + 5]] == [
        ["biology", "1", "3", "0", "0.333"],
        ["physics", "2", "6", "0", "1.000"],
    ]


def test_the_audit_lists_marks_that_contradict_evidence(dikast: Dikast, folder: Path) -> None:
    out = dikast("score", folder, "--audit").out
    assert "Marks that contradict machine evidence: 1" in out
    assert "suspect: 4, step 2, marked correct" in out
    assert "  refuted: “12 + 2 = 15” (exact; left: 14, right: 15)" in out


def test_marks_may_come_from_a_file_of_labels(dikast: Dikast, tmp_path: Path) -> None:
    run = run_of(
        tmp_path / "run",
        judged_episode(marked_question("1", None), "rwi"),
        judged_episode(marked_question("2", None), "rrr"),
    )
    refused = dikast("score", run)
    assert (refused.code, refused.out) == (2, "")
    assert "no solution here is labelled: give people's marks with --labels FILE" in refused.err
    row = {"id": "1", "problem": "1: what is 2 + 3 · 4?", "steps": STEPS, "label": 1}
    labels = tmp_path / "labels.jsonl"
    labels.write_text(json.dumps(row), encoding="utf-8")
    ended = dikast("score", run, "--labels", labels)
    assert ended.code == 0
    assert "1 solution of 1 problem, 1 with a known first error or none (1 unlabelled, in no figure)" in ended.out
    labels.write_text(json.dumps(row | {"id": "9"}), encoding="utf-8")
    assert "it labels no solution of this run: are the ids the same?" in dikast("score", run, "--labels", labels).err
    labels.write_text(json.dumps(row | {"steps": STEPS[:2]}), encoding="utf-8")
    assert "'1' has 2 steps here, and 3 were judged" in dikast("score", run, "--labels", labels).err


def test_predictions_are_written_in_the_format_of_a_data_set(dikast: Dikast, folder: Path, tmp_path: Path) -> None:
    ended = dikast("score", folder, "--predictions", f"projudge:{tmp_path / 'out.jsonl'}")
    assert ended.code == 0
    first, *_ = read_solutions(tmp_path / "out.jsonl")
    assert first.id == "1"
    assert isinstance(first.solution, Solution)
    assert first.solution.marking is not None
    assert [mark.label for mark in first.solution.marking.steps] == ["correct", "incorrect", "incorrect"]
    dikast("score", folder, "--predictions", f"processbench:{tmp_path / 'out.json'}")
    rows = json.loads((tmp_path / "out.json").read_text())
    # The fourth has an unknown step and no wrong one: its first error is not known, as in the scores.
    assert [row["prediction"] for row in rows] == [1, 1, -1, None, None]
    dikast("score", folder, "--unknown-as", "correct", "--predictions", f"processbench:{tmp_path / 'out.json'}")
    rows = json.loads((tmp_path / "out.json").read_text())
    assert [row["prediction"] for row in rows] == [1, 1, -1, -1, None]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--predictions", "projudge"), "write FORMAT:FILE; formats: "),
        (("--predictions", "projuge:x"), "no format 'projuge': did you mean 'projudge'"),
        (("--predictions", "projudge:no/such/folder"), "no/such/folder: nothing can be written here"),
        (("--protocol", "process-direkt"), "no protocol 'process-direkt' is in this run: did you mean"),
        (("--labels", "none.jsonl"), "none.jsonl: no such file"),
        (("--format", "projudge"), "a format goes with --labels"),
        (("--seed", "-1"), "greater than or equal to 0"),
        (("--by", "subjct"), "no solution here has the entry 'subjct': did you mean 'subject'"),
    ],
)
def test_bad_input_is_named(dikast: Dikast, folder: Path, arguments: tuple[str, ...], complaint: str) -> None:
    ended = dikast("score", folder, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert complaint in ended.err


def test_two_protocols_are_two_cells_and_predictions_need_one(dikast: Dikast, tmp_path: Path) -> None:
    run = run_of(
        tmp_path / "run",
        judged_episode(marked_question("1"), "rwi"),
        judged_episode(marked_question("1"), "rrr", protocol="none"),
    )
    data = json.loads(dikast("score", run, "--json").out)
    assert [cell["protocol"] for cell in data["cells"]] == ["process-direct", "none"]
    target = f"projudge:{tmp_path / 'out.jsonl'}"
    assert "take one with --protocol" in dikast("score", run, "--predictions", target).err
    assert dikast("score", run, "--predictions", target, "--protocol", "none").code == 0


def test_reasons_complete_the_mr_score(dikast: Dikast, folder: Path, tmp_path: Path) -> None:
    assert "MR-Score: 0." in dikast("score", folder).out
    reasons = tmp_path / "reasons.jsonl"
    reasons.write_text("\n".join(json.dumps({"id": id, "is_reason_right": True}) for id in "12"), encoding="utf-8")
    lines = [" ".join(line.split()) for line in dikast("score", folder, "--reasons", reasons).out.splitlines()]
    assert any(line.startswith("MR-Score 0.") for line in lines)


@pytest.mark.parametrize(
    ("reason_rows", "complaint"),
    [
        ([("1", True), ("1", False)], "reasons.jsonl:2, id: '1' is judged in another line too, and otherwise"),
        ([("9", True)], "reasons.jsonl: it judges the reasons of no solution of this run"),
        ([], "reasons.jsonl: it judges the reasons of no solution of this run"),
    ],
)
def test_reasons_that_contradict_each_other_or_fit_no_solution(
    dikast: Dikast, folder: Path, tmp_path: Path, reason_rows: list[tuple[str, bool]], complaint: str
) -> None:
    lines = (json.dumps({"id": id, "is_reason_right": is_right}) + "\n" for id, is_right in reason_rows)
    (tmp_path / "reasons.jsonl").write_text("".join(lines), encoding="utf-8")
    ended = dikast("score", folder, "--reasons", "reasons.jsonl")
    assert (ended.code, ended.out) == (2, "")
    assert complaint in ended.err


def test_a_run_without_solutions_is_bad_input(dikast: Dikast, tmp_path: Path) -> None:
    question = Question(id="1", text="Is it?", choices=("yes", "no"), gold=0)
    run = run_of(tmp_path / "run", judged_episode(question, ""))
    assert "no solution was judged in this run" in dikast("score", run).err
    assert dikast("score", tmp_path).code == 2


def test_control_characters_in_names_do_not_reach_the_terminal(dikast: Dikast, tmp_path: Path) -> None:
    red = "\x1b[31m"
    question = marked_question("1\x1b[2J", ("correct", "correct", "correct"), metadata={"subject": red})
    run = run_of(tmp_path / "run", judged_episode(question, "rwr", checks={1: (REFUTED,)}))
    assert "\x1b" not in dikast("score", run, "--by", "subject", "--audit").out
    assert "\x1b" not in dikast("score", run, "--by", "subject", "--audit", "--json").out


def test_labels_of_a_part_correct_the_rate_of_all(dikast: Dikast, tmp_path: Path) -> None:
    right = ("correct", "correct", "correct")
    episodes = []
    for i in range(12):
        marks: Any = None
        if i < 6:
            marks = right if i % 2 else ("correct", "incorrect", "inherited")
        refuted = {1: (REFUTED,)} if i == 11 else {}
        episodes.append(judged_episode(marked_question(str(i), marks), "rrr" if i % 3 else "rwi", checks=refuted))
    run = run_of(tmp_path / "run", *episodes)
    lines = dikast("score", run).out.splitlines()
    (at,) = [
        i for i, line in enumerate(lines) if line.startswith("solutions without a wrong step, by the judge alone: ")
    ]
    assert lines[at + 1].startswith("  corrected for its errors (PPI++, weight ")
    assert any("6 labelled problems, 5 others" in line for line in lines)
    assert any("1 more are proved wrong by the verifier: free labels, but no random sample" in line for line in lines)
    (cell,) = json.loads(dikast("score", run, "--json").out)["cells"]
    assert (cell["corrected"]["labelled"], cell["corrected"]["proved"]) == (6, 1)
    # A report says the same, in all of its forms.
    reported = dikast("report", run, "--html", tmp_path / "page.html", "--require", "corrected>=0.99").out.splitlines()
    assert lines[at : at + 6] == reported[(start := reported.index(lines[at])) : start + 6]
    (cell_of_report,) = json.loads(dikast("report", run, "--json").out)["cells"]
    assert cell_of_report["solutions_right"] == cell["corrected"]
    assert "free labels, and no random sample" in (tmp_path / "page.html").read_text()


def test_nothing_is_corrected_where_all_is_labelled(dikast: Dikast, folder: Path) -> None:
    assert "corrected for its errors" not in dikast("score", folder).out
    assert "corrected" not in json.loads(dikast("score", folder, "--json").out)["cells"][0]
    assert "solutions_right" not in json.loads(dikast("report", folder, "--json").out)["cells"][0]


def test_the_verifier_alone_is_scored_by_what_it_refuted(dikast: Dikast, tmp_path: Path) -> None:
    solutions = Path(__file__).parents[2] / "examples" / "solutions.jsonl"
    run = str(tmp_path / "run")
    assert dikast("grade", str(solutions), "--judge", "none", "--limit", "4", "--out", run).code == 0
    lines = dikast("score", run).out.splitlines()
    assert lines[2].startswith("the verifier alone, which refutes what it can")
    assert lines[3].strip().startswith("precision: 1.000")
    assert "--unknown-as correct" in lines[6]
    assert "--unknown-as" not in dikast("score", run, "--unknown-as", "correct").out
