"""How far a run is, on stderr: a line that is kept up to date, or lines for a log."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from dikast.experiments import PERSON, Progress, Run

LOG_EVERY_S = 10.0
BEAT_S = 1.0
NO_LIMIT = 10_000


@dataclass
class ProgressFigures:
    """What stands beside the bar, from the run's meter at this moment."""

    run: Run
    progress: Progress = field(default_factory=lambda: Progress(0, 0))
    began: float = field(default_factory=time.monotonic)

    def __str__(self) -> str:
        return ", ".join(part for part in (*self._trouble(), self._money(), *self._speed()) if part)

    def _speed(self) -> list[str]:
        meter, past = self.run.stack.meter, time.monotonic() - self.began
        rate = f"{meter.calls / past:.1f} calls/s" if meter.calls and past > 0 else ""
        under_way = f"{meter.in_flight} in flight" if meter.in_flight else ""
        replayed = f"{meter.replayed:,} from the journal" if meter.replayed else ""
        return [rate, under_way, replayed, self._left(past)]

    def _left(self, past: float) -> str:
        now = self.progress
        left = now.total - now.done_earlier - now.done
        return f"{_duration(left * past / now.done)} left" if now.done and left else ""

    def _money(self) -> str:
        meter, limits = self.run.stack.meter, self.run.experiment.limits
        usd = self.progress.spent_earlier.cost_usd + meter.usd
        n_unpriced = self.progress.spent_earlier.unpriced + meter.n_unpriced
        unknown = f"{n_unpriced:,} calls unpriced" if n_unpriced else ""
        if not usd and limits.usd is None:
            return unknown
        spent = f"${usd:,.2f}" + (f" of ${limits.usd:,.10g}" if limits.usd else "")
        return f"{spent} and {unknown}" if unknown else spent

    def _trouble(self) -> list[str]:
        meter, now = self.run.stack.meter, self.progress
        counts = [
            (now.unparsed, "unparsed"),
            (now.failed, "failed"),
            (now.failed_earlier, "failed before"),
            (meter.refused, "refused for now"),
        ]
        kinds = [f"{name} {n:,}" for name, n in meter.failures.most_common(3)]
        return [f"{n:,} {word}" for n, word in counts if n] + kinds


class _FiguresColumn(ProgressColumn):
    def __init__(self, figures: ProgressFigures) -> None:
        super().__init__()
        self._figures = figures

    def render(self, task: Task) -> Text:
        return Text(str(self._figures), no_wrap=True, overflow="ellipsis")


@dataclass
class ProgressLine:
    """Shows how far a run is, and remembers it."""

    figures: ProgressFigures
    bar: Bar | None
    _logged: float = float("-inf")

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return self.figures.progress

    def show(self, progress: Progress) -> None:
        """Takes the line to this point; a log gets a line every ten seconds, and one at the end."""
        self.figures.progress = progress
        if self.bar is None:
            self.log(is_due=progress.done_earlier + progress.done == progress.total)
            return
        if not self.bar.tasks:
            self.bar.add_task("", total=progress.total)
        self.bar.update(self.bar.tasks[0].id, completed=progress.done_earlier + progress.done)

    def log(self, *, is_due: bool = False) -> None:
        """A line for a log, if it is time for one."""
        now = time.monotonic()
        if not self.progress.total:
            return  # the run has not begun
        if is_due or now - self._logged >= LOG_EVERY_S:
            self._logged = now
            done = self.progress.done_earlier + self.progress.done
            told = f"{time.strftime('%H:%M:%S')} {done:,}/{self.progress.total:,} episodes"
            typer.echo(", ".join(part for part in (told, str(self.figures)) if part), err=True)

    @contextmanager
    def beating(self) -> Iterator[None]:
        """While the block runs, in an event loop, a log has its lines also while nothing is finished."""
        loop = asyncio.get_running_loop()
        handle = loop.call_later(BEAT_S, lambda: None)

        def beat() -> None:
            nonlocal handle
            self.log()
            handle = loop.call_later(BEAT_S, beat)

        if self.bar is None:
            beat()
        try:
            yield
        finally:
            handle.cancel()

    def stop(self) -> None:
        """Leaves the line as it is, so that something else can be written."""
        if self.bar is not None:
            self.bar.stop()


@contextmanager
def progress_line(prepared: Run, *, is_plain: bool = False) -> Iterator[ProgressLine]:
    """A line that is there while the block runs; none where a person sits at the terminal as an agent."""
    figures = ProgressFigures(prepared)
    if is_plain:
        yield ProgressLine(figures, None)
        return
    columns = (TextColumn("episodes"), BarColumn(bar_width=20), MofNCompleteColumn(), _FiguresColumn(figures))
    console = Console(stderr=True)
    if not console.is_terminal:
        console.width = NO_LIMIT
    with Bar(*columns, console=console, disable=has_person(prepared)) as bar:
        yield ProgressLine(figures, bar)


def has_person(prepared: Run) -> bool:
    """Whether somebody sits at the terminal as an agent."""
    return any(agent.name == PERSON for agent in prepared.agents)


def _duration(seconds: float) -> str:
    minutes, hours = seconds / 60, seconds / 3600
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes:.0f} min" if minutes < 90 else f"{hours:.1f} h"
