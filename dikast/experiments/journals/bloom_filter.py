"""Bloom filter: which calls a journal may have, in two megabytes, so that most calls need no look into its file."""

from __future__ import annotations

from collections.abc import Iterable

# The filter has 2²⁴ bits: three bytes of a key give the position of one bit.
LOG2_BITS = 24
LAST = (1 << LOG2_BITS) - 1


class BloomFilter:
    """A set of hashes. It always knows a key that was added, and sometimes one that was not (Bloom 1970).

    Each key sets two of 2²⁴ bits: with a million keys in it, the filter wrongly knows one in eighty of all other keys.
    """

    def __init__(self, keys: Iterable[bytes] = ()) -> None:
        self._bits = bytearray(1 << (LOG2_BITS - 3))  # 2³ bits a byte
        bits = self._bits
        # As `add` does, without its calls: a journal may have a million keys.
        for key in keys:
            both = int.from_bytes(key[:6], "big")
            first, second = both >> LOG2_BITS, both & LAST
            bits[first >> 3] |= 1 << (first & 7)
            bits[second >> 3] |= 1 << (second & 7)

    def add(self, key: bytes) -> None:
        """Adds a key."""
        first, second = _positions(key)
        self._bits[first >> 3] |= 1 << (first & 7)
        self._bits[second >> 3] |= 1 << (second & 7)

    def __contains__(self, key: bytes) -> bool:
        first, second = _positions(key)
        if not self._bits[first >> 3] >> (first & 7) & 1:
            return False
        return bool(self._bits[second >> 3] >> (second & 7) & 1)


def _positions(key: bytes) -> tuple[int, int]:
    """The positions of the key's two bits. The keys are hashes, so their own bytes serve as the two hash functions."""
    both = int.from_bytes(key[:6], "big")
    return both >> LOG2_BITS, both & LAST
