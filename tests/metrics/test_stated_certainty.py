"""Accuracy by what judges say of their own certainty."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dikast.metrics import Cell, cautions, cells, certainty_table
from dikast.records import Outcome


def cell_of(rows: Sequence[tuple[float | None, float | None]]) -> Cell:
    """A cell with these certainties and credits; a verdict without a credit abstained."""
    outcomes = [
        Outcome(
            id=f"{i}",
            protocol="direct",
            agents="",
            question=f"q{i}",
            gold=0,
            status="decided",
            choice=None if credit is None else int(credit == 0),
            credit=credit,
            probabilities=None if credit is None else (credit, 1 - credit),
            certainty=certainty,
            abstained=credit is None,
        )
        for i, (certainty, credit) in enumerate(rows)
    ]
    return cells(outcomes)[0]


def test_accuracy_by_band_and_by_threshold() -> None:
    table = certainty_table(cell_of([(10, None), (20.4, 0), (50, 1), (50, 0), (81, 1), (None, 1)]))
    assert table is not None
    assert (table.n, table.abstained) == (5, 1)
    assert table.mean == pytest.approx(42.28)
    assert [(band.n, band.accuracy.value) for band in table.bands] == [(2, 0), (0, None), (2, 0.5), (0, None), (1, 1)]
    assert [(group.low, group.n) for group in table.at_least] == [(1, 5), (21, 3), (41, 3), (61, 1), (81, 1)]
    assert table.at_least[2].accuracy.value == pytest.approx(2 / 3)
    assert table.at_least[2].share == pytest.approx(0.6)


def test_without_certainties_there_is_no_table() -> None:
    assert certainty_table(cell_of([(None, 1)])) is None


@pytest.mark.parametrize(("n", "last", "is_spread"), [(9, 95, None), (10, 95, False), (10, 60, True)])
def test_certainties_in_one_band_say_nothing(n: int, last: int, is_spread: bool | None) -> None:
    cell = cell_of([(90, 1)] * (n - 1) + [(last, 0)])
    table = certainty_table(cell)
    assert table is not None
    assert table.is_spread is is_spread
    kinds = {caution.kind for caution in cautions([cell])}
    assert ("no-spread" in kinds) == (is_spread is False)
