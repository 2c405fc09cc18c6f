"""TextLikelihood: how likely a model finds a given text as its reply."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dikast.records.ending import is_none
from dikast.records.record import Record

LogProbability = Annotated[float, Field(le=0, allow_inf_nan=False)]


class TextLikelihood(Record):
    """How likely a model finds a text as its reply. Logarithms are natural.

    - `logp`: the log-probability of the whole text: the sum over its tokens, each after all that came before it.
    - `n_tokens`: how many tokens the text has.
    - `logp_empty`: the same sum where the text replies to an empty message; None where it was not asked for.
    """

    logp: LogProbability
    n_tokens: Annotated[int, Field(ge=1)]
    logp_empty: LogProbability | None = Field(default=None, exclude_if=is_none)

    @property
    def logp_per_token(self) -> float:
        """The mean log-probability of a token; minus this is the logarithm of the perplexity."""
        return self.logp / self.n_tokens
