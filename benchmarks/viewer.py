"""What the viewer costs: a run of so many episodes is made, indexed and read, and a live run is watched.

    python benchmarks/viewer.py [--episodes 100000] [--keep DIR] [--live 10] [--pictures DIR]

The viewer is `dikast view DIR` in a process of its own, with an empty cache. Each page is asked for five times by HTTP;
the median is printed. The live run is examples/no-model.yaml, repeated so many times (`--live`, 0 for none): alone, and
while a page of it is open that asks for what is new as a browser does; in turn, three times each. `--pictures` writes
the pictures of docs/viewer.md instead.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from benchmarks.report import EXAMPLE, make_run, run_example

if TYPE_CHECKING:
    from playwright.sync_api import Page

DIKAST = [sys.executable, "-m", "dikast"]
SOLUTIONS = EXAMPLE.parent / "solutions.jsonl"
PICTURED = "physics-2"
TIMES = 5
LIVE_TIMES = 3
REFRESH_S = 4.0
PAGES = {
    "first page": "",
    "right ones": "?result=right",
    "confident and wrong, by p": "?kind=confident+and+wrong&sort=p&order=down",
    "one cell, by cost": "?protocol=debate&sort=usd&order=down",
    "search: a rare word": "?text=marsh",
    "search: three common words": "?text=the+source+says",
    "search: a phrase, filtered": "?text=%22the+answer%22&result=wrong",
}


@dataclass(frozen=True)
class OpenViewer:
    """A viewer in a process of its own, and a client that has opened its link."""

    pid: int
    client: httpx.Client

    def peak_mib(self) -> float:
        """The most memory that the process has had."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else float("nan")

    def seconds(self, path: str) -> float:
        """How long a page takes."""
        start = time.perf_counter()
        self.client.get(path).raise_for_status()
        return time.perf_counter() - start


