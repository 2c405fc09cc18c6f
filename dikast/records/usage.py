"""What some calls to agents cost."""

from __future__ import annotations

from collections.abc import Iterable

from dikast.records.record import Record


class Usage(Record):
    """Counts over one or more calls; `a + b` adds them.

    `calls` are those the protocol makes, `repeats` those asked again after an unparsed reply, counted apart.
    `cost_usd` is the known part of the price: `unpriced` calls have an unknown price, which is not zero.
    `seconds` adds up the calls' own latencies, so it can exceed the time that passed.
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
    def total(cls, parts: Iterable[Usage]) -> Usage:
        """The sum of all parts; of none, zero."""
        rows = list(parts)
        return cls(
            calls=sum(u.calls for u in rows),
            repeats=sum(u.repeats for u in rows),
            input_tokens=sum(u.input_tokens for u in rows),
            output_tokens=sum(u.output_tokens for u in rows),
            cached_tokens=sum(u.cached_tokens for u in rows),
            cost_usd=sum(u.cost_usd for u in rows),
            unpriced=sum(u.unpriced for u in rows),
            seconds=sum(u.seconds for u in rows),
        )
