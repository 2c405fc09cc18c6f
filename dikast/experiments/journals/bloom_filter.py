"""KnownKeys: which calls a journal may have, in two megabytes, so that most questions to it need not be asked."""

from __future__ import annotations

from collections.abc import Iterable

BITS = 24


class BloomFilter:
    """A set of hashes that never forgets one, and now and then takes a strange one for its own (Bloom 1970).

    Two bits of 2²⁴ stand for a key: with a million keys, one strange key in eighty is taken for a known one.
    """

    def __init__(self, keys: Iterable[bytes] = ()) -> None:
        self._bits = bytearray(1 << (BITS - 3))
        for key in keys:
            self.add(key)

    def add(self, key: bytes) -> None:
        """Knows the key from now on."""
        one, other = _places(key)
        self._bits[one >> 3] |= 1 << (one & 7)
        self._bits[other >> 3] |= 1 << (other & 7)

    def __contains__(self, key: bytes) -> bool:
        one, other = _places(key)
        return bool(self._bits[one >> 3] >> (one & 7) & 1 and self._bits[other >> 3] >> (other & 7) & 1)


def _places(key: bytes) -> tuple[int, int]:
    return int.from_bytes(key[:3], "big"), int.from_bytes(key[3:6], "big")
