"""Card: what is known about one agent after it was rated, and what is not."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Literal, get_args

from pydantic import Field

from dikast.metrics import PASS_AT, Estimate
from dikast.records import Record

AgentPart = Literal["judge", "debater", "consultant", "solver", "critic"]
AGENT_PARTS: tuple[AgentPart, ...] = get_args(AgentPart)

_ARGUING = (
    *("won", "won_right", "won_wrong", "p_side", "truth_helps", "persuasion"),
    *("quotes_verified", "refuted_claims_per_speech", "failed"),
)
PART_FIGURES: Mapping[AgentPart, tuple[str, ...]] = {
    "judge": (
        *("accuracy", "consistent_in_both_orders", "calibration_error", "unread"),
        *("usd_per_verdict", "seconds_per_verdict", "failed"),
    ),
    "debater": _ARGUING,
    "consultant": _ARGUING,
    "solver": (
        *("accuracy", "majority_right", "unknown", "unread", "right_by_a_refuted_step", "right_by_a_wrong_step"),
        *("failed", *(f"pass_at_{k}" for k in PASS_AT)),
    ),
    "critic": (
        *("first_error_found", "precision", "recall", "unread", "failed"),
        *("balanced_accuracy", "process_bench_f1", "none_right", "type_macro_f1"),
    ),
}
"""The figures that a card of each part can have."""


class CardRating(Record):
    """A rating on Elo's scale, where 400 points are odds of ten to one and the mean of the league is 1500.

    One end of the interval is infinite for an agent that won, or lost, all of its `games`.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    games: int = 0


class RatedPeer(Record):
    """Another agent of the league, beside the rated one.

    - `score`: its own headline figure, such as its accuracy.
    - `against`: what the rated agent scored against it: the share of games won, ties counted half.
    """

    name: str
    rating: CardRating
    score: Estimate
    against: Estimate


class CardRun(Record):
    """One run folder that the card was made from. `usage` is what its calls took, those of all agents together."""

    path: str
    episodes: int
    questions: int
    calls: int
    usd: float | None


class EpisodeToRead(Record):
    """An episode that says more about the agent than others, and why: `dikast transcript RUN ID` prints it."""

    run: str
    id: str
    why: str

    @property
    def command(self) -> str:
        """The command that prints it, quoted for a shell."""
        return shlex.join(["dikast", "transcript", self.run, self.id])


class Card(Record):
    """What one agent is worth in one part, with an interval for each figure.

    - `headline`: which of the figures the agents of the league are compared by.
    - `figures`: all figures by name; `by` has some of them for each kind of task.
    - `rating`: among the league; None where the part has no opponents.
    - `peers`: the pool and the other agents of the league, the best first.
    - `concluded`, `not_concluded`: in sentences, what this many games tell and what they do not.
    - `read_first`: the episodes to read first.
    """

    agent: str
    part: AgentPart
    league: str
    headline: str
    figures: dict[str, Estimate]
    by: dict[str, dict[str, Estimate]] = Field(default_factory=dict)
    rating: CardRating | None = None
    peers: tuple[RatedPeer, ...] = ()
    concluded: tuple[str, ...] = ()
    not_concluded: tuple[str, ...] = ()
    read_first: tuple[EpisodeToRead, ...] = ()
    runs: tuple[CardRun, ...] = ()
    versions: dict[str, str] = Field(default_factory=dict)
