"""A class file of PRMBench from grading to predictions, as its scorer takes them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Dikast


def test_predictions_hold_the_controls_that_the_scorer_asks_for(
    dikast: Dikast, shared_data: Path, tmp_path: Path
) -> None:
    source = shared_data / "process_raw" / "prmbench_prm800k_test_p1_4o_redundency.jsonl"
    rows = [json.loads(line) for line in source.read_text().splitlines()[:5]]
    (tmp_path / "redundency.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert dikast("grade", "redundency.jsonl", "--judge", "none", "--out", "run").code == 0
    out = dikast("score", "run", "--predictions", "prmbench:out.jsonl", "--unknown-as", "correct").out
    assert "over 5 of 10 solutions; its scorer leaves out the original solutions (correct_…)" in out
    predictions = {row["idx"]: row for row in map(json.loads, Path("out.jsonl").read_text().splitlines())}
    # The scorer makes these two ids of each row, and wants a label for each step.
    for row in rows:
        for prefix, steps in (("correct", row["original_process"]), ("redundency", row["modified_process"])):
            prediction = predictions.pop(f"{prefix}_{row['idx']}")
            assert len(prediction["scores"]["step_level_validity_labels"]) == len(steps)
    assert predictions == {}
