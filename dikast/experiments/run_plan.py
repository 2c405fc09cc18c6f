"""Plan: the episodes of a run, whatever they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from dikast.experiments.limits import Limits
from dikast.graphs import Swap
from dikast.records import Episode


class PlannedEpisode(Protocol):
    """One episode to be run, and what tables call it."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def team_label(self) -> str: ...
    @property
    def question_id(self) -> str: ...
    @property
    def repeat(self) -> int: ...
    @property
    def argues(self) -> int | None: ...
    @property
    def lane(self) -> str: ...

    async def episode(self, swap: Swap) -> Episode: ...


class RunPlan(Protocol):
    """Episodes to be run, the same for the same run."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[PlannedEpisode]: ...

    def lanes(self) -> Mapping[str, Iterator[PlannedEpisode]]:
        """The same episodes, by the models that they wait for."""
        ...


class RunTerms(Protocol):
    """What a run goes by."""

    @property
    def limits(self) -> Limits: ...
    @property
    def swap(self) -> Swap: ...
