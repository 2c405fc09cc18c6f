"""Inspect log: a run as an Inspect AI evaluation log (`.eval`, version 2), a sample an episode.

The format is a zip of JSON files: inspect_ai's `EvalLog` and `EvalSample`, as https://inspect.aisi.org.uk/eval-logs.html
describes them. It is written without that package, one sample in memory at a time.
"""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from dikast.experiments.exports.inspect_json import InspectJson
from dikast.experiments.exports.inspect_sample import SCORER, failed_sample, sample_of, summary_of
from dikast.experiments.stores import RESOLVED, RunFolder, fingerprint
from dikast.input_files import read_yaml
from dikast.records import Outcome

VERSION = 2


@dataclass
class _CellScore:
    """Inspect's own metrics of one cell: mean and standard error over its scored samples."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0
    unscored: int = 0

    def add(self, credit: float | None) -> None:
        if credit is None:
            self.unscored += 1
            return
        self.n += 1
        self.total += credit
        self.squares += credit * credit

    def metrics(self) -> InspectJson:
        """The metrics as Inspect's header lists them."""
        mean = stderr = 0.0
        if self.n:
            mean = self.total / self.n
        if self.n > 1:
            # Rounding can put the sum of squares a little below zero.
            variance = max(0.0, self.squares - self.n * mean * mean) / (self.n - 1)
            stderr = math.sqrt(variance / self.n)
        return {
            "accuracy": {"name": "accuracy", "value": mean},
            "stderr": {"name": "stderr", "value": stderr},
        }


@dataclass
class _Totals:
    """The figures of all samples, for the header."""

    n: int = 0
    n_failed: int = 0
    cells: dict[str, _CellScore] = field(default_factory=dict)

    def add(self, outcome: Outcome) -> None:
        self.n += 1
        self.n_failed += outcome.status == "failed"
        # `agents` is empty where an experiment has one team.
        cell = " ".join(filter(None, (outcome.protocol, outcome.agents)))
        self.cells.setdefault(cell, _CellScore()).add(outcome.credit)


def write_inspect_log(folder: RunFolder, file: BinaryIO) -> int:
    """A sample for every episode, failed ones with their error; how many."""
    totals = _Totals()
    with ZipFile(file, "w", ZIP_DEFLATED) as log, tempfile.TemporaryFile() as summaries:
        for outcome, sample in _samples(folder):
            totals.add(outcome)
            _write(log, f"samples/{sample['id']}_epoch_1.json", sample)
            # The summaries are one JSON list: it is put together in a file, as there may be a million of them.
            summaries.write(b"[" if totals.n == 1 else b",")
            summaries.write(json.dumps(summary_of(sample)).encode())
        summaries.write(b"]" if totals.n else b"[]")
        _copy(summaries, log)
        _write(log, "header.json", _header(folder, totals))
    return totals.n


def _samples(folder: RunFolder) -> Iterator[tuple[Outcome, InspectJson]]:
    """Every row with its sample. A row whose record is not written yet is left out: the run is still going on."""
    clock = _begun(folder)
    episodes = folder.episodes()
    episode = next(episodes, None)
    for outcome in folder.outcomes():
        if outcome.status == "failed":
            yield outcome, failed_sample(outcome)
            continue
        # Both streams come by id, so that no record is looked up.
        while episode is not None and episode.id < outcome.id:
            episode = next(episodes, None)
        if episode is not None and episode.id == outcome.id:
            yield outcome, sample_of(outcome, episode, clock)


def _header(folder: RunFolder, totals: _Totals) -> InspectJson:
    """The header of the log: what was run, and the score of each cell."""
    described = read_yaml(folder.path / RESOLVED).data
    experiment = described["experiment"]
    begun = _begun(folder)
    run = fingerprint(json.dumps(described, sort_keys=True, default=str))
    # A second judge's run has no agents but that one.
    judge = experiment.get("agents", experiment).get("judge", "dikast")
    judge_name = judge if isinstance(judge, str) else json.dumps(judge)
    return {
        "version": VERSION,
        "status": "success",
        "eval": {
            "eval_id": run,
            "run_id": run,
            "task_id": run,
            "created": begun,
            "task": experiment["name"],
            "dataset": {"name": experiment["name"], "samples": totals.n, "shuffled": False},
            "model": judge_name,
            "config": {"epochs": 1},
            "packages": {"dikast": described.get("versions", {}).get("dikast", "")},
            "metadata": {"experiment": experiment, "description": experiment.get("description", "")},
            "scorers": [{"name": SCORER, "metrics": [{"name": "accuracy"}, {"name": "stderr"}]}],
        },
        "plan": {"name": "dikast", "steps": [], "config": {}},
        "results": {
            "total_samples": totals.n,
            "completed_samples": totals.n - totals.n_failed,
            "scores": [
                {
                    "name": cell,
                    "scorer": SCORER,
                    "scored_samples": score.n,
                    "unscored_samples": score.unscored,
                    "metrics": score.metrics(),
                }
                for cell, score in totals.cells.items()
            ],
        },
        "stats": {"started_at": begun, "completed_at": begun},
    }


def _begun(folder: RunFolder) -> str:
    """When the run was begun, as an ISO time."""
    return datetime.fromtimestamp((folder.path / RESOLVED).stat().st_mtime, UTC).isoformat(timespec="seconds")


def _write(log: ZipFile, name: str, value: InspectJson) -> None:
    """One JSON file of the log."""
    log.writestr(name, json.dumps(value))


def _copy(summaries: IO[bytes], log: ZipFile) -> None:
    """Copies the summaries into the log, a mebibyte at a time."""
    summaries.seek(0)
    with log.open("summaries.json", "w") as member:
        while piece := summaries.read(1 << 20):
            member.write(piece)
