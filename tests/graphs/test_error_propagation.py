"""Errors are passed on from a step to those that rest on it."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from dikast.graphs.error_propagation import inherit
from dikast.records import Check, CheckStatus, Decider, InheritedValue, Label, StepLabel

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


def checked(step: int, label: Label, *checks: Check, decided_by: Decider = "verifier") -> StepLabel:
    return StepLabel(step=step, label=label, checks=checks, decided_by=decided_by)


def a_check(status: CheckStatus, source: int | None = None) -> Check:
    evidence: dict[str, JsonValue] = {}
    if source is not None:
        evidence["inherited"] = InheritedValue(step=source, value="17", right="16").model_dump(mode="json")
    return Check(checker="steps", status=status, claim="17 + 5 = 22", method="exact", evidence=evidence)


def test_a_wrong_value_that_the_machine_found_again_is_inherited_without_premises() -> None:
    root, later = inherit([checked(0, "incorrect", a_check("refuted")), checked(1, "unknown", a_check("verified", 0))])
    assert (root.label, later.label, later.premises) == ("incorrect", "inherited", (0,))
    assert later.reason == "takes over 17 of step 1, where it is 16"


def test_a_judge_that_saw_no_error_is_overridden_and_said_to_be() -> None:
    judged = checked(1, "correct", a_check("verified", 0), decided_by="judge")
    _, later = inherit([checked(0, "incorrect", a_check("refuted")), judged])
    assert (later.label, later.judged, later.decided_by) == ("inherited", "correct", "verifier")


def test_a_step_refuted_only_by_a_wrong_value_is_no_root() -> None:
    labels = [
        checked(0, "incorrect", a_check("refuted")),
        checked(1, "incorrect", a_check("refuted", 0)),
        checked(2, "incorrect", a_check("refuted", 0), a_check("refuted")),
        checked(3, "incorrect", a_check("refuted", 0), decided_by="both"),
    ]
    assert [label.label for label in inherit(labels)] == ["incorrect", "inherited", "incorrect", "incorrect"]


def test_nothing_is_inherited_from_a_step_that_was_right_after_all() -> None:
    contested = checked(0, "correct", a_check("refuted"), decided_by="contested")
    assert inherit([contested, checked(1, "unknown", a_check("verified", 0))])[1].label == "unknown"
