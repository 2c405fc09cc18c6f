"""Nested oversight: a trusted agent oversees a stronger one, which is then trusted to oversee the next.

Engels et al. 2025 (arXiv 2504.18530, section on nested scalable oversight): the way from the first overseer's
capability to that of the agent to be overseen is cut into equal steps. In each step the agent at its lower end, as the
overseer (Guard), has to win against the agent at its upper end (Houdini); oversight succeeds if it wins every step.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Protocol, TypeVar

import numpy as np

from dikast.metrics.cell import Floats

ValueT = TypeVar("ValueT", float, Floats, covariant=True)


class EloCurve(Protocol[ValueT]):
    """Elo by capability: of one curve a number, of many a number each."""

    def at(self, capability: float) -> ValueT:
        """The Elo at a capability."""
        ...


def win_probability(oversight: float | Floats, deception: float | Floats) -> Floats:
    """The probability that the overseer wins, by the lead of its Elo: 400 points are odds of ten to one."""
    return np.asarray(1 / (1 + 10 ** ((np.asarray(deception) - np.asarray(oversight)) / 400)))


def nested_success(
    oversight: EloCurve[ValueT], deception: EloCurve[ValueT], *, start: float, gap: float, steps: int
) -> Floats:
    """The probability that all steps succeed: of single curves an array without dimension, of many a value each.

    `start` is the capability of the first overseer, and `start + gap` that of the agent that is overseen in the end.
    Raises ValueError for fewer than one step.
    """
    if steps < 1:
        raise ValueError(f"oversight has at least one step, got {steps}")
    capabilities = [start + gap * i / steps for i in range(steps + 1)]
    success = np.asarray(1.0)
    for overseer, overseen in pairwise(capabilities):
        success = success * win_probability(oversight.at(overseer), deception.at(overseen))
    return success
