"""Price: what a model takes for its tokens, where that is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Protocol, runtime_checkable

from pydantic import BaseModel, ConfigDict, Field

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """Dollars a token: of input, of input that the model had in its cache, of output."""

    input: float
    output: float
    cached: float

    def usd(self, *, input_tokens: int, output_tokens: int, cached_tokens: int = 0) -> float:
        """What a call costs; `cached_tokens` are a part of `input_tokens`."""
        fresh = input_tokens - cached_tokens
        return fresh * self.input + cached_tokens * self.cached + output_tokens * self.output


FREE = Price(0.0, 0.0, 0.0)


@runtime_checkable
class Priced(Protocol):
    """An agent that knows its price beforehand; None where it does not, which is not nothing."""

    def price(self) -> Price | None: ...


class UsdPerMillion(BaseModel):
    """A price as a person writes it: dollars a million tokens; cached input costs as other input unless said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    output: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    cached: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None

    def price(self) -> Price:
        """The price a token."""
        cached = self.input if self.cached is None else self.cached
        return Price(self.input / MILLION, self.output / MILLION, cached / MILLION)
