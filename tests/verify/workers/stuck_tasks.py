"""The verifier's tasks and one more: a task that does not come back. Workers are started with this module's name."""

from __future__ import annotations

import os
import time

from dikast.verify.workers.tasks import TASKS as REAL_TASKS
from dikast.verify.workers.tasks import Tell, warm_up
from dikast.verify.workers.wire import Message

__all__ = ["STUCK_TASKS", "TASKS", "warm_up"]

STUCK_TASKS = __name__


def get_stuck(task: Message, tell: Tell) -> None:
    """Spins, hangs in C, takes memory, sleeps or dies, as the field `how` says."""
    tell({"began": True})
    match task["how"]:
        case "spin":
            while True:
                pass
        case "hang":
            len(str(7 ** (10**9)))  # one call of C code: no signal handler of Python runs before it ends
        case "memory":
            chunks = [bytearray(64 * 1024 * 1024) for _ in range(1000)]
            del chunks
    time.sleep(float(task.get("seconds", 0)))
    if task["how"] == "die":
        os._exit(1)


TASKS = {**REAL_TASKS, "stuck": get_stuck}
