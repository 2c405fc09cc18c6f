"""How far a run is, on stderr: one line that is kept up to date, or lines for a log."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import typer
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, Task, TextColumn
from rich.progress import Progress as Bar
from rich.text import Text

from dikast.agents import is_person
from dikast.cli.tables import counted, plain_console
from dikast.experiments import Progress, Run
from dikast.records import Outcome
from dikast.sanitize import sanitize

LOG_EVERY_S = 10.0
HEARTBEAT_S = 1.0
MOST_KINDS_SHOWN = 3
"""The most kinds of failure that are named, the most frequent first."""


@dataclass
class ProgressFigures:
    """The figures beside the bar, as the run's meter has them at this moment."""

    run: Run
    progress: Progress = field(default_factory=lambda: Progress(0, 0))
    began: float = field(default_factory=time.monotonic)

    def __str__(self) -> str:
        # The worst first: a narrow terminal cuts off the end.
        figures = [*self._troubles(), *self._money(), *self._speed()]
        return ", ".join(figures)

    def _troubles(self) -> Iterator[str]:
        """How many episodes and calls went wrong, and the most frequent kinds of failure."""
        meter = self.run.stack.meter
        counts = {
            "unparsed": self.progress.unparsed,
            "failed": self.progress.failed,
            "failed before": self.progress.failed_earlier,
            "refused for now": meter.refused,
            "waiting for people": self.progress.waiting,
        }
        for word, count in counts.items():
            if count:
                yield f"{count:,} {word}"
        for kind, count in meter.failures.most_common(MOST_KINDS_SHOWN):
            yield f"{kind} {count:,}"

    def _money(self) -> Iterator[str]:
        """The money of all starts of the run; an unknown price is named, it never counts as zero."""
        meter = self.run.stack.meter
        limit_usd = self.run.experiment.limits.usd
        usd = self.progress.spent_earlier.cost_usd + meter.usd
        n_unpriced = self.progress.spent_earlier.unpriced + meter.n_unpriced
        amounts = []
        if usd or limit_usd is not None:
            # Not with two decimals: a limit of $0.001 would be shown as $0.00.
            of_limit = f" of ${limit_usd:,.10g}" if limit_usd else ""
            amounts.append(f"${usd:,.2f}{of_limit}")
        if n_unpriced:
            amounts.append(f"{counted(n_unpriced, 'call')} unpriced")
        if amounts:
            yield " and ".join(amounts)

    def _speed(self) -> Iterator[str]:
        """Calls a second, the time taken and the time left; until the first episode is done, all that was answered."""
        meter = self.run.stack.meter
        elapsed_s = time.monotonic() - self.began
        if not self.progress.done and meter.calls:
            yield f"{counted(meter.calls, 'call')} answered"
            yield counted(meter.tokens, "token")
        if meter.calls and elapsed_s > 0:
            yield f"{meter.calls / elapsed_s:.1f} calls/s"
        if meter.in_flight:
            yield f"{meter.in_flight} in flight"
        if meter.replayed:
            yield f"{meter.replayed:,} from the journal"
        if elapsed_s >= 1:
            yield _duration(elapsed_s)
        n_done = self.progress.done
        n_left = self.progress.total - self.progress.done_earlier - n_done
        if n_done and n_left:
            # Episodes of an earlier start took no time now: the speed is that of this start.
            yield f"{_duration(n_left * elapsed_s / n_done)} left"


class _FiguresColumn(ProgressColumn):
    """The figures as the last column of the bar."""

    def __init__(self, figures: ProgressFigures) -> None:
        super().__init__()
        self._figures = figures

    def render(self, task: Task) -> Text:
        return Text(str(self._figures), no_wrap=True, overflow="ellipsis")


