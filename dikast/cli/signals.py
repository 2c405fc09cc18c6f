"""Ctrl-C: once to finish what is under way, twice to leave it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dikast.experiments import Shutdown


@contextmanager
def interrupts(stop: Shutdown, tell: Callable[[str], None]) -> Iterator[None]:
    """While the block runs, in an event loop, Ctrl-C asks the run to stop; the third time is as ever."""
    loop = asyncio.get_running_loop()
    pressed = 0

    def press() -> None:
        nonlocal pressed
        pressed += 1
        if pressed == 1:
            stop.drain("asked", "Ctrl-C")
            tell("finishing the episodes under way; Ctrl-C again leaves them")
        else:
            stop.abandon("asked", "Ctrl-C")
            loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGINT, press)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
