"""The commands by which the old runs were made, and those whose printed output is kept beside them."""

from __future__ import annotations

import lzma
import shutil
from collections.abc import Callable
from pathlib import Path

OLD = Path(__file__).parent / "old"
PRINTED = OLD / "printed"
INPUTS = OLD / "inputs"

# What each run folder is made by; the same command again goes on with it.
MADE_BY = {
    "debates": ("run", "debates.yaml", "--out", "kept/debates"),
    "votes": ("run", "votes.yaml", "--out", "kept/votes"),
    "process": ("run", "process.yaml", "--out", "kept/process"),
    "graded": ("grade", "solutions.jsonl", "--judge", "scripted:grader.yaml", "--set", "solves=2", "--out", "kept/graded"),
    "judged": ("judge", "kept/debates", "--judge", "scripted:second.yaml", "--out", "kept/judged"),
    "judged-early": (
        "judge", "kept/debates", "--judge", "scripted:second.yaml", "--out", "kept/judged-early",
        "--after-round", "1", "--set", "route=label",
    ),
}  # fmt: skip
RUNS = tuple(MADE_BY)
# The verifier reads more of the steps of these runs, and writes what it found in plainer words, than when they were
# made. What it finds is in their judges' prompts and in their records, so these are not what they were.
CHECKED_RUNS = ("votes", "process", "graded")
SAME_RUNS = tuple(run for run in RUNS if run not in CHECKED_RUNS)

# What reads a run, by the name of the file with its output.
READS: dict[str, tuple[str, ...]] = {
    **{f"{run}-show": ("show", f"kept/{run}") for run in RUNS},
    **{f"{run}-show-json": ("show", f"kept/{run}", "--json") for run in ("debates", "process", "judged")},
    **{f"{run}-report": ("report", f"kept/{run}") for run in RUNS if run not in ("process", "graded")},
    "judges-report": ("report", "kept/debates", "kept/judged", "--by", "judge"),
    "process-score": ("score", "kept/process"),
    "process-score-by-subject": ("score", "kept/process", "--by", "subject", "--unknown-as", "correct", "--audit"),
    "graded-score": ("score", "kept/graded"),
    "graded-again": MADE_BY["graded"],
    "graded-again-json": (*MADE_BY["graded"], "--json"),
}
# Numbers in full, which another version of a numeric library may round in another way.
FIGURES: dict[str, tuple[str, ...]] = {
    "debates-report-json": ("report", "kept/debates", "--json"),
    "process-score-json": ("score", "kept/process", "--json"),
}
EXPORTS: dict[str, tuple[str, ...]] = {
    **{f"{run}.jsonl": ("export", f"kept/{run}") for run in RUNS},
    "debates.eval": ("export", "kept/debates", "--format", "inspect"),
    "process.eval": ("export", "kept/process", "--format", "inspect"),
    "debates.parquet": ("export", "kept/debates", "--format", "parquet"),
}
LARGE = 15_000  # bytes; what is printed beyond that is kept compressed
HERE = "HERE"  # what stands in the description of a second judge's run for the folder that it was made in


def unpack(unpacked: Path, place: Path) -> None:
    """Copies the inputs and the run folders to a place, and makes the second judge's runs be of that place."""
    shutil.copytree(INPUTS, place, dirs_exist_ok=True)
    shutil.copytree(unpacked, place, dirs_exist_ok=True)
    tell_place(place, HERE, str(place.resolve()))


def tell_place(place: Path, before: str, after: str) -> None:
    """Puts one path for another in what describes the second judge's runs: they name theirs in full."""
    for description in place.glob("kept/judged*/experiment.yaml"):
        description.write_text(description.read_text().replace(f"judged: {before}/", f"judged: {after}/"))


def printed(name: str) -> str:
    """What the old code printed, by the file's name."""
    path = PRINTED / name
    data = path.read_bytes() if path.is_file() else lzma.decompress((PRINTED / f"{name}.xz").read_bytes())
    return data.decode()


def keep_printed(name: str, text: str) -> None:
    """Keeps what was printed under a name."""
    data = text.encode()
    if len(data) <= LARGE:
        (PRINTED / name).write_bytes(data)
    else:
        (PRINTED / f"{name}.xz").write_bytes(lzma.compress(data, preset=9))


def transcripts(run: str, dikast: Callable[..., str]) -> str:
    """All that `dikast transcript` prints of a run: the list, and each episode."""
    listed = dikast("transcript", f"kept/{run}")
    ids = [line.partition("\t")[0] for line in listed.splitlines()]
    return "\n".join((listed, *(dikast("transcript", f"kept/{run}", id) for id in ids)))
