"""RunState: whether a run is going on, complete, or ended before it was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dikast.experiments import RunFolder

StateWord = Literal["running", "complete", "interrupted", "limit reached", "unknown"]


@dataclass(frozen=True)
class RunState:
    """How a run stands: of `planned` episodes, `done` are there. `planned` is None where the folder does not say."""

    word: StateWord
    done: int
    planned: int | None
    limit: str = ""

    @classmethod
    def of(cls, folder: RunFolder, done: int) -> RunState:
        """The state of a run that has so many stored episodes."""
        plan = folder.plan()
        planned = None if plan is None else plan.episodes
        if folder.is_going_on:
            return cls("running", done, planned)
        if plan is None or planned is None:
            return cls("unknown", done, None)
        if plan.is_settled or done >= planned:
            return cls("complete", done, planned)
        if plan.limit:
            return cls("limit reached", done, planned, plan.limit)
        return cls("interrupted", done, planned)

    def __str__(self) -> str:
        """The state in words: `interrupted, 3 of 14`."""
        if self.word == "unknown":
            return f"{self.done:,} episodes"
        if self.planned is None or self.word == "complete":
            return self.word
        return f"{self.word}, {self.done:,} of {self.planned:,}"
