"""A folder to begin a run in, and a database."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from dikast.experiments.stores.run_folder import start_folder
from tests.experiments.stores.small_run import HASHES
from tests.postgres import Server


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return start_folder(tmp_path / "run", {"name": "play", "seed": 0}, HASHES)


@pytest.fixture
def database(postgres_server: Server) -> str:
    """The URL of an empty database."""
    return postgres_server.database(f"test_{uuid.uuid4().hex[:12]}")
