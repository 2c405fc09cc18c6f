"""Garbage collection while episodes run: fewer and larger collections than by default."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# An episode makes many objects, few of them in cycles; by default a third of a call's time goes to looking for those.
THRESHOLDS = (50_000, 20, 100)


@contextmanager
def rare_collections() -> Iterator[None]:
    """While the block runs, garbage is collected more rarely; then as before."""
    before = gc.get_threshold()
    gc.set_threshold(*THRESHOLDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
