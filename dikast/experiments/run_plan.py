"""Run plan: the episodes of a run, whatever they are made of."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import Protocol

from dikast.agents import Agent
from dikast.experiments.limits import Limits
from dikast.graphs import Pause, Swap
from dikast.records import Episode

LANE_SEPARATOR = " + "
"""What is between the models of a lane."""
AgentsInEpisode = Callable[[Mapping[str, Agent]], Mapping[str, Agent]]
"""Puts around the agents what holds the calls of one episode to its limits."""


class PlannedEpisode(Protocol):
    """One episode to be run."""

    @property
    def id(self) -> str:
        """The id of its record: no other episode of the run has it."""
        ...

    @property
    def label(self) -> str:
        """What tables call its protocol."""
        ...

    @property
    def shown_agents(self) -> Mapping[str, str]:
        """The agents by which tables tell its cell from others, by role (see `records.team_label`)."""
        ...

    @property
    def question_id(self) -> str:
        """The id of its question."""
        ...

    @property
    def repeat(self) -> int:
        """Which repeat of its question it is, from 0."""
        ...

    @property
    def argues(self) -> int | None:
        """The choice that is argued for, where the protocol has a side assigned."""
        ...

    @property
    def lane(self) -> str:
        """The models that it waits for: episodes of one lane wait together."""
        ...

    async def episode(self, swap: Swap, in_episode: AgentsInEpisode, pause: Pause | None = None) -> Episode:
        """Runs it with its agents as `in_episode` returns them, and keeps it in the `pause` while it waits for people.

        Raises EpisodeFailed where an agent gives no reply, AnswersAwaited where people have yet to answer.
        """
        ...


class RunPlan(Protocol):
    """The episodes of a run. The same run always has the same ones."""

    def __len__(self) -> int:
        """How many episodes there are, without making them."""
        ...

    def __iter__(self) -> Iterator[PlannedEpisode]:
        """The episodes in their order, one in memory at a time."""
        ...

    def ids(self) -> Iterator[str]:
        """The ids of the episodes, in their order, without making the episodes."""
        ...

    def lanes(self, done: Container[str] = frozenset()) -> Mapping[str, Iterator[PlannedEpisode]]:
        """The same episodes by lane, without those that have these ids."""
        ...


class RunTerms(Protocol):
    """The settings that every run has."""

    @property
    def limits(self) -> Limits:
        """What the run may take of models, time and money."""
        ...

    @property
    def swap(self) -> Swap:
        """Whether verdicts are taken in both orders of the choices."""
        ...
