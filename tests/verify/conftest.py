"""One verifier for the room's tests: the pool belongs to no event loop, so that every test may use it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dikast.verify import Verifier


@pytest.fixture(scope="session")
def verifier() -> Iterator[Verifier]:
    with_two = Verifier(workers=2)
    yield with_two
    with_two.close()
