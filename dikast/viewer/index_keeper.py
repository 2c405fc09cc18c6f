"""IndexKeeper: keeps the indexes of runs up to date while pages are read, in a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from dikast.errors import DikastError
from dikast.experiments import RunFolder
from dikast.viewer.index import IndexFile, IndexState, update_index

log = logging.getLogger(__name__)

LEAST_WAIT_S = 1.0
REST = 20
"""A run is compared with its index again after this many times as long as the last comparison took."""
RATE_WINDOW_S = 60.0


@dataclass
class _KeptIndex:
    """The index of one run. `samples` are moments with the number of stored episodes, for the rate of a live run."""

    folder: RunFolder
    file: IndexFile
    state: IndexState = field(default_factory=IndexState)
    fault: str = ""
    is_queued: bool = False
    is_compared: bool = False
    due: float = 0.0
    samples: deque[tuple[float, int]] = field(default_factory=deque)


@dataclass(frozen=True)
class KeptIndex:
    """An index as it is now. `rate` is how many episodes a minute were stored lately; None where that is not known."""

    file: IndexFile
    state: IndexState
    fault: str
    is_ready: bool
    rate: float | None


class IndexKeeper:
    """Indexes by run folder. A run is compared with its index when a page asks for it, and never more often than that
    costs little.
    """

    def __init__(self) -> None:
        self._kept: dict[Path, _KeptIndex] = {}
        self._queue: SimpleQueue[_KeptIndex] = SimpleQueue()
        self._lock = threading.Lock()
        self._is_started = False

    def of(self, folder: RunFolder, *, waits: bool = False) -> KeptIndex:
        """The index of a run as it is now. It is compared with the store if that is due: soon, or now if it `waits`."""
        with self._lock:
            kept = self._kept.get(folder.path)
            if kept is None or kept.folder != folder:
                kept = self._kept[folder.path] = _KeptIndex(folder, IndexFile.of(folder))
        if waits and not kept.is_compared:
            self._update(kept)
        with self._lock:
            if not waits and not kept.is_queued and time.monotonic() >= kept.due:
                kept.is_queued = True
                self._queue.put(kept)
            if not waits and not self._is_started:
                self._is_started = True
                # A daemon: what it has committed is whole, so that Ctrl-C need not wait for the rest.
                threading.Thread(target=self._work, name="dikast-index", daemon=True).start()
            # An index that could not be made is not complete with nothing of nothing in it.
            is_ready = kept.is_compared and not kept.fault and kept.state.is_complete
            return KeptIndex(kept.file, kept.state, kept.fault, is_ready, _rate(kept.samples))

    def _work(self) -> None:
        """Brings one index after another up to date."""
        while True:
            self._update(self._queue.get())

    def _update(self, kept: _KeptIndex) -> None:
        """Brings an index up to date, or notes why that can't be done: it is tried again when a page asks."""
        start = time.monotonic()
        fault = ""
        try:
            is_changed = update_index(kept.file, kept.folder, partial(_note, kept))
        except (DikastError, OSError) as error:
            fault, is_changed = str(error), False
        except Exception as error:
            # The thread would end with it, and every run would stay as it is, without a word.
            log.exception("the index of %s", kept.folder.path)
            fault, is_changed = f"a fault of Dikast's: {type(error).__name__}: {error}; it is tried again", False
        took = time.monotonic() - start
        with self._lock:
            kept.fault, kept.is_compared, kept.is_queued = fault, True, False
            # What was put into it need not be put into it again: only the comparison is repeated.
            kept.due = time.monotonic() + LEAST_WAIT_S + (0 if is_changed else REST * took)


def _note(kept: _KeptIndex, state: IndexState) -> None:
    """Notes how far the index is."""
    now = time.monotonic()
    kept.state = state
    if not kept.samples or kept.samples[-1][1] != state.stored:
        kept.samples.append((now, state.stored))
    while len(kept.samples) > 1 and now - kept.samples[0][0] > RATE_WINDOW_S:
        kept.samples.popleft()


def _rate(samples: deque[tuple[float, int]]) -> float | None:
    """Episodes a minute over the last samples."""
    if len(samples) < 2:
        return None
    (start, before), (end, after) = samples[0], samples[-1]
    return None if end <= start else 60 * (after - before) / (end - start)
