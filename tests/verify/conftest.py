"""One verifier for the room's tests: the pool belongs to no event loop, so that every test may use it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dikast.verify import Verifier

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="session")
def verifier() -> Iterator[Verifier]:
    with_two = Verifier(workers=2)
    yield with_two
    with_two.close()


@pytest.fixture(scope="session")
def data() -> Path:
    if not DATA.is_dir():
        pytest.skip(f"the shared data is not at {DATA}")
    return DATA
