"""The bloom filter: it knows every key that was added, and few others."""

from __future__ import annotations

import os

from dikast.experiments.journals.bloom_filter import BloomFilter


def test_every_added_key_is_known_and_few_others() -> None:
    keys = [os.urandom(16) for _ in range(100_000)]
    known = BloomFilter(keys)
    assert all(key in known for key in keys)
    assert sum(os.urandom(16) in known for _ in range(10_000)) < 30


def test_a_key_of_one_byte_is_known_too() -> None:
    known = BloomFilter([b"k"])
    assert b"k" in known
    assert b"x" not in known
