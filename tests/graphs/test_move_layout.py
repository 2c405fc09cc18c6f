"""Every kind of move has its nodes in the graph."""

from __future__ import annotations

from dikast.graphs.move_layout import LAYOUTS
from dikast.protocols import MOVES


def test_every_kind_of_move_has_a_layout() -> None:
    assert set(LAYOUTS) == set(MOVES.values())
