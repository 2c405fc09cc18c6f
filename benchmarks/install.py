"""Measures what an installation takes: the time with a warm cache, and the size of each package.

    python benchmarks/install.py [--installer uv] [--extra embedded]… [--only-sizes] [--top 12]

A new virtual environment is made in a temporary folder and Dikast is installed there with this checkout's constraints,
by pip or by uv, twice: the first time fills the cache. The seconds are of the second time, by the clock and of the
processor: on a busy machine the processor's are the better figure. Sizes are on disk, in millions of bytes, without
compiled files.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import tempfile
import time
import venv
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST_SIZES = """
import importlib.metadata as metadata, json
sizes = {}
for distribution in metadata.distributions():
    files = [file.locate() for file in distribution.files or () if file.suffix != ".pyc"]
    sizes[distribution.metadata["Name"]] = sum(path.stat().st_size for path in files if path.is_file())
print(json.dumps(sizes))
"""


@dataclass(frozen=True)
class Installation:
    """Seconds by the clock and of the processor, and the bytes of each package by its name."""

    wall_s: float
    cpu_s: float
    sizes: dict[str, int]


def installed(extras: list[str], installer: str = "pip") -> Installation:
    """Dikast with these extras, installed in a new virtual environment, which is removed again."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        target = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
        install = {
            "pip": [str(python), "-m", "pip", "install"],
            "uv": ["uv", "pip", "install", "--python", str(python)],
        }[installer]
        command = [*install, "--quiet", "--constraint", str(ROOT / "constraints.txt"), target]
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        wall_s, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        listed = subprocess.run([python, "-c", LIST_SIZES], check=True, capture_output=True, text=True)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Installation(wall_s, cpu_s, json.loads(listed.stdout))


def print_sizes(sizes: dict[str, int], top: int) -> None:
    """The largest packages, and the sum of all."""
    print(f"{'all ' + str(len(sizes)) + ' packages':<24} {sum(sizes.values()) / 1e6:>7.1f} MB")
    for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:top]:
        print(f"{name:<24} {size / 1e6:>7.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--extra", action="append", default=[])
    parser.add_argument("--installer", choices=["pip", "uv"], default="pip")
    parser.add_argument("--only-sizes", action="store_true", help="install once, and print no time")
    parser.add_argument("--top", type=int, default=12)
    arguments = parser.parse_args()
    installation = installed(arguments.extra, arguments.installer)
    if not arguments.only_sizes:
        installation = installed(arguments.extra, arguments.installer)
        print(f"{installation.wall_s:.0f} s by the clock, {installation.cpu_s:.0f} s of the processor")
    print_sizes(installation.sizes, arguments.top)


if __name__ == "__main__":
    main()
