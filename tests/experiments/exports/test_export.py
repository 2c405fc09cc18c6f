"""Exports: a run in the formats of other tools, checked by those tools."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from dikast.errors import BadInput
from dikast.experiments import RunFolder, run_experiment
from dikast.experiments.exports import export as exporting
from dikast.experiments.exports.export import export_run
from dikast.graphs import messages_of_turn
from dikast.records import Episode
from dikast.report import to_frame
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast
from tests.experiments.conftest import Prepared, rows, seated, write

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def folder(prepared: Prepared) -> RunFolder:
    """A run of three protocols over four questions, of which one fails everywhere but in the debate."""
    agents = {**seated("debater", "consultant"), "judge": "tests.experiments.agents:breaks_on_two"}
    return await run_experiment(prepared(4, protocols=["direct", "debate", "consultancy"], agents=agents, swap="both"))


def test_jsonl_has_the_whole_record_of_every_finished_episode(folder: RunFolder) -> None:
    path, n = export_run(folder, "jsonl")
    read = [Episode.model_validate_json(line) for line in path.read_text().splitlines()]
    assert read == list(folder.episodes())
    assert (path, n) == (folder.path / "episodes.jsonl", len(read))


def test_parquet_has_a_row_for_every_episode(folder: RunFolder, tmp_path: Path) -> None:
    path, n = export_run(folder, "parquet", tmp_path / "x.parquet")
    table = pyarrow.parquet.read_table(path)
    outcomes = list(folder.outcomes())
    assert (n, table.num_rows) == (len(outcomes), len(outcomes))
    for row, outcome in zip(table.to_pylist(), outcomes, strict=True):
        assert {name: row[name] for name in ("id", "status", "gold", "choice", "credit", "error", "seconds")} == {
            name: getattr(outcome, name) for name in ("id", "status", "gold", "choice", "credit", "error", "seconds")
        }
        assert (row["calls"], row["cost_usd"], row["call_seconds"]) == (
            outcome.usage.calls, outcome.usage.cost_usd, outcome.usage.seconds,
        )  # fmt: skip
    assert str(table.schema.field("credit").type) == "double"
    assert str(table.schema.field("gold").type) == "int64", "though some are missing"


def test_parquet_is_written_in_groups_of_rows(folder: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    from dikast.experiments.exports import parquet

    monkeypatch.setattr(parquet, "ROWS_A_GROUP", 3)
    path, n = export_run(folder, "parquet")
    assert pyarrow.parquet.ParquetFile(path).num_row_groups == -(-n // 3)


async def test_an_empty_run_is_exported(prepared: Prepared) -> None:
    folder = prepared(1).folder
    assert export_run(folder, "jsonl")[1] == export_run(folder, "parquet")[1] == export_run(folder, "inspect")[1] == 0
    assert json.loads(zipfile.ZipFile(folder.path / "inspect.eval").read("summaries.json")) == []


def test_a_failed_export_leaves_no_file(folder: RunFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(folder: RunFolder, file: Any) -> int:
        file.write(b"half")
        raise ZeroDivisionError

    monkeypatch.setitem(exporting._WRITERS, "jsonl", fails)
    with pytest.raises(ZeroDivisionError):
        export_run(folder, "jsonl")
    assert not [p for p in folder.path.iterdir() if "jsonl" in p.name]


def test_a_place_that_cannot_be_written_is_refused(folder: RunFolder, tmp_path: Path) -> None:
    for out in (tmp_path / "none" / "x", tmp_path, Path()):
        with pytest.raises(BadInput, match=r"can't be written: .*; choose another --out"):
            export_run(folder, "jsonl", out)


@pytest.mark.parametrize("name", ["episodes.sqlite", "episodes.sqlite-wal", "journal.sqlite", "experiment.yaml"])
def test_an_export_never_overwrites_a_file_of_the_run(folder: RunFolder, name: str) -> None:
    kept = list(folder.episodes())
    with pytest.raises(BadInput, match="where the run itself is kept"):
        export_run(folder, "jsonl", folder.path / name)
    assert list(folder.episodes()) == kept


def test_the_command_names_the_file_and_its_records(dikast: Dikast, tmp_path: Path) -> None:
    dikast("run", write(tmp_path, rows(2)))
    ended = dikast("export", "runs/play")
    assert (ended.code, ended.out) == (0, "runs/play/episodes.jsonl: 2 episodes\n")
    assert dikast("export", "runs/play", "--format", "parquet", "--out", "t").out == "t: 2 outcomes\n"
    assert dikast("show", "runs/play").code == 0
    assert dikast("run", tmp_path / "play.yaml").code == 0, "an export in the run folder does not stop the run"
    assert dikast("export", "nowhere").code == dikast("export", "runs/play", "--format", "csv").code == 2


# --- Inspect


def test_an_inspect_log_has_the_files_of_its_format(folder: RunFolder) -> None:
    path, n = export_run(folder, "inspect")
    log = zipfile.ZipFile(path)
    header = json.loads(log.read("header.json"))
    summaries = json.loads(log.read("summaries.json"))
    assert [s["id"] for s in summaries] == [o.id for o in folder.outcomes()]
    assert set(log.namelist()) == {
        "header.json",
        "summaries.json",
        *(f"samples/{s['id']}_epoch_1.json" for s in summaries),
    }
    assert header["results"]["total_samples"] == n == len(summaries)
    assert header["results"]["completed_samples"] == len(list(folder.episodes()))
    cells = {score["name"]: score["metrics"]["accuracy"]["value"] for score in header["results"]["scores"]}
    assert set(cells) == {"direct", "debate", "consultancy"}


async def test_inspect_events_tell_what_was_sent_said_and_checked(prepared: Prepared) -> None:
    """In order, in a span for each order of the answers and one for the verdict; a check comes behind its turn."""
    agents = {"debater": "dikast.evaluation.planted:honest", "judge": "dikast.evaluation.planted:evidence_judge"}
    folder = await run_experiment(prepared(2, protocols=["debate"], agents=agents, swap="both"))
    log = zipfile.ZipFile(export_run(folder, "inspect")[0])
    for episode in folder.episodes():
        assert isinstance(episode, Episode)
        events = json.loads(log.read(f"samples/{episode.id}_epoch_1.json"))["events"]
        kinds = [event["event"] for event in events]
        assert kinds.count("span_begin") == kinds.count("span_end") == len(episode.passages) + 1
        calls = [event for event in events if event["event"] == "model"]
        turns = [turn for passage in episode.passages for turn in passage.transcript.turns]
        looks = episode.verdict.judge_looks
        said = [*(turn.text for turn in turns), *(look.text for look in looks)]
        assert [call["output"]["completion"] for call in calls] == said
        assert [call["role"] for call in calls] == [*(turn.seat for turn in turns), *["judge"] * len(looks)]
        for call, turn in zip(calls, episode.transcript.turns, strict=False):
            sent = messages_of_turn(episode, episode, turn)
            assert sent is not None
            assert [message["content"] for message in call["input"]] == [message.text for message in sent]
        for check in episode.checks:
            behind = next(i for i, event in enumerate(events) if event.get("data", {}).get("claim") == check.claim)
            assert any(check.claim in call["output"]["completion"] for call in events[:behind] if call in calls)
        outcomes = {outcome.id: outcome for outcome in folder.outcomes()}
        assert events[-2]["score"]["value"] == outcomes[episode.id].credit


def test_an_inspect_log_of_a_second_judge_names_that_judge(dikast: Dikast, tmp_path: Path) -> None:
    dikast("run", write(tmp_path, rows(2)))
    dikast("judge", "runs/play", "--judge", "scripted:script.yaml", "--out", "again")
    assert dikast("export", "again", "--format", "inspect").out == "again/inspect.eval: 2 episodes\n"
    header = json.loads(zipfile.ZipFile(tmp_path / "again" / "inspect.eval").read("header.json"))
    assert header["eval"]["model"] == "scripted:script.yaml"


async def test_verdicts_on_responses_are_exported_with_all_that_they_say(prepared: Prepared) -> None:
    protocols = ["judge-pairwise", "judge-pointwise", "judge-ranking"]
    agents = {"judge": "tests.experiments.agents:judges_responses"}
    folder = await run_experiment(prepared(2, protocols=protocols, agents=agents))
    table = pyarrow.parquet.read_table(export_run(folder, "parquet")[0])
    ties = {"judge-pairwise": True, "judge-pointwise": True, "judge-ranking": False}
    assert {(row["protocol"], row["tie"], row["gold_tie"]) for row in table.to_pylist()} == {
        (protocol, tie, False) for protocol, tie in ties.items()
    }
    frame = to_frame(folder.path)
    assert set(zip(frame["protocol"], frame["tie"], strict=True)) == set(ties.items())
    log = zipfile.ZipFile(export_run(folder, "inspect")[0])
    for outcome in folder.outcomes():
        sample = json.loads(log.read(f"samples/{outcome.id}_epoch_1.json"))
        score = sample["scores"]["judge"]
        assert score["explanation"] == sample["output"]["completion"] != ""
        assert (score["answer"] == "a tie: none is better") is ties[outcome.protocol]
        assert (
            sum(usage["output_tokens"] for usage in sample["model_usage"].values()) == outcome.usage.output_tokens > 0
        )
        if outcome.protocol != "judge-pairwise":
            assert sorted(score["metadata"]["ranking"]) == [0, 1]


@pytest.fixture(scope="session")
def inspect_python() -> str:
    """A Python that has inspect_ai: it needs other versions of what Dikast needs, and so a place of its own."""
    named = os.environ.get("DIKAST_INSPECT_PYTHON")
    python = Path(named) if named else ROOT / ".venv-inspect" / "bin" / "python"
    if not python.exists():
        pytest.skip("no Python with inspect_ai (make .venv-inspect makes one; or set DIKAST_INSPECT_PYTHON)")
    return str(python)


READ = """
import json, sys
from inspect_ai.log import read_eval_log, read_eval_log_sample_summaries
log = read_eval_log(sys.argv[1])
print(json.dumps({
    "samples": {s.id: {
        "n": len(s.messages), "events": [e.event for e in s.events],
        "replies": [e.output.completion for e in s.events if e.event == "model"], "texts": [m.text for m in s.messages], "error": s.error and s.error.message,
        "score": s.scores["judge"].value if s.scores else None, "model_usage": list(s.model_usage or {}),
    } for s in log.samples},
    "scores": {score.name: score.metrics["accuracy"].value for score in log.results.scores},
    "summaries": [s.id for s in read_eval_log_sample_summaries(sys.argv[1])],
    "task": log.eval.task, "status": log.status,
}))
"""


def test_inspect_itself_reads_the_log(folder: RunFolder, inspect_python: str) -> None:
    path, _ = export_run(folder, "inspect")
    command = [inspect_python, "-c", READ, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=100, cwd=folder.path)
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert (read["task"], read["status"]) == ("play", "success")
    outcomes = {o.id: o for o in folder.outcomes()}
    assert set(read["samples"]) == set(read["summaries"]) == set(outcomes)
    for id, sample in read["samples"].items():
        assert (sample["score"], sample["error"]) == (
            outcomes[id].credit,
            outcomes[id].error if outcomes[id].status == "failed" else None,
        )
    for episode in folder.episodes():
        texts = read["samples"][episode.id]["texts"]
        first, second = (episode.question.choices[choice] for choice in episode.order)
        assert texts[0].endswith(f"A) {first}\nB) {second}"), "the labels are those that the judge answered by"
        assert all(any(turn.text in text for text in texts) for turn in episode.transcript.turns)
        replies = read["samples"][episode.id]["replies"]
        assert replies[: len(episode.transcript.turns)] == [turn.text for turn in episode.transcript.turns]
        assert read["samples"][episode.id]["events"][-2:] == ["score", "span_end"]


def test_inspect_view_opens_the_log(folder: RunFolder, inspect_python: str) -> None:
    path, _ = export_run(folder, "inspect")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [inspect_python, "-m", "inspect_ai", "view", "--log-dir", str(path.parent), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=path.parent) as view:
        try:
            listed = json.loads(asked(f"http://127.0.0.1:{port}/api/logs", until=time.monotonic() + 60))
            (name,) = (file["name"] for file in listed["files"])
            headers = json.loads(
                asked(f"http://127.0.0.1:{port}/api/log-headers?file={name}", until=time.monotonic() + 20)
            )
        finally:
            view.kill()
    assert [header["eval"]["task"] for header in headers] == ["play"]


def asked(url: str, until: float) -> bytes:
    """The response of a server, once it has started."""
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                read: bytes = response.read()
                return read
        except OSError:
            assert time.monotonic() < until, f"no answer from {url}"
            time.sleep(0.3)
