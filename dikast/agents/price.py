"""Price: what a model's tokens cost, where that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict, Field

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per token of input, of output, and of input that the provider had in its cache."""

    input: float
    output: float
    cached: float

    def usd(self, *, input_tokens: int, output_tokens: int, cached_tokens: int = 0) -> float:
        """What a call costs in US dollars; `cached_tokens` are among the `input_tokens`."""
        fresh = input_tokens - cached_tokens
        return fresh * self.input + cached_tokens * self.cached + output_tokens * self.output


FREE = Price(0.0, 0.0, 0.0)


@runtime_checkable
class Priced(Protocol):
    """An agent that may know its price before any call."""

    def price(self) -> Price | None:
        """The price per token. None if it is unknown, which is not the same as free."""
        ...


class UsdPerMillion(BaseModel):
    """A price as users write it: US dollars per million tokens. By default cached input costs what other input does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    output: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    cached: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None

    def price(self) -> Price:
        """The price per token."""
        cached = self.input if self.cached is None else self.cached
        return Price(self.input / MILLION, self.output / MILLION, cached / MILLION)
