"""A folder to begin a run in."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from dikast.experiments.stores.run_folder import start_folder
from tests.experiments.stores.small_run import HASHES


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return start_folder(tmp_path / "run", {"name": "play", "seed": 0}, HASHES)
