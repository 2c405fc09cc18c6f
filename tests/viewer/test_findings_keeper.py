"""When the findings of a run are made, and where."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from dikast.viewer import findings_keeper
from dikast.viewer.findings_keeper import DrawnFindings, FindingsKeeper


def awaited(keeper: FindingsKeeper, folder: RunFolder, version: int, episodes: int) -> DrawnFindings:
    for _ in range(600):
        drawn, is_making = keeper.of(folder, version, episodes)
        if drawn is not None and not is_making:
            return drawn
        time.sleep(0.05)
    raise AssertionError("they are not made")


def test_findings_are_kept_while_the_run_stays_as_it_is(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a run that goes on, they are shown a while before newer ones are made."""
    folder = RunFolder.open(runs / "first")
    keeper = FindingsKeeper()
    assert keeper.of(folder, 1, 8) == (None, True)
    first = awaited(keeper, folder, 1, 8)
    assert "accuracy" in first.figures
    assert keeper.of(folder, 2, 8) == (first, False)
    monkeypatch.setattr(findings_keeper, "monotonic", lambda: time.monotonic() + 1000)
    assert keeper.of(folder, 1, 8) == (first, False)
    assert keeper.of(folder, 2, 8) == (first, True)
    assert awaited(keeper, folder, 2, 8).version == 2


def test_findings_of_a_large_run_are_made_in_another_process(runs: Path) -> None:
    """They have the same figures."""
    drawn = awaited(FindingsKeeper(), RunFolder.open(runs / "first"), 1, 1_000_000)
    assert drawn.findings is not None
    assert drawn.figures.keys() == FindingsKeeper().made(RunFolder.open(runs / "first"), 1, 8).figures.keys()
