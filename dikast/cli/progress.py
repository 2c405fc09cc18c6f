"""The progress line of a run, on stderr."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from dikast.experiments import Progress, Run
from dikast.experiments.guard import PERSON


@dataclass
class ProgressLine:
    """Shows how far a run is, and remembers it."""

    bar: Bar
    progress: Progress = field(default_factory=lambda: Progress(0, 0))

    def show(self, progress: Progress) -> None:
        """Takes the line to this point."""
        self.progress = progress
        trouble = [f"{n} {word}" for n, word in ((progress.unparsed, "unparsed"), (progress.failed, "failed")) if n]
        if not self.bar.tasks:
            self.bar.add_task("", total=progress.total, trouble="")
        self.bar.update(self.bar.tasks[0].id, completed=progress.before + progress.done, trouble=", ".join(trouble))

    def stop(self) -> None:
        """Leaves the line as it is, so that something else can be written."""
        self.bar.stop()


@contextmanager
def progress_line(prepared: Run) -> Iterator[ProgressLine]:
    """A line that is there while the block runs; none where a person sits at the terminal as an agent."""
    columns = (
        TextColumn("episodes"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[trouble]}"),
    )
    has_person = any(agent.name == PERSON for agent in prepared.agents)
    with Bar(*columns, console=Console(stderr=True), disable=has_person) as bar:
        yield ProgressLine(bar)
