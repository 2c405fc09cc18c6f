"""Every call of a run has a key, so that a server that knows it charges once."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.experiments import load_experiment, prepare, run_experiment
from dikast.experiments.executors.executor import Executor, LocalExecutor
from dikast.experiments.executors.processes import ProcessesExecutor
from tests.experiments.conftest import rows, write
from tests.experiments.fake_provider import Mood, provider


@pytest.mark.parametrize("executor", [LocalExecutor(), ProcessesExecutor(2)])
async def test_each_call_has_a_key_of_its_own_and_another_run_has_others(tmp_path: Path, executor: Executor) -> None:
    with provider(takes_s=0.0) as server:
        judge = {"model": "endpoint/m", "api_base": server.base}
        path = write(tmp_path, rows(4), agents={"judge": judge, "debater": judge}, protocols=["debate"])
        for folder in ("one", "two"):
            await run_experiment(prepare(*load_experiment(path), tmp_path / folder), executor=executor)
    assert len(server.keys) == len(set(server.keys)) == 2 * 4 * 7
    assert None not in server.keys


@pytest.mark.parametrize(("mood", "is_same"), [("hangs", True), ("refuses", False), ("garbage", False)])
async def test_a_try_without_an_answer_is_made_again_with_the_same_key(
    tmp_path: Path, mood: Mood, is_same: bool
) -> None:
    with provider(takes_s=0.0, moods=[mood], retry_after_s=0.1) as server:
        agents = {"judge": {"model": "endpoint/m", "api_base": server.base}}
        path = write(tmp_path, rows(1), agents=agents, limits={"timeout_s": 0.5})
        await run_experiment(prepare(*load_experiment(path), tmp_path / "run"))
    first, second = server.keys
    assert first
    assert (first == second) is is_same


async def test_the_next_start_makes_a_call_that_was_cut_off_with_the_same_key(tmp_path: Path) -> None:
    with provider(takes_s=0.0, moods=["hangs"]) as server:
        agents = {"judge": {"model": "endpoint/m", "api_base": server.base}}
        path = write(tmp_path, rows(1), agents=agents, limits={"timeout_s": 0.2, "tries": 1})
        for _ in range(2):
            await run_experiment(prepare(*load_experiment(path), tmp_path / "run"))
    first, second = server.keys
    assert first == second
