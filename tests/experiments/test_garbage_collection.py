"""While a run goes on garbage is collected more rarely; a program that runs one keeps its own settings."""

from __future__ import annotations

import gc

import pytest

from dikast.experiments.garbage_collection import rare_collections


def test_collections_are_rarer_within_the_block_and_as_before_after_it() -> None:
    before = gc.get_threshold()
    with rare_collections():
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before


def test_a_block_that_fails_leaves_the_settings_as_they_were() -> None:
    before = gc.get_threshold()
    with pytest.raises(RuntimeError), rare_collections():
        raise RuntimeError
    assert gc.get_threshold() == before
