"""Outcomes: one row for each episode, with its scores."""

from __future__ import annotations

import pytest

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
    Usage,
    Verdict,
)


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
        ((0.25, 0.75), 1, 1.0, 0.0625),  # right
        ((0.25, 0.75), 0, 0.0, 0.5625),  # wrong
        ((0.5, 0.5), 0, 0.5, 0.25),  # two share the first place
        ((0.4, 0.4, 0.2), 1, 0.5, (0.16 + 0.36 + 0.04) / 2),  # the right one of three shares the first place
        ((0.4, 0.4, 0.2), 2, 0.0, (0.16 + 0.16 + 0.64) / 2),  # two wrong ones share it
        ((0.5, 0.5), None, None, None),  # no gold answer
        (None, 1, None, None),  # unparsed
    ],
)
def test_an_outcome_has_the_scores_of_its_verdict(
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


def test_an_outcome_keeps_who_argued_for_what_in_each_passage() -> None:
    first, again = debate_passage((0, 1)), debate_passage((1, 0))
    swapped = episode((0.6, 0.4), 0).model_copy(
        update={**dict(first), "rerun": again, "agents": {"alice": "model/a", "judge": "model/j"}}
    )
    outcome = Outcome.of(swapped, protocol="debate", agents="")
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
        ((0.9, 0.1), (0.6, 0.4), 0),  # the same choice in both orders
        ((0.9, 0.1), (0.4, 0.6), None),  # another choice when the order was reversed
        ((0.5, 0.5), (0.5, 0.5), None),  # no favourite
        ((0.1, 0.9), None, 1),  # shown in one order only
    ],
)
def test_an_outcome_has_the_choice_of_an_open_role_if_the_order_did_not_change_it(
    first: tuple[float, ...], again: tuple[float, ...] | None, chosen: int | None
) -> None:
    rerun = None if again is None else debate_passage((1, 0), again)
    chosen_episode = episode((0.6, 0.4), 0).model_copy(update={**dict(debate_passage((0, 1), first)), "rerun": rerun})
    assert Outcome.of(chosen_episode, protocol="open-debate", agents="").chosen == chosen


def test_an_outcome_keeps_the_looks_of_the_verdict_with_their_order() -> None:
    looks = tuple(
        Look(round=3, order=order, status="decided", probabilities=(0.75, 0.25)) for order in ((0, 1), (1, 0))
    )
    verdict = Verdict(status="decided", choice=0, probabilities=(0.75, 0.25), looks=looks)
    judged = episode((0.75, 0.25), 0).model_copy(update={"verdict": verdict})
    assert Outcome.of(judged, protocol="direct", agents="").views == (
        OutcomeLook(3, (0, 1), (0.75, 0.25)),
        OutcomeLook(3, (1, 0), (0.75, 0.25)),
    )
