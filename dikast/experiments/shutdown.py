"""Shutdown: that a run is to end before its work is done, how, and why."""

from __future__ import annotations

import asyncio
from typing import Literal

ShutdownCause = Literal["asked", "limit"]


class RunAbandoned(Exception):
    """Ends the episodes under way, through their task group. It never leaves this package."""


class Shutdown:
    """After `drain` no episode is begun; after `abandon` those under way are left too.

    `cause` says whether a person asked or a limit was reached, `reason` says it in words. The first one counts.
    """

    def __init__(self) -> None:
        self.cause: ShutdownCause | None = None
        self.reason = ""
        self._is_abandoned = asyncio.Event()

    @property
    def is_requested(self) -> bool:
        """Whether the run is to end."""
        return self.cause is not None

    def drain(self, cause: ShutdownCause, reason: str) -> None:
        """Begins no more episodes, and finishes those under way."""
        if self.cause is None:
            self.cause, self.reason = cause, reason

    def abandon(self, cause: ShutdownCause, reason: str) -> None:
        """Leaves the episodes under way too."""
        self.drain(cause, reason)
        self._is_abandoned.set()

    async def raise_when_abandoned(self) -> None:
        """Raises RunAbandoned, into the task group that it runs in, once the run is abandoned."""
        await self._is_abandoned.wait()
        raise RunAbandoned
