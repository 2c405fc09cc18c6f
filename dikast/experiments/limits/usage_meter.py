"""Usage meter: what a run has taken so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dikast.records import Usage


@dataclass
class UsageMeter:
    """Counts of this start of a run.

    `calls` were answered by agents, `replayed` by the journal; `in_flight` are with an agent now. `refused` counts
    refusals for now (HTTP 429), `failures` the other errors that agents raised, by name, one for each try. Money and
    tokens are those of `calls`: `n_unpriced` of them have an unknown price, which is not zero.
    """

    calls: int = 0
    replayed: int = 0
    in_flight: int = 0
    refused: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    usd: float = 0.0
    n_unpriced: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0

    def answered(self, usage: Usage) -> None:
        """Counts one answered call."""
        self.calls += 1
        self.usd += usage.cost_usd
        self.n_unpriced += usage.unpriced
        self.input_tokens += usage.input_tokens
        self.output_tokens += usage.output_tokens
        self.cached_tokens += usage.cached_tokens

    @property
    def tokens(self) -> int:
        """Input and output tokens together."""
        return self.input_tokens + self.output_tokens
