"""Ctrl-C during a run: once to finish the episodes in progress, twice to drop them."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dikast.experiments import Shutdown


@contextmanager
def interrupts(stop: Shutdown, show_message: Callable[[str], None]) -> Iterator[None]:
    """While the block runs, in an event loop, Ctrl-C asks the run to stop.

    A third Ctrl-C ends the process as it would without this: the run may hang, and must not be unstoppable.
    """
    loop = asyncio.get_running_loop()
    n_presses = 0

    def on_ctrl_c() -> None:
        nonlocal n_presses
        n_presses += 1
        if n_presses == 1:
            stop.drain("asked", "Ctrl-C")
            show_message("finishing the episodes under way; Ctrl-C again leaves them")
        else:
            stop.abandon("asked", "Ctrl-C")
            # From now on Ctrl-C raises KeyboardInterrupt again.
            loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGINT, on_ctrl_c)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
