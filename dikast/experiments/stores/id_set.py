"""IdSet: very many ids in eight bytes each, to tell which episodes of a plan a run has already."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

N_PARTS = 256
"""The hashes are sorted in so many parts, which takes little memory at a time. A power of two."""


class IdSet:
    """A set of ids that keeps only their hashes.

    Python hashes text to 64 bits, by a key that each process draws anew. Two ids have the same hash once in 2⁶⁴ pairs:
    with a million ids in the set, and a million others that are looked up, one of these passes for a member in one
    process of twenty million, and not in the next one.
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        parts: list[array[int]] = [array("q") for _ in range(N_PARTS)]
        for id in ids:
            number = hash(id)
            parts[number % N_PARTS].append(number)
        for i, part in enumerate(parts):
            parts[i] = array("q", sorted(part))
        self._parts = parts

    def __len__(self) -> int:
        return sum(map(len, self._parts))

    def __contains__(self, id: object) -> bool:
        number = hash(id)
        part = self._parts[number % N_PARTS]
        place = bisect_left(part, number)
        return place < len(part) and part[place] == number

    @property
    def may_have_twins(self) -> bool:
        """Whether two of the ids that were given have the same hash, as equal ones do."""
        return any(first == second for part in self._parts for first, second in pairwise(part))


@dataclass(frozen=True)
class HeldEpisodes:
    """The episodes that a run has: those that are finished, and those that failed."""

    finished: IdSet
    failed: IdSet

    def __len__(self) -> int:
        return len(self.finished) + len(self.failed)

    def __contains__(self, id: object) -> bool:
        return id in self.finished or id in self.failed
