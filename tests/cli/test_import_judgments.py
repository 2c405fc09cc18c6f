"""dikast import judgments: what others' judges said, through the commands that read a run folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Dikast
from tests.importers.judgments import published_rows as rows
from tests.importers.judgments.published_rows import changed, write_rows

COMMAND = ("import", "judgments", "rows.jsonl", "--as", "judgebench", "--out", "runs/theirs")


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    """A file of four pairs: right in both orders, contradictory, a tie, and one that can't be read at all."""
    decisions = [("A>B", "B>A"), ("A>B", "A>B"), ("A=B", "A=B"), (None, None)]
    pairs = [
        changed(rows.JUDGEBENCH, pair_id=f"p{i}", judgments=[{"decision": first}, {"decision": second}])
        for i, (first, second) in enumerate(decisions)
    ]
    return write_rows(tmp_path / "rows.jsonl", pairs)


def test_the_figures_are_printed_and_are_in_the_report(dikast: Dikast, judged: Path) -> None:
    ended = dikast(*COMMAND)
    assert ended.code == 0, ended.err
    assert "run folder: runs/theirs" in ended.out
    line = next(line for line in ended.out.splitlines() if line.startswith("judgebench-arena_hard"))
    assert line.split()[:8] == ["judgebench-arena_hard", "arena_hard", "4", "1", "0", "2", "1", "1"]
    report = json.loads(dikast("report", "runs/theirs", "--json").out)
    [found] = report["judgments"]
    expected = {
        "judge": "arena_hard", "n": 4, "right": 1, "wrong": 0, "tie": 2, "unparsed": 1,
        "accuracy": 0.25, "consistency": 0.5, "both_right": 0.25,
    }  # fmt: skip
    assert {key: found[key] for key in expected} == expected
    assert found["by"]["mmlu-pro-health"]["n"] == 4
    text = dikast("report", "runs/theirs", "--html", "page.html")
    assert "Verdicts on responses" in text.out
    assert 'id="judgments"' in Path("page.html").read_text()


def test_a_tie_contradictory_orders_and_what_cant_be_read_are_told_apart(dikast: Dikast, judged: Path) -> None:
    dikast(*COMMAND)
    ends = {id: dikast("transcript", "runs/theirs", f"judgebench-{id}").out for id in ("p1", "p2", "p3")}
    assert "decided: no answer is ahead: the judge named another one in each order" in ends["p1"]
    assert "decided: a tie" in ends["p2"]
    assert "unparsed: no decision could be read" in ends["p3"]
    assert "judge, with the answers in the reverse order" in ends["p2"]


def test_another_judge_judges_the_same_candidates(dikast: Dikast, judged: Path) -> None:
    dikast(*COMMAND)
    Path("judge.yaml").write_text("replies: [{purpose: decide, text: 'Answer: A'}]\n")
    ended = dikast("judge", "runs/theirs", "--judge", "scripted:judge.yaml", "--swap", "both", "--out", "runs/ours")
    assert ended.code == 0, ended.err
    [ours] = json.loads(dikast("report", "runs/ours", "--json").out)["judgments"]
    # A judge that always says A contradicts itself wherever it sees both orders.
    assert (ours["n"], ours["contradictory"], ours["consistency"], ours["both_right"]) == (4, 4, 0.0, 0.0)


def test_two_runs_are_told_apart(dikast: Dikast, judged: Path) -> None:
    dikast(*COMMAND)
    dikast(*COMMAND[:-1], "runs/again")
    found = json.loads(dikast("report", "runs/theirs", "runs/again", "--json").out)["judgments"]
    assert [(summary["run"], summary["n"]) for summary in found] == [("theirs", 4), ("again", 4)]


@pytest.mark.parametrize("format", ["jsonl", "inspect", "parquet"])
def test_judgements_are_exported(dikast: Dikast, tmp_path: Path, format: str) -> None:
    write_rows(tmp_path / "rows.jsonl", [rows.REWARDBENCH])
    dikast("import", "judgments", "rows.jsonl", "--as", "rewardbench", "--out", "runs/theirs")
    ended = dikast("export", "runs/theirs", "--format", format)
    assert ended.code == 0, ended.err


def test_an_experiment_on_the_same_set_has_the_same_figures(dikast: Dikast, judged: Path) -> None:
    Path("judge.yaml").write_text("replies: [{purpose: decide, text: 'Answer: A'}]\n")
    Path("play.yaml").write_text(
        "name: play\nquestions: {dataset: judgebench, path: rows.jsonl}\nprotocols: [direct]\n"
        "agents: {judge: 'scripted:judge.yaml'}\nswap: none\n"
    )
    ended = dikast("run", "play.yaml")
    assert ended.code == 0, ended.err
    [figures] = json.loads(dikast("report", "runs/play", "--json").out)["judgments"]
    assert (figures["dataset"], figures["n"], figures["both_right"]) == ("judgebench", 4, None)
    assert figures["right"] + figures["wrong"] == 4


def test_a_run_on_other_questions_has_no_judgments(dikast: Dikast, tmp_path: Path) -> None:
    write_rows(
        tmp_path / "debates.jsonl", [{"id": "d", "question": "?", "choices": ["1", "2"], "verdict": {"choice": 0}}]
    )
    dikast("import", "jsonl", "debates.jsonl", "--out", "runs/debates")
    assert "judgments" not in json.loads(dikast("report", "runs/debates", "--json").out)


def test_a_bad_row_stops_the_import_or_is_left_out_and_named(dikast: Dikast, judged: Path) -> None:
    with judged.open("a") as file:
        file.write(json.dumps(changed(rows.JUDGEBENCH, label="C>A")) + "\n{\n")
    ended = dikast(*COMMAND)
    assert (ended.code, "rows.jsonl:5, label: " in ended.err) == (2, True)
    assert not Path("runs").exists()
    ended = dikast(*COMMAND, "--skip-bad")
    assert ended.code == 0
    assert "left out: 2 rows that could not be used" in ended.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rows.jsonl", "--as", "judgebnech"), "--as: unknown format 'judgebnech': did you mean 'judgebench'?"),
        (("none.jsonl", "--as", "judgebench"), "none.jsonl"),
        (("rows.jsonl", "--as", "pandalm"), "name the file of the pairs and their annotators (`--questions FILE`)"),
        (("rows.jsonl", "--as", "judgelm", "--questions", "none.jsonl"), "none.jsonl"),
    ],
)
def test_what_cant_be_read_is_said_in_one_line(
    dikast: Dikast, judged: Path, arguments: tuple[str, ...], message: str
) -> None:
    ended = dikast("import", "judgments", *arguments, "--out", "runs/x")
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert ended.err.count("\n") == 1


def test_text_of_others_can_do_nothing_to_the_terminal(dikast: Dikast, tmp_path: Path) -> None:
    hostile = "\x1b[31m<script>alert(1)</script>"
    row = changed(
        rows.JUDGEBENCH,
        judge_name=None,
        source=hostile,
        judgments=[{"judgment": {"judge_model": hostile}, "decision": "A>B"}],
    )
    write_rows(tmp_path / "rows.jsonl", [row, changed(row, pair_id="p2", source="other")])
    ended = dikast(*COMMAND)
    assert ended.code == 0, ended.err
    assert "\x1b" not in ended.out
    dikast("report", "runs/theirs", "--html", "page.html")
    assert "<script>alert" not in Path("page.html").read_text()
