"""Errors are passed on from a step to those that rest on it."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.graphs.error_propagation import inherit
from dikast.records import Label, StepLabel

LABELS: tuple[Label, ...] = get_args(Label)


@st.composite
def chains(draw: st.DrawFn) -> list[StepLabel]:
    n = draw(st.integers(1, 8))
    return [
        StepLabel(
            step=i,
            label=draw(st.sampled_from(LABELS)),
            premises=tuple(draw(st.lists(st.integers(-1, i - 1), max_size=4, unique=True))),
        )
        for i in range(n)
    ]


@given(chains())
def test_errors_are_inherited_along_premises_and_nowhere_else(chain: list[StepLabel]) -> None:
    carried = inherit(chain)
    for before, after in zip(chain, carried, strict=True):
        rests_on = {p for p in before.premises or () if p >= 0}
        tainted = any(chain[p].label == "incorrect" or carried[p].reason is not None for p in rests_on)
        if before.label in ("correct", "neutral", "unknown"):
            upstream = tainted or any(
                carried[p].label == "inherited" and chain[p].label != "inherited" for p in rests_on
            )
            assert (after.label == "inherited") >= upstream
        else:
            assert after == before
    assert inherit(carried) == carried or any(label.label == "inherited" for label in carried)


def test_a_circle_of_premises_is_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        inherit([StepLabel(step=0, label="correct", premises=(1,)), StepLabel(step=1, label="correct", premises=(0,))])
