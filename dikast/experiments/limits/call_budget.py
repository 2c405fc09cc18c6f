"""Call budget: whether one more call fits into what a run, or an episode, may take of money and tokens."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Protocol

from dikast.experiments.limits.call_sizes import CallSizes, ExpectedCost, PlannedCall
from dikast.records import Usage

# Sums of prices carry rounding errors: ten calls of $0.10 fit into $1.
ROUNDING = 1e-9


class BudgetSpent(Exception):
    """A call does not fit into what is left, and never will. It leaves its episode, and never this package."""


class Reservation(Protocol):
    """What is set aside for one call while it is under way."""

    def used(self, usage: Usage) -> None:
        """The call was answered, and took this."""
        ...


class CallAllowance(Protocol):
    """Lets a call begin once what it may take is set aside for it."""

    def reserve(self, call: PlannedCall) -> AbstractAsyncContextManager[Reservation]:
        """A reservation for one call: entered once there is room for it, given back on every way out.

        Entering raises BudgetSpent where there will never be room.
        """
        ...


@dataclass
class SpendingLimit:
    """One limit, what is spent of it, and what calls under way may still take."""

    key: str
    most: float
    unit: str = ""
    spent: float = 0.0
    reserved: float = 0.0

    def __str__(self) -> str:
        return f"{self.key} of {self.amount(self.most)}"

    def amount(self, amount: float) -> str:
        """An amount as people read it."""
        if self.unit:
            return f"{self.unit}{amount:,.10g}"
        return f"{amount:,.0f}"

    def has_room(self, amount: float) -> bool:
        """Whether a call that may take so much can begin now."""
        return self.spent + self.reserved + amount <= self.most * (1 + ROUNDING)

    def denial(self, amount: float) -> str | None:
        """Why a call that may take so much will never fit, in words; None if it may."""
        if self.spent + amount <= self.most * (1 + ROUNDING):
            return None
        rounded = float(f"{amount:.3g}")
        spent = float(f"{self.spent:.6g}")
        return f"{self} ({self.amount(spent)} are spent, and the next call may take {self.amount(rounded)})"

    @property
    def passed(self) -> str | None:
        """That more was spent than the limit, in words; None if not."""
        if self.spent <= self.most * (1 + ROUNDING):
            return None
        return f"{self} was passed: {self.amount(float(f'{self.spent:.6g}'))} are spent"


@dataclass
class CallBudget:
    """Limits of money and tokens, kept by all calls in this event loop.

    What a call may take is set aside before it begins. A call that will never fit is denied, but not before those
    under way are back: its failure cancels its episode's other calls, whose answers are paid for.

    While little is known of an agent its calls ramp up: for each purpose no more are under way than were answered,
    at first one. So a model whose replies are longer than expected has few of them under way when that is found out.
    While nothing is known of an agent, it makes one call at a time.
    """

    usd: SpendingLimit | None
    tokens: SpendingLimit | None
    sizes: CallSizes = field(default_factory=CallSizes)
    denied: str | None = None
    _n_unknown: int = 0
    _in_flight: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lines: dict[tuple[str, str], asyncio.Lock] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def begin(self, spent: Usage) -> None:
        """Counts what was spent earlier, before any call."""
        if self.usd is not None:
            self.usd.spent = spent.cost_usd
        if self.tokens is not None:
            self.tokens.spent = spent.tokens

    def reserve(self, call: PlannedCall) -> CallReservation:
        """A reservation for one call."""
        return CallReservation(self, call)

    async def enter(self, call: PlannedCall) -> ExpectedCost:
        """Returns once the call may begin, with what is set aside for it. Raises BudgetSpent."""
        kind = (call.agent, call.purpose)
        # Only the first in line of a kind looks again at each change: a thousand waiting callers cost no more than one.
        async with self._lines.setdefault(kind, asyncio.Lock()):
            while True:
                # Anew each time: while it waits, other replies may turn out longer than any before.
                expected = self.sizes.expected(call)
                denial = self._denial(expected)
                if denial is not None:
                    await self._deny(denial)
                if self._may_begin(call, expected):
                    break
                await self._wait()
            self._in_flight[kind] += 1
            self._n_unknown += not expected.is_known
            self._set_aside(expected, +1)
            return expected

    def leave(self, call: PlannedCall, expected: ExpectedCost, usage: Usage | None) -> None:
        """Takes back what was set aside, and counts what the call took; None where it was not answered."""
        self._in_flight[call.agent, call.purpose] -= 1
        self._n_unknown -= not expected.is_known
        self._set_aside(expected, -1)
        if usage is not None:
            self.sizes.learn(call, usage)
            self._spend(usage)
        self._changed.set()

    @property
    def passed(self) -> str | None:
        """The limit that was passed, in words; None if there is none."""
        for limit in (self.usd, self.tokens):
            if limit is not None and limit.passed:
                return limit.passed
        return None

    def _may_begin(self, call: PlannedCall, expected: ExpectedCost) -> bool:
        """Whether the call may begin now."""
        if self._in_flight[call.agent, call.purpose] >= max(1, self.sizes.n_answered(call)):
            return False
        if not expected.is_known and self._n_unknown:
            return False
        has_usd = self.usd is None or self.usd.has_room(expected.usd)
        return has_usd and (self.tokens is None or self.tokens.has_room(expected.tokens))

    def _denial(self, expected: ExpectedCost) -> str | None:
        """Why the call will never fit, in words; None if it may."""
        usd = self.usd.denial(expected.usd) if self.usd else None
        if usd is not None:
            return usd
        return self.tokens.denial(expected.tokens) if self.tokens else None

    async def _deny(self, denial: str) -> None:
        """Waits until no call is under way, and raises BudgetSpent."""
        self.denied = self.denied or denial
        while self._in_flight.total():
            await self._wait()
        raise BudgetSpent(denial)

    async def _wait(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    def _set_aside(self, expected: ExpectedCost, sign: int) -> None:
        """Adds to what is reserved, or takes away from it."""
        for limit, amount in ((self.usd, expected.usd), (self.tokens, expected.tokens)):
            if limit is not None:
                # Without calls nothing is reserved, whatever rounding left of the sums.
                limit.reserved = (limit.reserved + sign * amount) if self._in_flight.total() else 0.0

    def _spend(self, usage: Usage) -> None:
        """Counts what an answered call took."""
        if self.usd is not None:
            self.usd.spent += usage.cost_usd
        if self.tokens is not None:
            self.tokens.spent += usage.tokens


class CallReservation:
    """A reservation in a CallBudget."""

    __slots__ = ("_budget", "_call", "_expected", "_usage")

    def __init__(self, budget: CallBudget, call: PlannedCall) -> None:
        self._budget = budget
        self._call = call
        self._expected: ExpectedCost | None = None
        self._usage: Usage | None = None

    async def __aenter__(self) -> CallReservation:
        self._expected = await self._budget.enter(self._call)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._expected is not None:
            self._budget.leave(self._call, self._expected, self._usage)

    def used(self, usage: Usage) -> None:
        """The call was answered, and took this."""
        self._usage = usage
