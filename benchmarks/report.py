"""What a report costs: a run of so many episodes is made, reported, and its page measured.

    python benchmarks/report.py [--episodes 100000] [--keep DIR] [--picture FILE]

The episodes are those of examples/no-model.yaml again and again, each with beliefs of its own; making them is not
counted. The report is `dikast report RUN --html FILE` in a process of its own, imports included; the page is opened in
Debian's Chromium where that is installed. `--picture` writes the README's picture from a run of that example instead.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from dikast.experiments import RunFolder, load_experiment, prepare, run_experiment
from dikast.experiments.stores.run_folder import start_folder
from dikast.graphs import combine
from dikast.records import Episode, Look, Outcome

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "no-model.yaml"
AT_ONCE = 1000


def run_example(out: Path, *changes: str) -> RunFolder:
    """A run of the example without models."""
    return asyncio.run(run_experiment(prepare(*load_experiment(EXAMPLE, changes), out)))


def make_run(out: Path, episodes: int, questions: int = 16) -> RunFolder:
    """A run folder of so many episodes, made from those of a small run of the example."""
    with tempfile.TemporaryDirectory() as folder:
        small = run_example(Path(folder) / "small", f"questions.limit={questions}")
        labels = {outcome.id: (outcome.protocol, outcome.agents) for outcome in small.outcomes()}
        bases = list(small.episodes())
        files = dict.fromkeys(small.labels(), "synthetic")
    made = start_folder(
        out, {"name": out.name, "description": f"{episodes:,} synthetic episodes."}, {"protocol files": files}
    )
    rows = _varied(bases, labels, episodes)
    asyncio.run(_keep(rows, made))
    return made


def _varied(
    bases: list[Episode], labels: dict[str, tuple[str, str]], episodes: int
) -> Iterator[tuple[Outcome, Episode]]:
    rng = random.Random(0)
    for i in range(episodes):
        base = bases[i % len(bases)]
        question = base.question.model_copy(update={"id": f"{base.question.id}-{i // len(bases)}"})
        skill = rng.gauss(0.8, 1.5)
        looks = tuple(_look(look, skill + rng.gauss(0, 0.3), base.question.gold or 0) for look in base.verdict.looks)
        changes = {
            "id": f"{base.id}-{i}", "question": question, "verdict": combine(looks),
            "looks": tuple(_look(look, skill / 2 + rng.gauss(0, 0.5), base.question.gold or 0) for look in base.looks),
        }  # fmt: skip
        episode = base.model_copy(update=changes)
        protocol, agents = labels[base.id]
        yield Outcome.of(episode, protocol=protocol, agents=agents, seconds=1.0), episode


def _look(look: Look, odds: float, gold: int) -> Look:
    """The look with these log-odds for the right one of two answers."""
    if look.status == "unparsed":
        return look
    p = 1 / (1 + math.exp(-odds))
    ps = tuple(p if choice == gold else 1 - p for choice in range(2))
    return look.model_copy(update={"probabilities": ps, "logp": tuple(map(math.log, ps))})


async def _keep(rows: Iterator[tuple[Outcome, Episode]], folder: RunFolder) -> None:
    async with folder.store.writing() as commit:
        while batch := list(islice(rows, AT_ONCE)):
            await commit(batch)


def measured(run: Path, html: Path) -> dict[str, float]:
    """Reports the run in this process: seconds and peak memory, imports included."""
    from dikast.report import build_findings, write_page

    start = time.perf_counter()
    folders = [RunFolder.open(run)]
    write_page(build_findings(folders), folders, html)
    seconds = time.perf_counter() - start
    cpu = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu_s": cpu, "peak_mib": peak, "page_mb": html.stat().st_size / 1e6}


def opened_s(html: Path) -> float | None:
    """Seconds until the page has loaded in Chromium, the browser's start not counted; None without it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(html.absolute().as_uri())
        timing = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
        browser.close()
    return float(timing) / 1000


def picture(path: Path) -> None:
    """The README's picture: a report, from its accuracy on."""
    from playwright.sync_api import sync_playwright

    from dikast.report import build_findings, write_page

    with tempfile.TemporaryDirectory() as folder:
        run = run_example(Path(folder) / "no-model")
        html = Path(folder) / "report.html"
        write_page(build_findings([run]), [run], html)
        path.parent.mkdir(parents=True, exist_ok=True)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1200, "height": 1500})
            page.goto(html.as_uri())
            page.evaluate("document.getElementById('accuracy').scrollIntoView()")
            page.screenshot(path=path)
            browser.close()


def main() -> None:
    """Makes a run, reports it in a process of its own, and prints what that took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--episodes", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="make the run here, and leave it")
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--row", type=Path, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.picture:
        picture(options.picture)
        return
    if options.row:
        print(json.dumps(measured(*options.row)))
        return
    with tempfile.TemporaryDirectory() as folder:
        run = options.keep or Path(folder) / f"episodes-{options.episodes}"
        if not run.exists():
            make_run(run, options.episodes)
        html = Path(folder) / "report.html"
        done = subprocess.run(
            [sys.executable, __file__, "--row", str(run), str(html)], capture_output=True, check=True, text=True
        )
        told = json.loads(done.stdout)
        opened = opened_s(html)
    print(f"{'episodes':>10}{'seconds':>10}{'CPU s':>8}{'peak MiB':>10}{'page MB':>10}{'opens in s':>12}")
    print(
        f"{options.episodes:>10,}{told['seconds']:>10.1f}{told['cpu_s']:>8.1f}{told['peak_mib']:>10.0f}{told['page_mb']:>10.2f}"
        f"{'–' if opened is None else f'{opened:.2f}':>12}"
    )


if __name__ == "__main__":
    main()
