"""Records: what they refuse, what they hide, how they add up, and that they survive JSON."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from dikast.records import (
    Episode,
    Look,
    Outcome,
    OutcomeLook,
    Passage,
    Question,
    Seat,
    Seated,
    Transcript,
    Turn,
    Usage,
    Verdict,
)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"choices": ("a", "b"), "gold": 2}, "gold must be the index of one of the 2 choices, got 2"),
        ({"choices": ("a", "b"), "gold": -1}, "got -1"),
        ({"gold": 0}, "one of the 0 choices"),
        ({"choices": ("a",)}, "none or at least two"),
        ({"choices": ("a", "a")}, "must differ"),
        ({"images": ("/etc/passwd",)}, "data: or http"),
        ({"id": ""}, "at least 1 character"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_a_question_that_does_not_hold_together_is_refused(fields: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Question.model_validate({"id": "1", "text": "?", **fields})


def test_records_are_frozen() -> None:
    question = Question(id="1", text="?")
    with pytest.raises(ValidationError, match="frozen"):
        question.text = "!"  # type: ignore[misc]


ALICE = Seat(name="alice", role="alice", kind="debater", sees=("transcript",), argues=0)
BOB = Seat(name="bob", role="bob", kind="debater", sees=("question",), argues=1)
CAROL = Seat(name="carol", role="carol", kind="solver", sees=("transcript",), hears=("bob",))


def said(role: str, step: int, text: str) -> Turn:
    return Turn(
        tick=step, round=1, seat=role, kind="speech", move="0", text=text, thinking="secret", candidates=("draft",)
    )


def test_a_seat_sees_what_it_hears_and_its_own_words_and_nobodys_thinking() -> None:
    turns = (said("alice", 1, "from alice"), said("bob", 1, "from bob"), said("carol", 2, "from carol"))
    transcript = Transcript(turns=turns, seats=(ALICE, BOB, CAROL))
    assert [t.seat for t in transcript.seen_by("alice").turns] == ["alice", "bob", "carol"]
    assert [t.seat for t in transcript.seen_by("bob").turns] == ["bob"]
    assert [t.seat for t in transcript.seen_by("carol").turns] == ["bob", "carol"]
    assert [t.seat for t in transcript.seen_by("alice", before_tick=2).turns] == ["alice", "bob"]
    for name in ("alice", "bob", "carol"):
        text = transcript.seen_by(name).model_dump_json()
        assert "secret" not in text
        assert "draft" not in text
    assert "from alice" in str(transcript.seen_by("alice"))
    with pytest.raises(KeyError, match="no seat 'dave'"):
        transcript.seen_by("dave")


usages = st.builds(
    Usage,
    calls=st.integers(0, 10), repeats=st.integers(0, 3), input_tokens=st.integers(0, 10**6),
    output_tokens=st.integers(0, 10**6), unpriced=st.integers(0, 3),
)  # fmt: skip


@given(st.lists(usages))
def test_usage_adds_up_in_any_order(parts: list[Usage]) -> None:
    total = Usage.total(parts)
    assert total == Usage.total(reversed(parts))
    assert total == sum(parts, Usage())
    assert total.tokens == sum(part.tokens for part in parts)


def episode(probabilities: tuple[float, ...] | None, gold: int | None, n: int = 2) -> Episode:
    choices = tuple("abcdef"[:n])
    top = max(probabilities) if probabilities else 0
    sole = probabilities.index(top) if probabilities and probabilities.count(top) == 1 else None
    return Episode(
        id="e", question=Question(id="q", text="?", choices=choices, gold=gold), protocol={"name": "direct"},
        agents={}, seed=0, order=tuple(range(n)), transcript=Transcript(), usage=Usage(),
        verdict=Verdict(
            status="decided" if probabilities else "unparsed", choice=sole, probabilities=probabilities, reason="r"
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("probabilities", "gold", "credit", "brier"),
    [
        ((0.25, 0.75), 1, 1.0, 0.0625),
        ((0.25, 0.75), 0, 0.0, 0.5625),
        ((0.5, 0.5), 0, 0.5, 0.25),
        ((0.4, 0.4, 0.2), 1, 0.5, (0.16 + 0.36 + 0.04) / 2),
        ((0.4, 0.4, 0.2), 2, 0.0, (0.16 + 0.16 + 0.64) / 2),
        ((0.5, 0.5), None, None, None),
        (None, 1, None, None),
    ],
)
def test_an_outcome_scores_a_verdict(
    probabilities: tuple[float, ...] | None, gold: int | None, credit: float | None, brier: float | None
) -> None:
    n = len(probabilities) if probabilities else 2
    outcome = Outcome.of(episode(probabilities, gold, n), protocol="direct", agents="")
    assert outcome.credit == credit
    assert outcome.brier == (None if brier is None else pytest.approx(brier))
    assert outcome.status == ("decided" if probabilities else "unparsed")


def debate_passage(order: tuple[int, int], chosen: tuple[float, ...] | None = None) -> Passage:
    """A passage in which alice argues for what is shown first, and the judge looked once before its verdict."""
    seats = (
        Seat(name="alice", role="alice", kind="debater", argues=order[0]),
        Seat(name="judge", role="judge", kind="judge"),
    )
    look = Look(round=1, order=order, status="decided", probabilities=(0.75, 0.25))
    own = {} if chosen is None else {"alice": look.model_copy(update={"probabilities": chosen})}
    return Passage(order=order, transcript=Transcript(seats=seats), looks=(look,), chosen=own)


def test_an_outcome_keeps_who_argued_what_in_either_passage() -> None:
    first, again = debate_passage((0, 1)), debate_passage((1, 0))
    whole = episode((0.6, 0.4), 0).model_copy(
        update={**dict(first), "rerun": again, "agents": {"alice": "model/a", "judge": "model/j"}}
    )
    outcome = Outcome.of(whole, protocol="debate", agents="")
    assert outcome.seats == (
        Seated("alice", "debater", "model/a", (0, 1)),
        Seated("judge", "judge", "model/j", (None, None)),
    )
    assert outcome.beliefs == (OutcomeLook(1, (0, 1), (0.75, 0.25)), OutcomeLook(1, (1, 0), (0.75, 0.25)))
    assert outcome.probabilities == (0.6, 0.4)
    assert Outcome.model_validate_json(outcome.model_dump_json()) == outcome
    assert len(outcome.model_dump_json()) < 1200


@pytest.mark.parametrize(
    ("first", "again", "chosen"),
    [
        ((0.9, 0.1), (0.6, 0.4), 0),
        ((0.9, 0.1), (0.4, 0.6), None),  # another choice when the order was reversed
        ((0.5, 0.5), (0.5, 0.5), None),  # no favourite
        ((0.1, 0.9), None, 1),
    ],
)
def test_an_outcome_says_what_an_open_role_chose(
    first: tuple[float, ...], again: tuple[float, ...] | None, chosen: int | None
) -> None:
    rerun = None if again is None else debate_passage((1, 0), again)
    whole = episode((0.6, 0.4), 0).model_copy(update={**dict(debate_passage((0, 1), first)), "rerun": rerun})
    assert Outcome.of(whole, protocol="open-debate", agents="").chosen == chosen


def test_the_verdicts_looks_are_kept_with_their_order() -> None:
    looks = tuple(
        Look(round=3, order=order, status="decided", probabilities=(0.75, 0.25)) for order in ((0, 1), (1, 0))
    )
    verdict = Verdict(status="decided", choice=0, probabilities=(0.75, 0.25), looks=looks)
    whole = episode((0.75, 0.25), 0).model_copy(update={"verdict": verdict})
    assert Outcome.of(whole, protocol="direct", agents="").views == (
        OutcomeLook(3, (0, 1), (0.75, 0.25)),
        OutcomeLook(3, (1, 0), (0.75, 0.25)),
    )


def test_infinite_log_odds_survive_json() -> None:
    look = Look(round=1, order=(0, 1), status="decided", probabilities=(1.0, 0.0), logp=(0.0, -math.inf))
    assert Look.model_validate_json(look.model_dump_json()) == look
