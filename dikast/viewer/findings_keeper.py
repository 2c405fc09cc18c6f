"""FindingsKeeper: the report's findings of runs, made when they are asked for and kept until the run changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from dikast.errors import DikastError
from dikast.experiments import RunFolder
from dikast.report import Findings, build_findings, drawn_figures

MOST_KEPT = 4
LEAST_GOOD_S = 10.0
REST = 5
"""Of a run that goes on, findings are good for so many seconds, and so many times as long as they took."""
FEW_EPISODES = 2_000
"""The findings of more than these are made in a process of their own, which gives its memory back."""


@dataclass(frozen=True)
class DrawnFindings:
    """Findings with their figures, as the report's templates take them. `fault` says why there are none.

    They are shown until `good_until`, a moment of the monotonic clock, although the run goes on meanwhile.
    """

    findings: Findings | None
    figures: Mapping[str, Mapping[str, object]]
    version: int
    fault: str = ""
    good_until: float = 0.0


@dataclass
class FindingsKeeper:
    """The last few findings, by run folder. They take some seconds for a large run, so only one is made at a time."""

    _kept: dict[Path, DrawnFindings] = field(default_factory=dict)
    _making: threading.Lock = field(default_factory=threading.Lock)
    _wanted: set[Path] = field(default_factory=set)

    def of(self, folder: RunFolder, version: int, episodes: int) -> tuple[DrawnFindings | None, bool]:
        """What was made of a run with so many episodes, and whether newer findings are being made.

        They are begun here, where the run has changed.
        """
        kept = self._kept.get(folder.path)
        if kept is not None and (kept.version == version or monotonic() < kept.good_until):
            return kept, False
        if folder.path not in self._wanted:
            self._wanted.add(folder.path)
            # A daemon: it only reads.
            make = _drawn if episodes <= FEW_EPISODES else _drawn_elsewhere
            thread = threading.Thread(
                target=self._make, args=(folder, version, make), name="dikast-findings", daemon=True
            )
            thread.start()
        return kept, True

    def made(self, folder: RunFolder, version: int, episodes: int) -> DrawnFindings:
        """The same, once they are made."""
        kept = self._kept.get(folder.path)
        if kept is None or kept.version != version:
            self._make(folder, version, _drawn if episodes <= FEW_EPISODES else _drawn_elsewhere)
        return self._kept[folder.path]

    def _make(self, folder: RunFolder, version: int, make: Callable[[RunFolder, int], DrawnFindings]) -> None:
        with self._making:
            try:
                start = monotonic()
                drawn = make(folder, version)
                took = monotonic() - start
                self._kept.pop(folder.path, None)
                self._kept[folder.path] = replace(drawn, good_until=monotonic() + LEAST_GOOD_S + REST * took)
                while len(self._kept) > MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
            finally:
                self._wanted.discard(folder.path)


def _drawn(folder: RunFolder, version: int) -> DrawnFindings:
    """The findings of a run."""
    try:
        findings = build_findings([folder])
        return DrawnFindings(findings, drawn_figures(findings), version)
    except DikastError as fault:
        return DrawnFindings(None, {}, version, str(fault))


def _drawn_elsewhere(folder: RunFolder, version: int) -> DrawnFindings:
    """The same, made in another process, which ends with this one."""
    context = get_context("spawn")
    reader, writer = context.Pipe(duplex=False)
    process = context.Process(target=_send_drawn, args=(writer, folder, version), daemon=True)
    process.start()
    writer.close()
    try:
        drawn: DrawnFindings = reader.recv()
    except EOFError:
        drawn = DrawnFindings(None, {}, version, "the findings could not be made; `dikast report` shows why")
    process.join()
    return drawn


def _send_drawn(writer: Connection, folder: RunFolder, version: int) -> None:
    writer.send(_drawn(folder, version))
