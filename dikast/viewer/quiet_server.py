"""QuietServer: uvicorn's server for a program that handles its signals itself, as a run does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn


class QuietServer(uvicorn.Server):
    """A server that leaves SIGINT and SIGTERM to the program. It ends when it is cancelled."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Captures none."""
        yield
