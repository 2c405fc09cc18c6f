"""A small process that has sympy loaded and only forks workers. Started by `python -m`, never by the caller's script.

Its orders are one-way messages over its control socket: `fork ID` (with the worker's socket beside it), `kill ID`. It
alone knows process ids, so it never kills a process that is not its own child. When the control socket closes, for
whatever reason, it kills its workers and ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import select
import signal
import socket
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from dikast.verify.workers.wire import ORDER

if TYPE_CHECKING:
    from dikast.verify.workers.tasks import Task

_PR_SET_PDEATHSIG = 1


def run(control: socket.socket, tasks: Mapping[str, Task]) -> None:
    """Forks workers for these tasks and kills them, on orders, until the control socket closes."""
    children: dict[int, int] = {}
    wake, waker = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    watched: list[socket.socket | int] = [control, wake]
    while True:
        ready, _, _ = select.select(watched, [], [])
        if wake in ready:
            with contextlib.suppress(BlockingIOError):
                os.read(wake, 4096)
        _reap(children)
        if control in ready and not _obey(control, children, tasks):
            break
    for pid in children.values():
        os.kill(pid, signal.SIGKILL)
    os._exit(0)


def _obey(control: socket.socket, children: dict[int, int], tasks: Mapping[str, Task]) -> bool:
    """Takes one order; False when there will be no more."""
    try:
        data, fds, _, _ = socket.recv_fds(control, ORDER, 1)
    except OSError:
        return False
    if not data:
        return False
    while len(data) < ORDER:
        data += control.recv(ORDER - len(data)) or b" " * ORDER
    word, number = data.decode("ascii").split()
    if word == "kill":
        if (pid := children.get(int(number))) is not None:
            os.kill(pid, signal.SIGKILL)
        return True
    pid = os.fork()
    if pid == 0:
        _become_worker(control, fds[0], tasks)
    os.close(fds[0])
    children[int(number)] = pid
    return True


def _become_worker(control: socket.socket, fd: int, tasks: Mapping[str, Task]) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    control.close()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    from dikast.verify.workers.worker import serve

    try:
        serve(socket.socket(fileno=fd), tasks)
    finally:
        os._exit(0)


def _reap(children: dict[int, int]) -> None:
    for worker, pid in list(children.items()):
        if os.waitpid(pid, os.WNOHANG)[0]:
            del children[worker]


def main() -> None:
    """Loads what workers need, once, and serves the control socket.

    The arguments are the number of that socket and the name of the module that has the tasks.
    """
    control = socket.socket(fileno=int(sys.argv[1]))
    module = import_module(sys.argv[2])
    os.setsid()
    module.warm_up()
    gc.collect()
    gc.freeze()
    run(control, module.TASKS)


if __name__ == "__main__":
    main()
