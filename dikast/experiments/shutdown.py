"""Stop: that a run is to end before its work is done, how, and why."""

from __future__ import annotations

import asyncio
from typing import Literal

Why = Literal["asked", "limit"]


class Abandoned(Exception):
    """What ends the work that is under way; never seen outside."""


class Shutdown:
    """Nothing new is begun once `drain` was called, and what is under way is left once `now` was.

    `why` says whether somebody asked or a limit was reached, `reason` in words. The first reason stands.
    """

    def __init__(self) -> None:
        self.why: Why | None = None
        self.reason = ""
        self._is_over = asyncio.Event()

    @property
    def is_called(self) -> bool:
        """Whether the run is to end."""
        return self.why is not None

    def drain(self, why: Why, reason: str) -> None:
        """Begins nothing new, and finishes what is under way."""
        if self.why is None:
            self.why, self.reason = why, reason

    def now(self, why: Why, reason: str) -> None:
        """Leaves also what is under way."""
        self.drain(why, reason)
        self._is_over.set()

    async def abandoned(self) -> None:
        """Raises Abandoned, into the task group that it runs in, once work is to be left."""
        await self._is_over.wait()
        raise Abandoned
