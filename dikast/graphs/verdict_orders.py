"""The orders in which a judge is shown the choices for its verdict."""

from __future__ import annotations

import random
from itertools import permutations
from typing import Literal

from dikast.errors import BadInput
from dikast.protocols import STATEMENTS, DecideMove, Protocol

Swap = Literal["none", "both"]
Order = tuple[int, ...]

MAX_ORDERS = 120  # all orders of five candidates; of six there are 720


def verdict_orders(protocol: Protocol, order: Order, swap: Swap, seed: int) -> tuple[Order, ...]:
    """The orders of the choices in which the verdict is taken, the episode's own first.

    A protocol that names `orders` has these; any other has one, or with `swap="both"` the reverse one too. Raises
    BadInput where there are no answers to swap, and for too many orders.
    """
    decide = protocol.moves[-1]
    if isinstance(decide, DecideMove) and decide.orders is not None:
        return _orders_of(decide, order, seed)
    if protocol.accepts:
        # The judge decides between two statements, which the question does not have.
        order = tuple(range(len(STATEMENTS)))
    if swap == "none":
        return (order,)
    if not protocol.can_be_swapped:
        does = "judges a worked solution" if protocol.grade is not None else "verifies answers"
        raise BadInput(f"protocol {protocol.name!r} {does}: there are no answers to swap")
    return (order, order[::-1])


def _orders_of(decide: DecideMove, order: Order, seed: int) -> tuple[Order, ...]:
    """The orders that the move asks for."""
    n = len(order)
    if decide.orders == "all":
        if n > 5:
            raise BadInput(f"`orders: all` has too many orders of {n} choices: take `rotations`, or a number of them")
        return tuple(permutations(order))
    rotations = [order[i:] + order[:i] for i in range(n)]
    if decide.orders == "rotations":
        return tuple(rotations)
    n_wanted = int(decide.orders or 1)
    if n_wanted > n:
        raise BadInput(f"`orders: {n_wanted}` is more than the {n} rotations of {n} choices: take at most as many")
    # Each candidate is in a place of its own in every one of them.
    later = random.Random(seed).sample(rotations[1:], n_wanted - 1)
    return (rotations[0], *later)
