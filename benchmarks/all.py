"""The tables of the documents, made anew, and a quick look whether any ratio has become worse.

    python benchmarks/all.py --write [--only engine]
    python benchmarks/all.py --smoke
    python benchmarks/all.py --record

A page names the command above its table in a comment; `--write` runs these commands and puts what they print below.
`--smoke` measures a few ratios in a minute, and fails where one is over a quarter above the one that is recorded in
benchmarks/ratios.json; `--record` records them. Ratios are of CPU time, side by side with something that no change of
ours makes faster or slower, so that they hold on other machines and beside other work.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
RECORDED = Path(__file__).parent / "ratios.json"
MOST_ABOVE = 1.25
TABLE = re.compile(r"<!-- (python benchmarks/[^\n]*) -->\n\n```text\n.*?```", re.DOTALL)


def made_anew(page: str, only: str) -> str:
    """The page with the tables of all commands that contain `only`, as they come out now."""

    def table(found: re.Match[str]) -> str:
        command = found[1]
        if only not in command:
            return found[0]
        print(command, flush=True)
        arguments = [sys.executable, *shlex.split(command)[1:]]
        printed = subprocess.run(arguments, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        return f"<!-- {command} -->\n\n```text\n{printed.strip()}\n```"

    return TABLE.sub(table, page)


def measured_ratios() -> dict[str, float]:
    """Every ratio, measured in small."""
    from benchmarks import engine, http_calls, start

    return {**start.ratios(), **engine.ratios(), **http_calls.ratios()}


def worse(now: dict[str, float], recorded: dict[str, float]) -> list[str]:
    """The ratios that are too far above what is recorded, in words."""
    return [
        f"{name}: {now[name]:.2f}, recorded {before:.2f}"
        for name, before in recorded.items()
        if now[name] > MOST_ABOVE * before
    ]


def main() -> int:
    """Writes the page, or compares ratios. Returns 1 where one is worse."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--write", action="store_true")
    task.add_argument("--smoke", action="store_true")
    task.add_argument("--record", action="store_true")
    parser.add_argument("--only", default="", help="only the commands that contain this")
    options = parser.parse_args()
    if options.write:
        for page in sorted((ROOT / "docs").rglob("*.md")):
            page.write_text(made_anew(page.read_text(), options.only))
        return 0
    now = measured_ratios()
    for name, ratio in now.items():
        print(f"{name:44}{ratio:>8.2f}")
    if options.record:
        RECORDED.write_text(json.dumps({name: round(ratio, 2) for name, ratio in now.items()}, indent=2) + "\n")
        return 0
    too_slow = worse(now, json.loads(RECORDED.read_text()))
    if too_slow:
        # A busy machine can do that to one try, and not to two.
        now = {name: min(ratio, now[name]) for name, ratio in measured_ratios().items()}
        too_slow = worse(now, json.loads(RECORDED.read_text()))
    for line in too_slow:
        print(f"slower than recorded: {line}")
    return int(bool(too_slow))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main())
