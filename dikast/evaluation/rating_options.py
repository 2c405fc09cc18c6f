"""RatingOptions: what was asked of a rating."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from dikast.evaluation.league import League, RatedAgent
from dikast.experiments import AgentSpec


@dataclass(frozen=True)
class RatingOptions:
    """What was asked of a rating.

    - `against`: opponents beside the pool.
    - `questions`, `judges`, `rounds`, `samples`: see LeagueTerms; None takes the league's, or else the usual ones.
    - `limit`: how many questions of each set are used.
    - `base`: where the paths of agents and files are looked up.
    """

    base: Path
    against: tuple[AgentSpec, ...] = ()
    questions: dict[str, JsonValue] | None = None
    judges: tuple[AgentSpec, ...] = ()
    rounds: int | None = None
    samples: int | None = None
    limit: int | None = None


@dataclass(frozen=True)
class RatingTask:
    """An agent to be rated in a league, with the options. Without an `agent` it is the pool, among itself."""

    league: League
    agent: RatedAgent | None
    options: RatingOptions
