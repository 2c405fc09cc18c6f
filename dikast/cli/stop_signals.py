"""Signals that end a run: once to finish the episodes in progress, twice to drop them."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dikast.experiments import Shutdown

NAMES = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM", signal.SIGHUP: "SIGHUP"}
"""The signals, and what people call them: schedulers send SIGTERM, a terminal that is closed sends SIGHUP."""


@contextmanager
def interrupts(stop: Shutdown, show_message: Callable[[str], None]) -> Iterator[None]:
    """While the block runs, in an event loop, Ctrl-C, SIGTERM and SIGHUP ask the run to stop.

    A third one ends the process as it would without this: the run may hang, and must not be unstoppable. A signal
    that the process was started to ignore, as `nohup` does, stays ignored.
    """
    loop = asyncio.get_running_loop()
    heeded = [number for number in NAMES if signal.getsignal(number) is not signal.SIG_IGN]
    n_signals = 0

    def on_signal(number: signal.Signals) -> None:
        nonlocal n_signals
        n_signals += 1
        if number == signal.SIGHUP:
            _leave_terminal()
        if n_signals == 1:
            stop.drain("asked", NAMES[number])
            show_message(f"finishing the episodes under way; {NAMES[number]} again leaves them")
            return
        stop.abandon("asked", NAMES[number])
        # From now on the signals do what they do without this.
        for one in heeded:
            loop.remove_signal_handler(one)

    for number in heeded:
        loop.add_signal_handler(number, on_signal, number)
    try:
        yield
    finally:
        for number in heeded:
            loop.remove_signal_handler(number)


def exit_code(reason: str) -> int:
    """The exit code of a run that was asked to stop: 128 and the number of the signal, as shells have it."""
    numbers = {name: number for number, name in NAMES.items()}
    return 128 + numbers.get(reason, signal.SIGINT)


def _leave_terminal() -> None:
    """Writes to nowhere what would go to a terminal: it is gone, and writing to it would fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for descriptor in (1, 2):
        if os.isatty(descriptor):
            os.dup2(nowhere, descriptor)
    os.close(nowhere)
