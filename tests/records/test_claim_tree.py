"""The tree of claims that an answer rests on: where it goes on, where it ends, and what its leaf says of the answer."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.records import ClaimLevel, ClaimTree, Turn, TurnKind, claim_tree


def turn(kind: TurnKind, tick: int, **parts: object) -> Turn:
    return Turn.model_validate({"tick": tick, "round": 1, "seat": "x", "kind": kind, "move": "0", "text": "", **parts})


ANSWER = turn("answer", 1, answer="36")
SPLIT = turn("split", 2, claims=("a", "b"))
ESTIMATE = turn("estimate", 3, estimates=(0.9, 0.5))
PICK = turn("pick", 4, claim=1, direction="too low")


def test_the_claim_that_is_split_next_is_the_one_that_was_picked_last() -> None:
    assert claim_tree([ANSWER]).current == "36"
    assert claim_tree([ANSWER, SPLIT]).current == "36"
    assert claim_tree([ANSWER, SPLIT, PICK]).current == "b"
    tree = claim_tree([ANSWER, SPLIT, ESTIMATE, PICK, turn("split", 5, claims=("c", "d"))])
    assert [level.claim for level in tree.levels] == ["36", "b"]
    assert tree.leaf is None, "one of the two is still to be picked"


def test_other_turns_change_nothing() -> None:
    said = [ANSWER, turn("speech", 2), SPLIT, turn("question", 3), PICK]
    assert claim_tree(said) == claim_tree([ANSWER, SPLIT, PICK])


def test_the_leaf_and_the_claims_beside_the_way_to_it_make_the_answer() -> None:
    tree = claim_tree([ANSWER, SPLIT, ESTIMATE, PICK])
    assert tree.leaf == "b"
    assert tree.p_answer(1.0) == pytest.approx(0.9)
    assert tree.p_answer(0.5) == pytest.approx(0.45)
    assert claim_tree([ANSWER, SPLIT, PICK]).p_answer(0.25) == 0.25, "without estimates, what is not picked holds"


def test_without_a_doubt_the_estimates_stand_and_without_these_the_answer() -> None:
    nothing = turn("pick", 4)
    undisputed = claim_tree([ANSWER, SPLIT, ESTIMATE, nothing])
    assert (undisputed.is_over, undisputed.leaf) == (True, None)
    assert undisputed.p_answer(None) == pytest.approx(0.45)
    assert claim_tree([ANSWER, SPLIT, nothing]).p_answer(None) == 1


@pytest.mark.parametrize(
    ("turns", "fault"),
    [
        ([], "no answer to split"),
        ([turn("answer", 1, status="unparsed", notes=("no line",))], "the answer of round 1: no line"),
        ([ANSWER, turn("split", 2, status="unparsed")], "the subclaims of round 1"),
        ([ANSWER, SPLIT, turn("estimate", 3, status="unparsed")], "the estimates of round 1"),
        ([ANSWER, SPLIT, turn("pick", 3, status="unparsed")], "the pick of round 1"),
    ],
)
def test_a_reply_that_could_not_be_read_ends_it_and_says_which(turns: list[Turn], fault: str) -> None:
    tree = claim_tree(turns)
    assert (tree.is_over, tree.leaf) == (True, None)
    assert fault in (tree.fault or "")


@given(st.lists(st.lists(st.floats(0, 1), min_size=2, max_size=5), min_size=1, max_size=4), st.floats(0, 1))
def test_the_answer_is_never_more_probable_than_its_leaf_or_any_claim_beside(
    estimates: list[list[float]], p_leaf: float
) -> None:
    levels = tuple(
        ClaimLevel(claim="c", parts=tuple(map(str, row)), estimates=tuple(row), picked=0) for row in estimates
    )
    p = ClaimTree(root="36", levels=levels).p_answer(p_leaf)
    beside = [p for row in estimates for p in row[1:]]
    assert 0 <= p <= min([p_leaf, *beside])
    assert math.isclose(p, p_leaf * math.prod(beside), abs_tol=1e-12)
