"""The pool: deadlines hold, a task is never lost with a worker, and nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dikast.verify import Verifier, check_answer, check_answer_sync, check_step_sync
from dikast.verify.workers.launch import Spawns, launcher
from dikast.verify.workers.pool import Pool
from tests.verify.workers.processes import command, descendants
from tests.verify.workers.stuck_tasks import STUCK_TASKS


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(2, launcher(STUCK_TASKS))
    yield pool
    pool.close()


async def test_memory_is_bounded(pool: Pool) -> None:
    outcome = await pool.run({"task": "stuck", "how": "memory"}, 30)
    assert outcome.reason == "memory"
    assert (await pool.run({"task": "answer", "reference": "1", "answer": "1"}, 5)).result["status"] == "verified"


async def test_a_worker_that_dies_by_itself_is_replaced(pool: Pool) -> None:
    outcome = await pool.run({"task": "stuck", "how": "die"}, 5)
    assert outcome.reason == "memory"
    assert (await pool.run({"task": "answer", "reference": "1", "answer": "1"}, 5)).result["status"] == "verified"


async def test_cancelled_task_gives_its_worker_up(pool: Pool) -> None:
    task = asyncio.ensure_future(pool.run({"task": "stuck", "how": "spin"}, 60))
    await asyncio.sleep(1.5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    outcomes = await asyncio.gather(
        *(pool.run({"task": "answer", "reference": "1", "answer": "1"}, 10) for _ in range(6))
    )
    assert all(o.result["status"] == "verified" for o in outcomes)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
async def test_killing_workers_at_random_loses_no_task() -> None:
    async with Verifier(workers=2) as verifier:
        await verifier.answer("1", "1")

        async def kill() -> None:
            chance = random.Random(1)
            for _ in range(8):
                await asyncio.sleep(chance.uniform(0, 0.1))
                zygotes = [p for p in descendants(os.getpid()) if b"dikast.verify.workers.zygote" in command(p)]
                workers = [p for z in zygotes for p in descendants(z)]
                if workers:
                    os.kill(chance.choice(sorted(workers)), signal.SIGKILL)

        async with asyncio.TaskGroup() as group:
            group.create_task(kill())
            rows = [{"reference": "(x+1)^2", "answer": f"x^2+2x+{i % 2 + 1}"} for i in range(120)]
            checks = group.create_task(verifier.answers(rows))
        statuses = [check.status for check in checks.result()]
    assert statuses == ["verified" if i % 2 == 0 else "refuted" for i in range(120)]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes in /proc")
@pytest.mark.parametrize("started", [1, 2, 3], ids=["while it loads", "while it forks", "while all work"])
def test_kill_of_the_caller_leaves_no_process(started: int) -> None:
    script = (
        "import asyncio\n"
        "from dikast.verify.workers.launch import launcher\n"
        "from dikast.verify.workers.pool import Pool\n"
        "async def main():\n"
        f"    pool = Pool(2, launcher({STUCK_TASKS!r}))\n"
        "    tasks = ({'task': 'stuck', 'how': how, 'seconds': 60} for how in ('spin', 'sleep'))\n"
        "    await asyncio.gather(*(pool.run(task, 60) for task in tasks))\n"
        "asyncio.run(main())\n"
    )
    caller = subprocess.Popen([sys.executable, "-c", script])
    left: set[int] = set()
    for _ in range(3000):
        time.sleep(0.01)
        left = descendants(caller.pid)
        if len(left) >= started:
            break
    assert len(left) >= started, "the zygote and its workers should run by now"
    caller.kill()
    caller.wait()
    deadline = time.monotonic() + 10
    while any(command(pid) for pid in left) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(command(pid) for pid in left)


def test_a_script_without_a_main_guard_works(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from dikast.verify import check_answer_sync\nprint(check_answer_sync('0.5 m', '50 cm').status)\n"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    )
    assert (done.stdout, done.stderr) == ("verified\n", "")


def test_one_pool_serves_several_loops_and_plain_code() -> None:
    assert asyncio.run(check_answer("1/2", "0.5")).status == "verified"
    assert asyncio.run(check_answer("1/2", "0.6")).status == "refuted"
    assert check_answer_sync("1/2", "0.5").status == "verified"
    assert check_step_sync("2 + 2 = 5")[0].status == "refuted"


async def test_plain_code_inside_a_loop() -> None:
    assert check_answer_sync("1/2", "0.5").status == "verified"


async def test_partial_evidence_survives_the_deadline(pool: Pool) -> None:
    outcome = await pool.run({"task": "stuck", "how": "sleep", "seconds": 60}, 0.5)
    assert outcome.found


async def test_workers_without_fork() -> None:
    pool = Pool(1, Spawns(STUCK_TASKS))
    try:
        task = {"task": "answer", "reference": "0.5 m", "answer": "50 cm"}
        assert (await pool.run(task, 20)).result["status"] == "verified"
        assert (await pool.run({"task": "stuck", "how": "spin"}, 0.3)).reason == "timeout"
        assert (await pool.run(task, 20)).result["status"] == "verified"
    finally:
        pool.close()


async def test_a_closed_verifier_says_so() -> None:
    verifier = Verifier(workers=1)
    verifier.close()
    with pytest.raises(RuntimeError, match="closed"):
        await verifier.answer("1", "1")


async def test_bulk_keeps_order() -> None:
    async with Verifier(workers=2) as verifier:
        checks = await verifier.answers({"reference": str(i), "answer": str(i + i % 2)} for i in range(200))
    assert [c.status for c in checks] == ["refuted" if i % 2 else "verified" for i in range(200)]


def test_bad_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="got 0"):
        Verifier(workers=0)
    with pytest.raises(ValueError, match="deadlines"):
        Verifier(answer_s=0)
