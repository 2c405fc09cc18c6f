"""Usage: what some calls to agents cost."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from dikast.records.record import Record


def dollars(usd: float) -> str:
    """An amount of US dollars, in two significant digits where two decimals would show nothing of it."""
    if usd < 0.005:
        return f"${usd:.2g}"
    return f"${usd:,.2f}"


class Usage(Record):
    """Counts over one or more calls; `a + b` adds them up.

    - `calls`: the calls that the protocol asks for.
    - `repeats`: calls made again because the reply could not be parsed; they are not among `calls`.
    - `input_tokens`, `output_tokens`: tokens sent and received.
    - `cached_tokens`: the input tokens that the backend had in its cache.
    - `cost_usd`: the price of the calls whose price is known, in US dollars.
    - `unpriced`: the calls whose price is not known, which does not mean that they were free.
    - `seconds`: the latencies of all calls together. Calls run side by side, so this can exceed the time that passed.
    """

    calls: int = 0
    repeats: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    cost_usd: float = 0.0
    unpriced: int = 0
    seconds: float = 0.0

    @property
    def tokens(self) -> int:
        """Input and output tokens together."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        return Usage.total((self, other))

    @classmethod
    def total(cls, usages: Iterable[Usage]) -> Usage:
        """The sum of all usages; zero if there are none."""
        nothing = _nothing()
        usages = [usage for usage in usages if usage is not nothing]
        if not usages:
            return nothing
        if len(usages) == 1:
            return usages[0]
        # `sum` rather than `+=`: from Python 3.12 on it adds floats without losing their last digits.
        sums = {name: sum(getattr(usage, name) for usage in usages) for name in cls.model_fields}
        return cls.model_validate(sums)


@cache
def _nothing() -> Usage:
    """The sum of no usages, made once: most sums of an episode have little else to add up."""
    return Usage()


class SummedUsage(NamedTuple):
    """The fields of a Usage, in its order. No pydantic model: a run may have as many sums as episodes."""

    calls: int
    repeats: int
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    cost_usd: float
    unpriced: int
    seconds: float


class UsageSum:
    """Adds up usage after usage in plain numbers: a run may have a million of them."""

    __slots__ = tuple(Usage.model_fields)

    def __init__(self) -> None:
        self.calls = self.repeats = self.input_tokens = self.output_tokens = self.cached_tokens = self.unpriced = 0
        self.cost_usd = self.seconds = 0.0

    def add(self, usage: Usage | SummedUsage) -> None:
        """Adds one more."""
        # Field by field: a loop over their names takes four times as long.
        self.calls += usage.calls
        self.repeats += usage.repeats
        self.input_tokens += usage.input_tokens
        self.output_tokens += usage.output_tokens
        self.cached_tokens += usage.cached_tokens
        self.unpriced += usage.unpriced
        self.cost_usd += usage.cost_usd
        self.seconds += usage.seconds

    @property
    def usage(self) -> Usage:
        """The sum of all that were added."""
        return Usage(**{name: getattr(self, name) for name in Usage.model_fields})