@dataclass
class VerdictLines:
    """A line on stderr for every verdict as it comes, with how often each protocol was right so far."""

    credits: dict[str, list[float]] = field(default_factory=dict)
    _shown: str = ""

    def show(self, progress: Progress) -> None:
        """Shows the episode that was finished last, once."""
        outcome = progress.latest
        if outcome is None or outcome.id == self._shown:
            return
        self._shown = outcome.id
        typer.echo(sanitize(self._line(outcome)), err=True)

    def _line(self, outcome: Outcome) -> str:
        """The verdict in a word, the episode, and the protocol's accuracy so far."""
        line = f"{verdict_word(outcome):<8}  {outcome.id}"
        if outcome.credit is None:
            return line
        credits = self.credits.setdefault(outcome.protocol, [])
        credits.append(outcome.credit)
        return f"{line}  ({outcome.protocol} so far: {sum(credits):g} of {len(credits)} right)"


def verdict_word(outcome: Outcome) -> str:
    """What became of an episode, in a word."""
    if outcome.status != "decided":
        return outcome.status
    if outcome.tie:
        return "tie"
    if outcome.credit is None:
        return "decided"
    return {1.0: "right", 0.0: "wrong"}.get(outcome.credit, "split")


@dataclass
class ProgressLine:
    """Shows how far a run is, on a bar or, without one, as lines of a log."""

    figures: ProgressFigures
    bar: Bar | None
    each: VerdictLines | None = None
    # When the last line was written, in seconds of the monotonic clock; the first line is always due.
    _logged: float = float("-inf")

    @property
    def progress(self) -> Progress:
        """How far the run is."""
        return self.figures.progress

    def show(self, progress: Progress) -> None:
        """Shows this progress. A log gets a line at most every ten seconds, and one when the last episode is done."""
        self.figures.progress = progress
        if self.each is not None:
            self.each.show(progress)
        n_finished = progress.done_earlier + progress.done
        if self.bar is None:
            self.log(is_due=n_finished == progress.total)
            return
        if not self.bar.tasks:
            # Only now the total is known.
            self.bar.add_task("", total=progress.total)
        self.bar.update(self.bar.tasks[0].id, completed=n_finished)

    def log(self, *, is_due: bool = False) -> None:
        """Writes a line for a log if it is due, or if the last one is ten seconds old; none before the run begins."""
        if not self.progress.total:
            return
        now = time.monotonic()
        if not is_due and now - self._logged < LOG_EVERY_S:
            return
        self._logged = now
        n_finished = self.progress.done_earlier + self.progress.done
        line = f"{time.strftime('%H:%M:%S')} {n_finished:,}/{self.progress.total:,} episodes"
        figures = str(self.figures)
        if figures:
            line += f", {figures}"
        typer.echo(line, err=True)

    @contextmanager
    def beating(self) -> Iterator[None]:
        """While the block runs, in an event loop, a log gets its lines even if no episode finishes."""
        if self.bar is not None:  # the bar redraws itself, from a thread of its own
            yield
            return
        loop = asyncio.get_running_loop()
        next_beat: asyncio.TimerHandle

        def beat() -> None:
            nonlocal next_beat
            self.log()
            next_beat = loop.call_later(HEARTBEAT_S, beat)

        next_beat = loop.call_later(HEARTBEAT_S, beat)
        try:
            yield
        finally:
            next_beat.cancel()


@contextmanager
def progress_line(prepared: Run, *, is_plain: bool = False, shows_each: bool = False) -> Iterator[ProgressLine]:
    """A progress line for the time of the block; `is_plain` for a log, `shows_each` with a line for every verdict.

    Nothing is drawn if a person at the terminal is one of the agents: the bar would write over what they type.
    """
    figures = ProgressFigures(prepared)
    each = VerdictLines() if shows_each else None
    if is_plain:
        yield ProgressLine(figures, None, each)
        return
    columns = (
        TextColumn("episodes"),
        BarColumn(bar_width=20),
        MofNCompleteColumn(),
        _FiguresColumn(figures),
    )
    with Bar(*columns, console=plain_console(stderr=True), disable=has_person(prepared)) as bar:
        yield ProgressLine(figures, bar, each)


def has_person(prepared: Run) -> bool:
    """Whether a person at the terminal is one of the agents."""
    return not prepared.stack.serves_people and any(is_person(agent.name) for agent in prepared.agents)


def _duration(seconds: float) -> str:
    """Seconds, minutes or hours, whichever reads best."""
    minutes = seconds / 60
    if seconds < 90:
        return f"{seconds:.0f} s"
    if minutes < 90:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.1f} h"
