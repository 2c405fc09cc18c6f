"""The worker's side: takes tasks from its socket, one at a time, under limits that hold even if no one watches it."""

from __future__ import annotations

import contextlib
import gc
import math
import os
import socket
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dikast.verify.workers.fuse import Fuse
from dikast.verify.workers.wire import Closed, Message, pack, receive

if TYPE_CHECKING:
    from dikast.verify.workers.tasks import Task

MEMORY_BYTES = 1536 * 1024 * 1024
# A task makes many small trees and keeps few: to look for circles among them as often as Python does takes a tenth.
_GARBAGE = (20_000, 20, 20)
_FORBIDDEN = (
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.kill",
    "subprocess.Popen",
    "socket.connect",
    "socket.bind",
    "shutil.rmtree",
)


def serve(link: socket.socket, tasks: Mapping[str, Task]) -> None:
    """Answers tasks, by their names, until the caller is gone. Each answer ends with a message that has `done`."""
    confine()
    gc.set_threshold(*_GARBAGE)
    fuse = Fuse()
    link.setblocking(True)
    with contextlib.suppress(Closed, OSError):
        link.sendall(pack({"ready": True}))
        while True:
            task = receive(link)
            _bound_cpu(float(task["deadline_s"]))
            fuse.light(float(task["deadline_s"]))
            answer = pack(_attempt(tasks, task, link))
            fuse.put_out()
            link.sendall(answer)


def _attempt(tasks: Mapping[str, Task], task: Message, link: socket.socket) -> Message:
    def tell(finding: Message) -> None:
        link.sendall(pack({"found": finding}))

    try:
        return {"done": tasks[task["task"]](task, tell)}
    except MemoryError:
        return {"failed": "memory"}
    except RecursionError:
        return {"failed": "cost"}
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - the fault of one task must reach the caller as a value
        return {"failed": "unsupported", "detail": f"{type(error).__name__}: {error}"[:500]}


def confine() -> None:
    """Takes from this process what a verifier never needs: unlimited memory, files, other processes, the network."""
    sys.addaudithook(_refuse)
    sys.setrecursionlimit(4000)
    try:
        import resource
    except ImportError:  # not on Windows
        return
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
        (resource.RLIMIT_NPROC, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"a verifier's worker may not {event}")


def _bound_cpu(seconds: float) -> None:
    """Lets the system end this process if it computes far past its deadline."""
    try:
        import resource
    except ImportError:
        return
    used_s = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(used_s + seconds) + 1, resource.RLIM_INFINITY))


def main() -> None:
    """A worker of its own (where there is no fork): its arguments are the port and the module of its tasks."""
    port, token = int(sys.argv[1]), os.environ["DIKAST_WORKER_TOKEN"]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as link:
        link.sendall(token.encode("ascii"))
        import sympy  # noqa: F401 - loaded before the limits and before the first task

        serve(link, import_module(sys.argv[2]).TASKS)


if __name__ == "__main__":
    main()
