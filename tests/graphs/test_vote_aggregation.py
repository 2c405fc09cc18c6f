"""One label made of several votes on the same step."""

from __future__ import annotations

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from dikast.graphs.vote_aggregation import vote
from dikast.records import Label, StepLabel

LABELS: tuple[Label, ...] = get_args(Label)

labels = st.builds(
    StepLabel, step=st.just(0), label=st.sampled_from([*LABELS, None]), p_correct=st.none() | st.floats(0, 1)
)


@given(st.lists(labels, min_size=1, max_size=7), st.integers(1, 7))
def test_the_side_with_more_votes_wins_if_it_reaches_the_quorum(votes: list[StepLabel], quorum: int) -> None:
    winner = vote(votes, quorum)
    right = sum(label.label in ("correct", "neutral") for label in votes)
    wrong = sum(bool(label.is_wrong) for label in votes)
    if all(label.label is None for label in votes):
        assert winner.label is None
    elif len(votes) > 1 and (right == wrong or max(right, wrong) < quorum):
        assert winner.label == "unknown"
    elif len(votes) > 1:
        assert bool(winner.is_wrong) == (wrong > right)


@given(st.lists(labels, min_size=2, max_size=6))
def test_the_winning_side_does_not_depend_on_the_order_of_votes(votes: list[StepLabel]) -> None:
    assert vote(votes).is_wrong == vote(votes[::-1]).is_wrong
