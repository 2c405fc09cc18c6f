"""What many tests share: the folder of real data, servers, a browser."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests import postgres

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A busy machine may take its time, and the first example builds what all others use.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Of a long text, its beginning: ids are sent and compared many times, and some texts have a million characters."""
    return f"{val[:60]}..." if isinstance(val, str) and len(val) > 80 else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take minutes come first: as the last ones they would leave all but one core without work."""
    long_files = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long_files)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data (../shared/data) is not beside this checkout")
    return folder


@pytest.fixture(autouse=True, scope="session")
def heeds_interrupts() -> Iterator[None]:
    """A shell that starts the tests in the background has them ignore Ctrl-C, and with them all they start."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server for all tests; they make databases of their own in it."""
    try:
        with postgres.server() as server:
            yield server
    except postgres.NoServer as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of runs with a class in it whose solutions are graded, without decisions of people."""
    # Here: few tests need what it imports.
    from tests.viewer.class_run import run_class

    runs = tmp_path_factory.mktemp("graded")
    # In a thread of its own: where a browser is open, it uses the event loop of this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(run_class, runs).result()
    return runs


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a window. For one module: what drives it has an event loop of its own."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("no chromium here: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()
