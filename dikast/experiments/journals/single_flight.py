"""SingleFlight: of equal calls that are wanted at the same time, one is made, and the others wait for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Protocol


class KeyedLock(Protocol):
    """A lock for each key: the task that makes the call with that key holds it."""

    async def acquire(self, key: bytes) -> None:
        """Waits until no other task holds the lock of this key, and takes it."""
        ...

    def release(self, key: bytes) -> None:
        """Gives the lock back."""
        ...


@dataclass
class SingleFlight:
    """The calls that are being made in this process, by key."""

    _done: dict[bytes, asyncio.Event] = field(default_factory=dict)

    async def acquire(self, key: bytes) -> None:
        """Returns as soon as nothing else makes this call. The caller must then `release` it."""
        # Again after each wait: of several that waited, only the first to wake gets the key.
        while (done := self._done.get(key)) is not None:
            await done.wait()
        self._done[key] = asyncio.Event()

    def release(self, key: bytes) -> None:
        """Lets those that wait go on. If the call was answered, they find its reply in the journal."""
        self._done.pop(key).set()