@contextmanager
def viewing(cache: Path, *arguments: str) -> Iterator[OpenViewer]:
    """`dikast view` with these arguments while the block runs."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache), "XDG_DATA_HOME": str(cache)}
    command = [*DIKAST, "view", *arguments]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        link = process.stdout.readline().strip()
        with httpx.Client(base_url=link.partition("/?")[0], follow_redirects=True, timeout=60) as client:
            client.get(link).raise_for_status()
            yield OpenViewer(process.pid, client)
    finally:
        process.terminate()
        process.wait()


def wait_until_indexed(viewer: OpenViewer, page: str) -> tuple[float, float]:
    """Seconds until all episodes are indexed, and how long a page took at worst meanwhile."""
    start, slowest = time.perf_counter(), 0.0
    while True:
        begun = time.perf_counter()
        text = viewer.client.get(page).text
        slowest = max(slowest, time.perf_counter() - begun)
        if "indexing:" not in text:
            return time.perf_counter() - start, slowest
        time.sleep(0.5)


def read(run: Path) -> None:
    """Prints what it costs to index a run and to read it."""
    page = f"/run/{run.name}"
    with tempfile.TemporaryDirectory() as cache, viewing(Path(cache), str(run)) as viewer:
        print(f"first page, nothing indexed    {viewer.seconds(page):8.3f} s")
        seconds, slowest = wait_until_indexed(viewer, page)
        print(f"indexed                        {seconds:8.1f} s   (a page meanwhile: at most {slowest:.3f} s)")
        size = sum(file.stat().st_size for file in Path(cache).rglob("*.sqlite")) / 1e6
        print(f"the index                      {size:8.1f} MB")
        for name, query in PAGES.items():
            print(f"{name:30} {statistics.median(viewer.seconds(page + query) for _ in range(TIMES)):8.3f} s")
        found = re.search(rf"{page}/episode/[^\"]+", viewer.client.get(page).text)
        assert found is not None
        print(f"{'an episode':30} {statistics.median(viewer.seconds(found[0]) for _ in range(TIMES)):8.3f} s")
        print(f"{'the list of runs':30} {statistics.median(viewer.seconds('/') for _ in range(TIMES)):8.3f} s")
        print(f"memory of the server           {viewer.peak_mib():8.0f} MiB at most")


def run_live(out: Path, repeats: int) -> tuple[float, float]:
    """Runs the example in a process of its own: seconds by the clock, and of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [*DIKAST, "run", str(EXAMPLE), "--set", f"repeats={repeats}", "--out", str(out)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, cpu


@contextmanager
def watched(runs: Path, cache: Path, name: str) -> Iterator[None]:
    """While the block runs, the page of a run is open as in a browser: it hears of news, and asks for its tables."""
    ended = threading.Event()
    with viewing(cache, "--runs", str(runs)) as viewer:
        thread = threading.Thread(target=_watch, args=(viewer.client, name, ended))
        thread.start()
        try:
            yield
        finally:
            ended.set()
    thread.join()


def _watch(client: httpx.Client, name: str, ended: threading.Event) -> None:
    """Reads the events of a run once it is begun, and asks for its page at most every few seconds."""
    try:
        while client.get(f"/run/{name}").status_code != 200 and not ended.wait(0.5):
            pass
        refresh = 0.0
        with client.stream("GET", f"/run/{name}/events") as events:
            for line in events.iter_lines():
                if line.startswith("data:") and time.monotonic() > refresh and not ended.is_set():
                    refresh = time.monotonic() + REFRESH_S
                    client.get(f"/run/{name}")
    except httpx.HTTPError:
        # The viewer was ended, and with it its page.
        pass


def live(repeats: int) -> None:
    """Prints what a live run takes alone, and what it takes while it is watched."""
    alone: list[tuple[float, float]] = []
    with_viewer: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        runs = Path(folder) / "runs"
        runs.mkdir()
        for number in range(LIVE_TIMES):
            alone.append(run_live(Path(folder) / f"alone-{number}", repeats))
            with watched(runs, Path(folder) / "cache", f"watched-{number}"):
                with_viewer.append(run_live(runs / f"watched-{number}", repeats))
    for name, column in (("by the clock", 0), ("of the processor", 1)):
        before, after = (statistics.median(row[column] for row in rows) for rows in (alone, with_viewer))
        share = 100 * (after / before - 1)
        print(f"a live run, seconds {name:17} {before:8.2f} alone, {after:8.2f} watched: {share:+.1f} %")


def pictures(folder: Path) -> None:
    """The pictures of docs: the pages of a run, of an episode, and of a graded solution."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        run_example(Path(made) / "no-model")
        grade = [*DIKAST, "grade", str(SOLUTIONS), "--judge", "none", "--out", str(Path(made) / "graded")]
        subprocess.run(grade, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        with viewing(Path(made) / "cache", "--runs", made) as viewer, sync_playwright() as play:
            wait_until_indexed(viewer, "/run/no-model")
            wait_until_indexed(viewer, "/run/graded")
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            context = browser.new_context(viewport={"width": 1200, "height": 900})
            context.add_cookies(
                [
                    {"name": name, "value": value, "url": str(viewer.client.base_url)}
                    for name, value in viewer.client.cookies.items()
                ]
            )
            page = context.new_page()
            _picture(page, viewer, "/run/no-model", folder / "viewer-run.png")
            _picture(page, viewer, "/run/no-model?kind=refuted+evidence+believed&protocol=debate", None)
            page.locator("table.episodes tbody th a").first.click()
            page.wait_for_load_state()
            page.set_viewport_size({"width": 1200, "height": 1500})
            page.screenshot(path=folder / "viewer-episode.png")
            _picture(page, viewer, "/run/graded/grades", None)
            page.get_by_role("link", name=PICTURED).first.click()
            page.wait_for_load_state()
            page.screenshot(path=folder / "viewer-solution.png")
            browser.close()


def _picture(page: Page, viewer: OpenViewer, path: str, file: Path | None) -> None:
    page.goto(str(viewer.client.base_url).rstrip("/") + path)
    if file is not None:
        page.screenshot(path=file)


def main() -> None:
    """Makes a run, reads it in a viewer, and watches another one that is live."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--episodes", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="make the run here, and leave it")
    parser.add_argument("--live", type=int, default=10)
    parser.add_argument("--pictures", type=Path)
    options = parser.parse_args()
    if options.pictures:
        pictures(options.pictures)
        return
    with tempfile.TemporaryDirectory() as folder:
        run = options.keep or Path(folder) / "synthetic"
        if options.episodes and not (run / "episodes.sqlite").is_file():
            make_run(run, options.episodes)
        if options.episodes:
            read(run)
    if options.live:
        live(options.live)


if __name__ == "__main__":
    main()
