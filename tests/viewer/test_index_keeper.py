"""The thread that keeps indexes outlives what goes wrong in it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dikast.experiments import RunFolder
from dikast.viewer import index_keeper
from dikast.viewer.index import update_index
from dikast.viewer.index_keeper import IndexKeeper, KeptIndex


def settled(keeper: IndexKeeper, folder: RunFolder, *, with_fault: bool) -> KeptIndex:
    """The index once it is ready, or once it says what is wrong."""
    for _ in range(400):
        index = keeper.of(folder)
        if bool(index.fault) == with_fault and (with_fault or index.is_ready):
            return index
        time.sleep(0.02)
    raise AssertionError("the thread does nothing more")


def test_an_unexpected_fault_is_told_and_the_index_is_tried_again(
    runs: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keeper, folder = IndexKeeper(), RunFolder.open(runs / "first")

    def fails(*_: object) -> bool:
        raise KeyError("a fault of ours")

    monkeypatch.setattr(index_keeper, "LEAST_WAIT_S", 0.0)
    monkeypatch.setattr(index_keeper, "update_index", fails)
    failed = settled(keeper, folder, with_fault=True)
    assert "KeyError: 'a fault of ours'; it is tried again" in failed.fault
    # With nothing of nothing in it, it is not complete.
    assert not failed.is_ready
    assert "the index of" in caplog.text
    monkeypatch.setattr(index_keeper, "update_index", update_index)
    assert settled(keeper, folder, with_fault=False).state.is_complete
