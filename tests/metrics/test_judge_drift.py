"""The same judge at two dates: what changed, in which way, and whether it is better."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.metrics import DatedVerdict, VerdictPair, verdict_drift
from dikast.metrics.judge_drift import CHANGE_KINDS

RIGHT, WRONG, OTHER, UNREAD = (
    DatedVerdict("choice 0", 1.0),
    DatedVerdict("choice 1", 0.0),
    DatedVerdict("choice 2", 0.0),
    DatedVerdict(None, None),
)


def pairs(*counts: tuple[int, DatedVerdict, DatedVerdict]) -> list[VerdictPair]:
    """So many questions with these two verdicts each."""
    found = []
    for n, before, after in counts:
        found += [VerdictPair(f"{before} {after} {i}", before, after) for i in range(n)]
    return found


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (RIGHT, RIGHT, "same"),
        (RIGHT, WRONG, "right to wrong"),
        (WRONG, RIGHT, "wrong to right"),
        (WRONG, OTHER, "otherwise"),
        (DatedVerdict("choice 0", None), DatedVerdict("choice 1", None), "otherwise"),
        (RIGHT, UNREAD, "no longer read"),
        (UNREAD, RIGHT, "read now"),
        (UNREAD, UNREAD, "never read"),
        (DatedVerdict("tie", 0.5), RIGHT, "wrong to right"),
    ],
)
def test_every_change_is_of_one_kind(before: DatedVerdict, after: DatedVerdict, kind: str) -> None:
    found = verdict_drift([VerdictPair("q", before, after)])
    assert [name for name, n in found.kinds.items() if n] == [kind]


def test_a_judge_that_became_worse() -> None:
    found = verdict_drift(pairs((60, RIGHT, RIGHT), (20, RIGHT, WRONG), (5, WRONG, RIGHT), (15, WRONG, WRONG)))
    assert (found.pairs, found.questions) == (100, 100)
    assert found.changed.value == pytest.approx(0.25)
    assert found.difference.value == pytest.approx(-0.15)
    assert found.difference.high is not None
    assert found.difference.high < 0
    # The sign test of 20 against 5, as McNemar's exact test has it.
    assert found.p_value == pytest.approx(0.0041, abs=1e-4)


def test_a_judge_that_changed_without_becoming_better_or_worse() -> None:
    found = verdict_drift(pairs((80, RIGHT, RIGHT), (10, RIGHT, WRONG), (10, WRONG, RIGHT)))
    assert found.changed.low is not None
    assert found.changed.low > 0.1
    assert (found.difference.value, found.p_value) == (0, 1)


def test_what_changes_by_itself_is_the_floor() -> None:
    found = verdict_drift(pairs((10, RIGHT, WRONG)), pairs((9, RIGHT, RIGHT), (1, RIGHT, WRONG)))
    assert found.changed.value == 1
    assert found.floor.value == pytest.approx(0.1)
    assert verdict_drift(pairs((10, RIGHT, WRONG))).floor.value is None


def test_each_group_has_its_counts_and_one_group_alone_says_nothing_more() -> None:
    known = [pair._replace(group="algebra") for pair in pairs((4, RIGHT, WRONG))]
    more = [pair._replace(group="geometry") for pair in pairs((6, RIGHT, RIGHT))]
    found = verdict_drift([*known, *more])
    assert {name: counts.changed.value for name, counts in found.by.items()} == {"algebra": 1, "geometry": 0}
    assert verdict_drift(known).by == {}


def test_without_a_known_answer_only_changes_are_counted() -> None:
    found = verdict_drift([VerdictPair("q", DatedVerdict("choice 0", None), DatedVerdict("choice 1", None))] * 3)
    assert (found.changed.value, found.difference.value, found.p_value) == (1, None, None)


VERDICTS = st.sampled_from([RIGHT, WRONG, OTHER, UNREAD])


@given(st.lists(st.tuples(VERDICTS, VERDICTS), min_size=1, max_size=20))
def test_every_pair_is_counted_once_and_swapping_the_dates_mirrors_the_difference(
    drawn: list[tuple[DatedVerdict, DatedVerdict]],
) -> None:
    forth = verdict_drift([VerdictPair(str(i), a, b) for i, (a, b) in enumerate(drawn)], resamples=100)
    back = verdict_drift([VerdictPair(str(i), b, a) for i, (a, b) in enumerate(drawn)], resamples=100)
    assert sum(forth.kinds.values()) == len(drawn)
    assert list(forth.kinds) == list(CHANGE_KINDS)
    assert forth.changed == back.changed
    assert forth.p_value == back.p_value
    if forth.difference.value is not None:
        assert back.difference.value == pytest.approx(-forth.difference.value)
