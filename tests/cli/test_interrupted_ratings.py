"""Ctrl-C in the middle of a rating: nothing that was paid for is lost, and the same command asks for the rest alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

AGENT = """
import asyncio
import os
import signal
from pathlib import Path

asked = 0


async def stopped(request):
    global asked
    asked += 1
    if asked > 2 and not Path("goes on").exists():
        await asyncio.sleep(60)
    answered = Path("answered.txt")
    with answered.open("a") as file:
        file.write(repr((request.purpose, request.seed, request.messages[-1].text)) + "\\n")
    if len(answered.read_text().splitlines()) == 2:
        os.kill(os.getpid(), signal.SIGINT)
        if SIGNALS == 2:
            asyncio.get_running_loop().call_later(0.5, os.kill, os.getpid(), signal.SIGINT)
    if request.purpose == "decide":
        return request.form.stated(request.form.labels[0])
    return "1. So it is.\\nAnswer: 4"
"""


def rate(folder: Path, part: str) -> subprocess.CompletedProcess[str]:
    command = ["rate", "./mine.py:stopped", "--as", part, "--limit", "2", "--plain", "--json"]
    return subprocess.run(
        [sys.executable, "-m", "dikast", *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("part", "signals", "n_calls"),
    [
        # Both sides of two questions; the second Ctrl-C leaves the two calls that are under way.
        ("consultant", 2, 4),
        # The answers are whole after the first Ctrl-C; the steps on the way to them are another run.
        ("solver", 1, 2),
    ],
)
def test_the_same_command_goes_on_with_no_answered_call_repeated(
    tmp_path: Path, part: str, signals: int, n_calls: int
) -> None:
    (tmp_path / "mine.py").write_text(f"SIGNALS = {signals}\n{AGENT}")
    stopped = rate(tmp_path, part)
    assert stopped.returncode == 130, stopped.stderr
    assert "Traceback" not in stopped.stderr
    # A card of half a rating would be taken for that of a whole one.
    assert stopped.stdout == ""
    assert "the same command goes on from there" in " ".join(stopped.stderr.split())
    (tmp_path / "goes on").touch()
    whole = rate(tmp_path, part)
    assert whole.returncode == 0, whole.stderr
    card = json.loads(whole.stdout)
    assert card["figures"][card["headline"]]["n"] == n_calls
    answered = Counter((tmp_path / "answered.txt").read_text().splitlines())
    assert set(answered.values()) == {1}
    assert answered.total() == n_calls
