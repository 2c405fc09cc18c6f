"""PartFindings: what one kind of part has to say of a rated agent, before it becomes a card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dikast.evaluation.card import EpisodeToRead
from dikast.evaluation.failed_episodes import TriedEpisodes
from dikast.metrics import Estimate, Game

MOST_TO_READ = 5


@dataclass(frozen=True)
class PartFindings:
    """The games of the whole league, and the figures of one agent.

    - `headline`: the name of the figure that agents are compared by.
    - `scores`: that figure of every agent of the league, by the agent's name.
    - `games`: between any of them; empty for a part without opponents.
    - `tried`: the agent's episodes that the headline is of.
    - `credits`: for every agent what it earned for each task, so that two of them can be compared task by task.
    - `notes`: what can't be concluded, beside what games tell.
    """

    headline: str
    scores: Mapping[str, Estimate]
    games: Sequence[Game]
    figures: Mapping[str, Estimate]
    tried: TriedEpisodes
    credits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    by: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    read_first: Sequence[EpisodeToRead] = ()
    notes: Sequence[str] = ()
