"""A run that was really run, and the app over it, on a real server."""

from __future__ import annotations

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import uvicorn

from dikast.experiments import prepare, run_experiment
from dikast.experiments.experiment import load_experiment
from dikast.viewer import RunCatalog, SeatLinks, Viewer, build_app, read_address

EXPERIMENT = """\
name: first
questions: {library: demo, limit: 4}
protocols: [direct, {use: debate, rounds: 2}]
agents:
  debater: dikast.evaluation.planted:honest
  judge: dikast.evaluation.planted:evidence_judge
swap: both
"""


@dataclass(frozen=True)
class ServedViewer:
    """A viewer that is served, and a client that has opened its link."""

    viewer: Viewer
    client: httpx.Client


@contextmanager
def served(catalog: RunCatalog, seats: SeatLinks | None = None) -> Iterator[ServedViewer]:
    """Serves the runs on a port of its own while the block runs."""
    viewer = Viewer(catalog, read_address(), seats=seats)
    config = uvicorn.Config(
        build_app(viewer), port=viewer.address.port, log_level="warning", lifespan="off", timeout_graceful_shutdown=1
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    try:
        transport = httpx.HTTPTransport(retries=20)
        with httpx.Client(base_url=viewer.address.origin, follow_redirects=True, transport=transport) as client:
            client.get(viewer.link).raise_for_status()
            yield ServedViewer(viewer, client)
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="session", autouse=True)
def own_caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Indexes and tags are those of the tests alone."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME"):
            patch.setenv(name, str(tmp_path_factory.mktemp(name.lower())))
        yield


def indexed(served: ServedViewer, run: str) -> str:
    """The page of a run once its index is complete."""
    folder = served.viewer.catalog.find(run)
    assert folder is not None
    for _ in range(200):
        if served.viewer.indexes.of(folder).is_ready:
            return served.client.get(f"/run/{run}").text
        time.sleep(0.05)
    raise AssertionError("the index does not become complete")


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of runs with one in it, `first`: four questions under two protocols."""
    runs = tmp_path_factory.mktemp("runs")
    file = runs / "first.yaml"
    file.write_text(EXPERIMENT)
    # Where a browser is open, it uses the event loop of this thread.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, run_experiment(prepare(*load_experiment(file), runs / "first"))).result()
    return runs


@pytest.fixture(scope="session")
def first(runs: Path) -> Iterator[ServedViewer]:
    """The viewer over the folder of runs. No test changes what is in it."""
    with served(RunCatalog.of((), runs)) as viewer:
        indexed(viewer, "first")
        yield viewer


@pytest.fixture
def desk(graded: Path, tmp_path: Path) -> Iterator[ServedViewer]:
    """A viewer over a copy of the class, in which a test may decide."""
    shutil.copytree(graded, tmp_path / "runs")
    with served(RunCatalog.of((), tmp_path / "runs")) as viewer:
        yield viewer
