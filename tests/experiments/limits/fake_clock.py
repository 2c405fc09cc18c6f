"""An event loop whose clock jumps to the next timer: a test that waits for an hour takes no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _JumpingClock(selectors.DefaultSelector):
    """Moves the clock forward instead of waiting."""

    now = 1000.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "deadlock: every task waits for another one"
        ready = super().select(0)
        if not ready:
            self.now += timeout
        return ready


class _FakeClockLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self.clock = _JumpingClock()
        super().__init__(self.clock)

    def time(self) -> float:
        return self.clock.now


def run_on_fake_clock(coroutine: Coroutine[Any, Any, T]) -> T:
    """Runs a coroutine to its end without waiting for real time to pass."""
    with asyncio.Runner(loop_factory=_FakeClockLoop) as runner:
        return runner.run(coroutine)


def now() -> float:
    """The time of the running loop, in seconds."""
    return asyncio.get_running_loop().time()
