"""run: a whole experiment from Python, in a script or in a notebook."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from dikast.experiments import Experiment, Progress, Run, RunFolder, Shutdown, prepare, run_experiment
from dikast.input_files import Document, into

_SHOW_EVERY_S = 0.5


def run(experiment: Mapping[str, JsonValue], *, out: str | Path | None = None, progress: bool = True) -> RunFolder:
    """Runs an experiment given as a mapping with the keys of an experiment file; the folder with its records.

    The folder is `out`, by default `runs/NAME`; paths in the mapping are relative to the current folder. The same call
    goes on with a stopped run, and makes no answered call again. `progress` keeps a line on stderr up to date.

    It returns when the run is over, also where an event loop is running, as in a notebook: the run then has a loop and
    a thread of its own, and the running loop waits. A failed episode is a record, and raises nothing. Raises BadInput,
    before any call, with the key and the nearest right one; KeyboardInterrupt keeps what is finished.
    """
    document = Document(dict(experiment), "experiment")
    prepared = prepare(into(Experiment, document), document, None if out is None else Path(out), Path.cwd())
    started = _Start(prepared, _ProgressText(prepared) if progress else None)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(started.run())
    return started.run_in_thread()


@dataclass
class _Start:
    """One start of a run: what shows how far it is, and how it is stopped."""

    prepared: Run
    text: _ProgressText | None
    stop: Shutdown = field(default_factory=Shutdown)
    loop: asyncio.AbstractEventLoop | None = None

    async def run(self) -> RunFolder:
        """Runs every episode that the folder does not hold."""
        self.loop = asyncio.get_running_loop()
        if self.text is None:
            return await run_experiment(self.prepared, stop=self.stop)
        try:
            return await run_experiment(self.prepared, self.text.show, stop=self.stop)
        finally:
            self.text.end(self.stop)

    def run_in_thread(self) -> RunFolder:
        """The same in a thread, while this one waits. A KeyboardInterrupt comes to this one, and stops the run."""
        with ThreadPoolExecutor(1, thread_name_prefix="dikast-run") as thread:
            running = thread.submit(lambda: asyncio.run(self.run()))
            try:
                return running.result()
            except KeyboardInterrupt:
                if self.loop is not None and not running.done():
                    self.loop.call_soon_threadsafe(self.stop.abandon, "asked", "Ctrl-C")
                raise


@dataclass
class _ProgressText:
    """How far a run is, on one line of stderr, which terminals and notebooks write over."""

    prepared: Run
    progress: Progress = field(default_factory=lambda: Progress(0, 0))
    began: float = field(default_factory=time.monotonic)
    shown: float = float("-inf")

    def show(self, progress: Progress) -> None:
        """Shows this progress, at most twice a second."""
        self.progress = progress
        now = time.monotonic()
        if now - self.shown >= _SHOW_EVERY_S:
            self.shown = now
            sys.stderr.write(f"\r{self}")
            sys.stderr.flush()

    def end(self, stop: Shutdown) -> None:
        """The last progress, why the run ended early if it did, and the end of the line."""
        reason = f"; stopped at {stop.reason}, the same call goes on" if stop.is_requested else ""
        sys.stderr.write(f"\r{self}{reason}\n")
        sys.stderr.flush()

    def __str__(self) -> str:
        progress, calls = self.progress, self.prepared.stack.meter.calls
        counts = {"failed": progress.failed, "unparsed": progress.unparsed}
        troubles = [f", {n:,} {word}" for word, n in counts.items() if n]
        finished = f"{progress.done_earlier + progress.done:,} of {progress.total:,} episodes"
        return f"{finished}, {calls:,} calls, {time.monotonic() - self.began:.0f} s{''.join(troubles)}"
