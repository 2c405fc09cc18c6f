"""Long tables: a ledger of orders with a tariff, and questions that need many of its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from dikast.questions.generated.twin_sources import TwinMaker, TwinSources

_FEWEST_ROWS, _MOST_ROWS = 40, 70
_TOWNS = (
    "Arnsel", "Brekka", "Colvane", "Dornach", "Estrava", "Fenwick", "Galdor", "Hesper", "Inverlie", "Jorvik", "Kestrel",
    "Lindum", "Morvane", "Norhaven", "Oskarn", "Pelham",
)  # fmt: skip
_GOODS = (
    "lamps", "ropes", "kettles", "saddles", "mirrors", "barrels", "anvils", "baskets", "candles", "ladders", "blankets",
    "hinges",
)  # fmt: skip
_STATES = ("delivered", "returned", "cancelled", "open")
_TOWNS_IN_TABLE, _GOODS_IN_TABLE = 5, 4


@dataclass(frozen=True)
class LedgerRow:
    """A row of the ledger."""

    number: int
    day: int
    town: str
    goods: str
    pieces: int
    state: str


@dataclass(frozen=True)
class Ledger:
    """The orders, the price of a piece of each of the goods, and from how many pieces on an order has a discount."""

    orders: tuple[LedgerRow, ...]
    prices: Mapping[str, int]
    discount_from: int
    discount: int

    def cost(self, order: LedgerRow) -> int:
        """What an order costs, in crowns: nothing unless it was delivered."""
        if order.state != "delivered":
            return 0
        full = order.pieces * self.prices[order.goods]
        return full - self.discount if order.pieces >= self.discount_from else full


def _draw_ledger(rng: Random) -> Ledger:
    towns, goods = rng.sample(_TOWNS, _TOWNS_IN_TABLE), rng.sample(_GOODS, _GOODS_IN_TABLE)
    n_rows = rng.randint(_FEWEST_ROWS, _MOST_ROWS)
    number, orders = rng.randint(100, 700), []
    for i in range(n_rows):
        number += rng.randint(1, 9)
        day = 1 + i * 28 // n_rows
        state = rng.choice((*_STATES, "delivered", "delivered"))
        orders.append(LedgerRow(number, day, rng.choice(towns), rng.choice(goods), rng.randint(1, 30), state))
    prices = {name: rng.randint(3, 40) for name in goods}
    return Ledger(tuple(orders), prices, rng.randint(12, 22), rng.randint(2, 9))


def _written(ledger: Ledger) -> str:
    """The source: the terms, the tariff and the orders."""
    lines = [
        "Ledger of orders",
        "",
        "Only a delivered order is paid for. An order that was returned or cancelled, or is still open, costs nothing.",
        f"An order of {ledger.discount_from} or more pieces has a discount of {ledger.discount} crowns on the whole "
        "order.",
        "",
        "Price of a piece, in crowns:",
        *(f"{goods}: {price}" for goods, price in ledger.prices.items()),
        "",
        "order | day | town | goods | pieces | state",
    ]
    lines += [f"{o.number} | {o.day} | {o.town} | {o.goods} | {o.pieces} | {o.state}" for o in ledger.orders]
    return "\n".join(lines)


def _greater_total(rng: Random) -> TwinSources | None:
    """Which of two towns ordered more pieces of some goods. In the twin, the two towns have changed places."""
    ledger = _draw_ledger(rng)
    first, second = rng.sample(_in_use(ledger.orders, "town"), 2)
    goods = rng.choice(_in_use(ledger.orders, "goods"))
    totals = [sum(o.pieces for o in ledger.orders if o.town == town and o.goods == goods) for town in (first, second)]
    if totals[0] == totals[1] or 0 in totals:
        return None
    exchanged = {first: second, second: first}
    twin = replace(ledger, orders=tuple(replace(o, town=exchanged.get(o.town, o.town)) for o in ledger.orders))
    sources = (_written(ledger), _written(twin))
    return TwinSources(
        form="greater total",
        text=f"Which town ordered more pieces of {goods} in all, whatever became of the orders: {first} or {second}?",
        answers=(first, second),
        sources=sources if totals[0] > totals[1] else (sources[1], sources[0]),
    )


def _count(rng: Random) -> TwinSources | None:
    """How many orders meet three conditions. In the twin, some rows have another state."""
    ledger = _draw_ledger(rng)
    state, town = rng.choice(_STATES), rng.choice(_in_use(ledger.orders, "town"))
    least = rng.randint(4, 12)
    return _about_orders(
        ledger,
        _with_another_state(ledger, town, rng),
        "count",
        f"How many orders of at least {least} pieces from {town} are {state}?",
        lambda kept: sum(o.town == town and o.state == state and o.pieces >= least for o in kept.orders),
    )


def _cost(rng: Random) -> TwinSources | None:
    """What a town pays. In the twin a row has another state, or the terms of the discount are others."""
    ledger = _draw_ledger(rng)
    town = rng.choice(_in_use(ledger.orders, "town"))
    twin = _with_another_state(ledger, town, rng)
    if rng.randrange(2):
        twin = replace(ledger, discount_from=ledger.discount_from + rng.choice((-4, -3, -2, 2, 3, 4)))
    return _about_orders(
        ledger,
        twin,
        "cost",
        f"How many crowns does {town} have to pay for all its orders together?",
        lambda kept: sum(kept.cost(order) for order in kept.orders if order.town == town),
    )


def _about_orders(
    ledger: Ledger, twin: Ledger, form: str, text: str, answer: Callable[[Ledger], int]
) -> TwinSources | None:
    """The question with the number that each ledger gives; None if one of them is 0."""
    values = (answer(ledger), answer(twin))
    if 0 in values:
        return None
    return TwinSources(form, text, (str(values[0]), str(values[1])), (_written(ledger), _written(twin)))


def _with_another_state(ledger: Ledger, town: str, rng: Random) -> Ledger:
    """The ledger with one or two orders of the town in another state."""
    numbers = [order.number for order in ledger.orders if order.town == town]
    changed = rng.sample(numbers, min(len(numbers), rng.randint(1, 2)))
    orders = []
    for order in ledger.orders:
        if order.number in changed:
            order = replace(order, state=rng.choice([state for state in _STATES if state != order.state]))
        orders.append(order)
    return replace(ledger, orders=tuple(orders))


def _in_use(orders: Sequence[LedgerRow], column: str) -> list[str]:
    """The values of a column, each once, in order."""
    return sorted({getattr(order, column) for order in orders})


TABLE_TWINS: tuple[TwinMaker, ...] = (_greater_total, _count, _cost)
