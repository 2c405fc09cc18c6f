"""benchmarks/scale.py: a run that is filled in is as one that was run."""

from __future__ import annotations

import asyncio
from pathlib import Path

from benchmarks.scale import fill, write_experiment
from dikast.experiments import Progress, RunFolder, load_experiment, prepare, run_experiment
from dikast.records import Outcome


def started(folder: Path, seen: list[Progress]) -> RunFolder:
    return asyncio.run(run_experiment(prepare(*load_experiment(folder / "scale.yaml"), folder / "run"), seen.append))


def without_times(outcome: Outcome) -> Outcome:
    usage = outcome.usage.model_copy(update={"seconds": 0.0})
    return outcome.model_copy(update={"seconds": 0.0, "usage": usage})


def test_a_filled_run_has_the_rows_of_a_real_one(tmp_path: Path) -> None:
    rows: dict[str, list[Outcome]] = {}
    for name in ("filled", "real"):
        folder = tmp_path / name
        folder.mkdir()
        write_experiment(folder, 20, 10, None, most_questions=4)
        if name == "filled":
            fill(folder)
        seen: list[Progress] = []
        rows[name] = [without_times(outcome) for outcome in started(folder, seen).outcomes()]
        assert seen[0].done_earlier == (20 if name == "filled" else 0)
    choices = {"choice", "p_gold", "credit", "brier", "probabilities", "views"}
    bare = {name: [row.model_dump(exclude=choices) for row in of_run] for name, of_run in rows.items()}
    assert len(bare["real"]) == 20
    # Orders alternate from repeat to repeat, and with them what a judge who says A chooses.
    assert bare["filled"] == bare["real"]
