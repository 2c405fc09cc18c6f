"""Limits: what a run may take of models, time and money, as a file says it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from dikast.records import Record


def _no_boolean(value: object) -> object:
    """Raises ValueError for `true`, which would be 1: YAML has it for `yes` and `on` too."""
    if isinstance(value, bool):
        raise ValueError("must be a number")
    return value


_Number = BeforeValidator(_no_boolean)
# A billion seconds are thirty years: what is longer is a slip.
Seconds = Annotated[float, Field(gt=0, le=1e9, allow_inf_nan=False), _Number]
Amount = Annotated[float, Field(gt=0, allow_inf_nan=False), _Number]
TokenLimit = Annotated[int, Field(ge=1, le=10**15), _Number]


class ModelLimits(Record):
    """What one model allows, over all agents of it: calls a minute, tokens a minute, simultaneous calls.

    `in_flight` is the most calls at once, by default as many as there are episodes; while the model refuses calls
    (HTTP 429) it is given fewer.
    """

    requests_per_minute: Amount | None = None
    tokens_per_minute: Amount | None = None
    in_flight: Annotated[int, Field(ge=1, le=100_000), _Number] | None = None


class Limits(Record):
    """Bounds of a run. They change how it goes, never what it finds: each start of a run may have others.

    `concurrency` episodes are under way at once. A call is given `timeout_s` seconds, and tried `tries` times in all
    while its failures are transient; a refusal for now (HTTP 429) is no try, but is waited out for `patience_s`
    seconds. An episode is given `episode_s` seconds. `models` has a table for each model that needs one, by the name
    that the agents have it under.

    `usd` and `tokens` bound what the experiment takes over all its starts, `minutes` one start. What a call may take
    is set aside before it begins, and a call that does not fit is not made. Episodes are no longer begun once those
    under way would use up the rest; `at_limit` says what becomes of those: `finish` them, as far as their calls fit, or
    `abandon` them. Calls that were answered are kept in the journal either way.

    `episode_usd` and `episode_tokens` bound what one episode takes, `call_usd` and `call_tokens` one call, by its
    prompt and its `max_tokens`. An episode that would pass them has failed.
    """

    concurrency: Annotated[int, Field(ge=1, le=100_000), _Number] = 100
    timeout_s: Seconds = 300.0
    tries: Annotated[int, Field(ge=1, le=100), _Number] = 5
    patience_s: Seconds = 900.0
    episode_s: Seconds | None = None
    models: dict[str, ModelLimits] = Field(default_factory=dict)
    usd: Amount | None = None
    tokens: TokenLimit | None = None
    minutes: Amount | None = None
    episode_usd: Amount | None = None
    episode_tokens: TokenLimit | None = None
    call_usd: Amount | None = None
    call_tokens: TokenLimit | None = None
    at_limit: Literal["finish", "abandon"] = "finish"

    @property
    def bounds_episodes(self) -> bool:
        """Whether an episode or a call may take only so much."""
        bounds = (self.episode_usd, self.episode_tokens, self.call_usd, self.call_tokens)
        return any(bound is not None for bound in bounds)

    def of(self, model: str) -> ModelLimits:
        """The limits of one model; of one that has no table, none but the calls at once."""
        limits = self.models.get(model, ModelLimits())
        if limits.in_flight is not None:
            return limits
        # Where nothing is said, a model takes one call of every episode that is under way.
        return limits.model_copy(update={"in_flight": self.concurrency})
