"""Two ways to start a worker: forked from the zygote, or, where there is no fork, a process of its own."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Protocol

from dikast.verify.workers.wire import order

TASKS_MODULE = "dikast.verify.workers.tasks"


class Launcher(Protocol):
    """Starts workers and ends them. `start` returns the caller's end of the worker's socket, not blocking."""

    def start(self, worker: int) -> socket.socket: ...
    def kill(self, worker: int) -> None: ...
    def close(self) -> None: ...


def launcher(tasks: str = TASKS_MODULE) -> Launcher:
    """The best way on this system. `tasks` names the module with the tasks (see `workers.tasks`)."""
    if hasattr(os, "fork") and hasattr(socket, "send_fds"):
        return Forks(tasks)
    return Spawns(tasks)


def _command(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", f"dikast.verify.workers.{module}", *arguments]


def _environment(**more: str) -> dict[str, str]:
    """Only what a worker needs: where the package is, and a fixed hash seed, so that checks repeat."""
    root = str(Path(__file__).resolve().parents[3])
    inherited = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "HOME") if key in os.environ}
    path = os.pathsep.join([root, *(p for p in sys.path if p and Path(p).is_dir())])
    return {**inherited, "PYTHONPATH": path, "PYTHONHASHSEED": "0", "SYMPY_GROUND_TYPES": "python", **more}


class Forks:
    """Workers forked from one zygote, which is started again if it is found dead."""

    def __init__(self, tasks: str = TASKS_MODULE) -> None:
        self._tasks = tasks
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, worker: int) -> socket.socket:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs, self._lock:
            for attempt in (1, 2):
                try:
                    socket.send_fds(self._link(), [order("fork", worker)], [theirs.fileno()])
                    break
                except OSError:
                    self._drop()
                    if attempt == 2:
                        raise
        return ours

    def kill(self, worker: int) -> None:
        with self._lock, contextlib.suppress(OSError):
            if self._control is not None:
                self._control.sendall(order("kill", worker))

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _link(self) -> socket.socket:
        if self._control is None:
            ours, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(
                    _command("zygote", str(theirs.fileno()), self._tasks),
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    env=_environment(),
                )
            self._control = ours
        return self._control

    def _drop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None


class Spawns:
    """Each worker a process of its own, which connects back over the loopback with a token of its own."""

    def __init__(self, tasks: str = TASKS_MODULE) -> None:
        self._tasks = tasks
        self._processes: dict[int, subprocess.Popen[bytes]] = {}

    def start(self, worker: int) -> socket.socket:
        token = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.settimeout(30)
            self._processes[worker] = subprocess.Popen(
                _command("worker", str(server.getsockname()[1]), self._tasks),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=_environment(DIKAST_WORKER_TOKEN=token),
            )
            while True:
                link, _ = server.accept()
                link.settimeout(30)
                if secrets.compare_digest(link.recv(len(token)), token.encode("ascii")):
                    break
                link.close()
        link.setblocking(False)
        return link

    def kill(self, worker: int) -> None:
        process = self._processes.pop(worker, None)
        if process is not None:
            process.kill()
            process.wait()

    def close(self) -> None:
        for worker in list(self._processes):
            self.kill(worker)
